import type { Node } from "web-tree-sitter";
import { evaluate, inner } from "./evaluate.ts";
import { addRoutes } from "./routers.ts";
import type { Run } from "./run.ts";
import { type Scope, type Value, isStruct, isUnknown, unknown, partlyKnown } from "./values.ts";

export function evaluateUnary(node: Node, scope: Scope, run: Run): Value {
  const value = inner(node, scope, run);
  const operator = node.child(0)?.type;
  if (operator === "*") return value;
  if (operator === "!" && typeof value === "boolean") return !value;
  if (operator === "-" && typeof value === "number") return -value;
  return unknown(node.text);
}

export function evaluateBinary(node: Node, scope: Scope, run: Run): Value {
  const [left, right] = [node.childForFieldName("left"), node.childForFieldName("right")];
  if (left === null || right === null) return unknown(node.text);
  const operator = node.childForFieldName("operator")?.type ?? node.child(1)?.type ?? "";
  const a = evaluate(left, scope, run);
  if (operator === "&&" || operator === "||") {
    const decides = operator === "||";
    if (a === decides) return decides;
    const b = evaluate(right, scope, run);
    if (b === decides) return decides;
    return typeof a === "boolean" && typeof b === "boolean" ? !decides : unknown(node.text);
  }
  const b = evaluate(right, scope, run);
  return operate(operator, a, b, run) ?? unknown(node.text);
}

export function operate(operator: string, a: Value, b: Value, run: Run): Value | undefined {
  if (operator === "+") {
    if (typeof a === "string" && typeof b === "string") return a + b;
    if (typeof a === "number" && typeof b === "number") return a + b;
    if (isPartly(a) || isPartly(b)) return partlyKnown([a, b], "+");
    return isStruct(a) && isStruct(b) ? addRoutes(a, b, run) : undefined;
  }
  if (operator === "==" || operator === "!=") {
    const same = sameValue(a, b);
    return same === undefined ? undefined : same === (operator === "==");
  }
  if (typeof a !== "number" || typeof b !== "number") return undefined;
  if (operator === "-") return a - b;
  if (operator === "*") return a * b;
  if (operator === "/") return b === 0 ? undefined : a / b;
  if (operator === "<") return a < b;
  if (operator === ">") return a > b;
  if (operator === "<=") return a <= b;
  return operator === ">=" ? a >= b : undefined;
}

function isPartly(value: Value): boolean {
  return typeof value === "string" || (isUnknown(value) && value.partly !== undefined);
}

/** Whether two values are equal; undefined when that is not known. */
export function sameValue(a: Value, b: Value): boolean | undefined {
  if (isUnknown(a) || isUnknown(b)) return undefined;
  if (isStruct(a) && isStruct(b) && a.fields.size === 0 && b.fields.size === 0)
    return a.name === b.name;
  if ((typeof a === "object" && a !== null) || (typeof b === "object" && b !== null))
    return undefined;
  return a === b;
}
