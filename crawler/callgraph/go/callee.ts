import type { Notes } from "../notes.ts";
import { calleeOf, fieldOf, type Link, type Syntax } from "../tree.ts";

/** What is called, as written: `c.http.Do`, `exec.Command().Run`, `handlers[]`. */
export function calleeIn(node: Syntax | undefined, notes: Notes): string {
  return calleeOf(node, (part) => linkOf(part, notes), notes);
}

function linkOf(node: Syntax, notes: Notes): Link | undefined {
  switch (node.type) {
    case "selector_expression":
      return { of: fieldOf(node, "operand"), adds: `.${notes.text(fieldOf(node, "field"))}` };
    case "call_expression":
      return { of: fieldOf(node, "function"), adds: "()" };
    case "index_expression":
      return { of: fieldOf(node, "operand"), adds: isType(node, notes) ? "" : "[]" };
    case "type_assertion_expression":
    case "type_instantiation_expression":
    case "unary_expression":
      return { of: fieldOf(node, "operand") ?? fieldOf(node, "type"), adds: "" };
    case "parenthesized_expression":
      return node.children.length === 1 ? { of: node.children[0], adds: "" } : undefined;
    case "composite_literal":
    case "generic_type":
      return { of: fieldOf(node, "type"), adds: "" };
    case "func_literal":
      return { of: undefined, adds: "" };
    default:
      return undefined;
  }
}

/** Whether what looks like an index is a type argument: `Param[string](…)`. */
const isType = (node: Syntax, notes: Notes): boolean =>
  /^(?:\*?\p{Lu}\w*|\*?\w+\.\p{Lu}\w*|string|bool|any|error|byte|rune|u?int\d*|float\d*|\[\].*|map\[.*)$/u.test(
    notes.text(fieldOf(node, "index"), 60),
  );
