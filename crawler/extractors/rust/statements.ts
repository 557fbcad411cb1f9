import type { Node } from "web-tree-sitter";
import { mayBe } from "./conditions.ts";
import { evaluate } from "./evaluate.ts";
import { operate } from "./operators.ts";
import { bindPattern } from "./patterns.ts";
import type { Run } from "./run.ts";
import { newScope } from "./scopes.ts";
import {
  type Scope,
  type Value,
  fieldsOf,
  isUnknown,
  toDict,
  unknown,
  isStruct,
} from "./values.ts";

export function evaluateBlock(node: Node, scope: Scope, run: Run): Value {
  const local = newScope(scope.frame, scope);
  let last: Value = null;
  for (const statement of node.namedChildren) {
    if (
      statement.type.endsWith("comment") ||
      statement.type.endsWith("_item") ||
      statement.type === "use_declaration"
    )
      continue;
    if (statement.type === "let_declaration") {
      evaluateLet(statement, local, run);
      last = null;
    } else {
      const value = evaluate(statement, local, run);
      last =
        statement.type === "expression_statement" && statement.text.endsWith(";") ? null : value;
    }
  }
  return last;
}

function evaluateLet(node: Node, scope: Scope, run: Run): void {
  const pattern = node.childForFieldName("pattern");
  const value = node.childForFieldName("value");
  if (pattern === null) return;
  let found = value === null ? unknown(node.text) : evaluate(value, scope, run);
  const type = node.childForFieldName("type")?.text ?? "";
  if (
    Array.isArray(found) &&
    /\b(?:HashMap|BTreeMap|IndexMap|Map)\b/.test(type) &&
    !type.includes("Vec")
  )
    found = toDict(found);
  bindPattern(pattern, found, scope);
}

export function evaluateAssignment(node: Node, scope: Scope, run: Run): Value {
  const [left, right] = [node.childForFieldName("left"), node.childForFieldName("right")];
  if (left !== null && right !== null) assign(left, evaluate(right, scope, run), scope, run);
  return null;
}

export function evaluateCompound(node: Node, scope: Scope, run: Run): Value {
  const [left, right] = [node.childForFieldName("left"), node.childForFieldName("right")];
  if (left === null || right === null) return null;
  const operator = (node.childForFieldName("operator")?.type ?? "").replace(/=$/, "");
  const [a, b] = [evaluate(left, scope, run), evaluate(right, scope, run)];
  assign(left, operate(operator, a, b, run) ?? unknown(node.text), scope, run);
  return null;
}

/** Gives a place in the evaluated program a value. */
export function assign(target: Node, value: Value, scope: Scope, run: Run): void {
  if (target.type === "identifier") {
    for (let at: Scope | undefined = scope; at !== undefined; at = at.parent)
      if (at.names.has(target.text)) {
        const before = at.names.get(target.text) ?? null;
        at.names.set(
          target.text,
          run.conditions.length > 0 && !isUnknown(value) ? mayBe(before, [value], run) : value,
        );
        return;
      }
    scope.names.set(target.text, value);
  } else if (target.type === "field_expression") {
    const owner = target.childForFieldName("value");
    const fields = owner === null ? undefined : fieldsOf(evaluate(owner, scope, run));
    fields?.set(target.childForFieldName("field")?.text ?? "", value);
  } else if (target.type === "index_expression") {
    const [owner, key] = target.namedChildren;
    if (owner === undefined || key === undefined) return;
    const fields = fieldsOf(evaluate(owner, scope, run));
    const name = evaluate(key, scope, run);
    if (typeof name === "string") fields?.set(name, value);
  } else if (target.type === "unary_expression" && target.namedChildren[0] !== undefined) {
    const [inner] = target.namedChildren;
    const before = evaluate(inner, scope, run);
    if (isStruct(before) && isStruct(value) && before.name === value.name)
      for (const [name, field] of value.fields) before.fields.set(name, field);
    else assign(inner, value, scope, run);
  }
}
