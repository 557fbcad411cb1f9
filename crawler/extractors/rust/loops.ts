import type { Node } from "web-tree-sitter";
import { branch } from "./branches.ts";
import { evaluate } from "./evaluate.ts";
import { bindPattern } from "./patterns.ts";
import { type Run, isLeaving } from "./run.ts";
import { newScope } from "./scopes.ts";
import { type Scope, type Value, isDict, unknown } from "./values.ts";

const maxLoop = 3000;

export function evaluateFor(node: Node, scope: Scope, run: Run): Value {
  const [pattern, value, body] = ["pattern", "value", "body"].map((name) =>
    node.childForFieldName(name),
  );
  if (!pattern || !value || !body) return null;
  const over = evaluate(value, scope, run);
  const items = isDict(over) ? [...over].map(([key, one]): Value => [key, one]) : over;
  if (!Array.isArray(items)) {
    const local = newScope(scope.frame, scope);
    bindPattern(pattern, unknown(value.text), local);
    branch(body, `for ${pattern.text} in ${value.text}`, local, run);
    return null;
  }
  for (const item of items.slice(0, maxLoop)) {
    const local = newScope(scope.frame, scope);
    bindPattern(pattern, item, local);
    try {
      evaluate(body, local, run);
    } catch (error) {
      if (!isLeaving(error) || error.leaves === "return") throw error;
      if (error.leaves === "break") break;
    }
  }
  return null;
}

export function evaluateOnce(node: Node, scope: Scope, run: Run): Value {
  const body = node.childForFieldName("body");
  if (body !== null) branch(body, node.childForFieldName("condition")?.text ?? "", scope, run);
  return unknown(node.text);
}
