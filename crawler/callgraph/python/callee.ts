import type { Notes } from "../notes.ts";
import { calleeOf, fieldOf, type Link, type Syntax } from "../tree.ts";

/** What is called, as written: `self.session.delete`, `boto3.client().delete_object`, `rows[].remove`. */
export function calleeIn(node: Syntax | undefined, notes: Notes): string {
  return calleeOf(node, (part) => linkOf(part, notes), notes);
}

function linkOf(node: Syntax, notes: Notes): Link | undefined {
  switch (node.type) {
    case "attribute":
      return { of: fieldOf(node, "object"), adds: `.${notes.text(fieldOf(node, "attribute"))}` };
    case "call":
      return { of: fieldOf(node, "function"), adds: "()" };
    case "subscript":
      return { of: fieldOf(node, "value"), adds: "[]" };
    case "binary_operator":
      return { of: fieldOf(node, "left"), adds: "" };
    case "await":
    case "parenthesized_expression":
      return node.children.length === 1 ? { of: node.children[0], adds: "" } : undefined;
    default:
      return undefined;
  }
}
