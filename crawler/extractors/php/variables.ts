import type { Node } from "web-tree-sitter";
import type { Value } from "../syntax/value.ts";
import { fold, type Scope } from "./fold.ts";

const bodies = new Set([
  "method_declaration",
  "function_definition",
  "anonymous_function",
  "anonymous_function_creation_expression",
  "program",
]);

/** What was given to a variable before, in the same function: its last assignment with the entries set afterwards. */
export function assignedTo(variable: Node, scope: Scope): Value {
  let block = variable.parent;
  for (let height = 0; block !== null && height < 200; height++) {
    const before = block.namedChildren.filter((child) => child.endIndex <= variable.startIndex);
    const assignments = before.flatMap((statement) => {
      const expression = statement.type === "expression_statement" ? statement.namedChild(0) : null;
      return expression?.type === "assignment_expression" ? [expression] : [];
    });
    const base = assignments.findLastIndex(
      (one) => one.childForFieldName("left")?.text === variable.text,
    );
    const first = assignments[base];
    if (first !== undefined)
      return assignments
        .slice(base + 1)
        .reduce(
          (value: Value, one) => setEntry(value, one, variable.text, scope),
          fold(first.childForFieldName("right"), scope),
        );
    if (bodies.has(block.type)) return undefined;
    block = block.parent;
  }
  return undefined;
}

/** `$list[] = …` and `$map['key'] = …`. */
function setEntry(value: Value, assignment: Node, variable: string, scope: Scope): Value {
  const left = assignment.childForFieldName("left");
  if (left?.type !== "subscript_expression" || left.namedChild(0)?.text !== variable) return value;
  const key = left.namedChild(1);
  const entry = fold(assignment.childForFieldName("right"), scope);
  if (key === null) return Array.isArray(value) ? [...value, entry] : value;
  const name = fold(key, scope);
  if (typeof name !== "string") return value;
  if (value instanceof Map) return new Map([...value, [name, entry]]);
  return Array.isArray(value) && value.length === 0 ? new Map([[name, entry]]) : value;
}
