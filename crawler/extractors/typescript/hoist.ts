import type { Node } from "oxc-parser";
import { makeFunction } from "./functions.ts";
import { declare, type Run } from "./run.ts";
import { patternNames } from "./source.ts";
import type { Scope } from "./values.ts";

/** Declares what a block declares before it runs: functions, and at the top of a function its `var`s. */
export function hoist(run: Run, body: readonly Node[], scope: Scope, isTop: boolean): void {
  for (const node of body) {
    const inner =
      (node.type === "ExportNamedDeclaration" || node.type === "ExportDefaultDeclaration") &&
      node.declaration !== null
        ? node.declaration
        : node;
    if (inner.type === "FunctionDeclaration" && inner.id !== null) {
      declare(run, scope, inner.id.name, makeFunction(inner, scope));
    } else if (inner.type === "FunctionDeclaration" && node.type === "ExportDefaultDeclaration") {
      declare(run, scope, "*default*", makeFunction(inner, scope));
    }
  }
  if (isTop)
    for (const name of varsOf(body))
      if (!scope.bindings.has(name)) declare(run, scope, name, undefined);
}

const knownVars = new WeakMap<readonly Node[], readonly string[]>();

function varsOf(body: readonly Node[]): readonly string[] {
  let names = knownVars.get(body);
  if (names === undefined) {
    names = varNames(body, 0);
    knownVars.set(body, names);
  }
  return names;
}

function varNames(body: readonly Node[], depth: number): string[] {
  if (depth > 20) return [];
  return body.flatMap((node): string[] => {
    switch (node.type) {
      case "VariableDeclaration":
        return node.kind === "var" ? node.declarations.flatMap(({ id }) => patternNames(id)) : [];
      case "ExportNamedDeclaration":
        return node.declaration === null ? [] : varNames([node.declaration], depth + 1);
      case "BlockStatement":
        return varNames(node.body, depth + 1);
      case "IfStatement":
        return varNames(
          [node.consequent, ...(node.alternate === null ? [] : [node.alternate])],
          depth + 1,
        );
      case "ForStatement":
        return varNames([...(node.init === null ? [] : [node.init]), node.body], depth + 1);
      case "ForInStatement":
      case "ForOfStatement":
        return varNames([node.left, node.body], depth + 1);
      case "WhileStatement":
      case "DoWhileStatement":
      case "LabeledStatement":
        return varNames([node.body], depth + 1);
      case "TryStatement":
        return varNames(
          [node.block, ...(node.handler === null ? [] : [node.handler.body])],
          depth + 1,
        );
      case "SwitchStatement":
        return node.cases.flatMap((each) => varNames(each.consequent, depth + 1));
      default:
        return [];
    }
  });
}
