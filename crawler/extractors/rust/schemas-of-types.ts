import { callFunction } from "./call.ts";
import type { Item } from "./items.ts";
import { evaluateText } from "./macros.ts";
import type { Run } from "./run.ts";
import { type Contract, type Folding, schemaOf } from "./schema.ts";
import { frameOf, newScope } from "./scopes.ts";
import type { TypeAt } from "./types.ts";
import { type Scope, type Value, fromJson, toJson, unknown } from "./values.ts";

/** What the making of schemas asks of an evaluation. */
export function foldingOf(run: Run): Folding {
  return {
    project: run.project,
    fold: (code, path, offset) =>
      toJson(evaluateText(code, offset, newScope(frameAt(path, offset)), run)),
    call: (item: Item) => toJson(callFunction(item, [], run)),
  };
}

function frameAt(path: string, offset: number): Scope["frame"] {
  return { path, offset, generics: new Map(), returned: [], depth: 0 };
}

/** The schema of a type that is written in a call. */
export function schemaValue(type: TypeAt, run: Run, contract: Contract = "in"): Value {
  return fromJson(schemaOf(type, foldingOf(run), contract));
}

export function typeSchemaValue(text: string, scope: Scope, run: Run): Value {
  const node = run.project.fragment(text, "type");
  if (node === undefined) return unknown(text);
  const { path, generics } = scope.frame;
  return schemaValue({ node, path, generics }, run);
}

/** The scope of an item's own code, outside any function. */
export function scopeOf(item: Item): Scope {
  return newScope(frameOf(item));
}
