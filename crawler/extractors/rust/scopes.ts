import type { Node } from "web-tree-sitter";
import type { Place } from "../../../model.ts";
import type { Item } from "./items.ts";
import type { Frame, Scope, Value } from "./values.ts";

export function newScope(frame: Frame, parent?: Scope): Scope {
  return { names: new Map(), frame, ...(parent === undefined ? {} : { parent }) };
}

export function lookUp(scope: Scope, name: string): Value | undefined {
  for (let at: Scope | undefined = scope; at !== undefined; at = at.parent) {
    const value = at.names.get(name);
    if (value !== undefined) return value;
  }
  return undefined;
}

export function placeIn(scope: Scope, node: Node): Place {
  const { path, offset, expanding } = scope.frame;
  if (expanding !== undefined) return expanding;
  return {
    path,
    line: node.startPosition.row + 1 + offset,
    endLine: node.endPosition.row + 1 + offset,
  };
}

export function frameOf(item: Item, depth = 0): Frame {
  return {
    path: item.path,
    offset: item.offset,
    generics: new Map(),
    returned: [],
    depth,
    ...(item.owner === undefined ? {} : { owner: item.owner }),
  };
}
