import type { Notes } from "../notes.ts";
import { calleeOf, childOf, fieldOf, type Link, type Syntax } from "../tree.ts";

/** What is called, or what a call is made on: `this.client.Boxes.Delete`. */
export const calleeIn = (node: Syntax | undefined, notes: Notes): string =>
  calleeOf(node, (part) => linkOf(part, notes), notes)
    .replace(/^\./, "")
    .replace(/^base\./, "super.");

function linkOf(node: Syntax, notes: Notes): Link | undefined {
  switch (node.type) {
    case "member_access_expression":
      return { of: fieldOf(node, "expression"), adds: `.${nameIn(fieldOf(node, "name"), notes)}` };
    case "conditional_access_expression": {
      const binding = node.children.find(({ field }) => field !== "condition");
      return { of: fieldOf(node, "condition"), adds: bound(binding, notes) };
    }
    case "member_binding_expression":
      return { of: undefined, adds: `.${nameIn(fieldOf(node, "name"), notes)}` };
    case "invocation_expression":
      return { of: fieldOf(node, "function"), adds: "()" };
    case "element_access_expression":
      return { of: fieldOf(node, "expression"), adds: "[]" };
    case "object_creation_expression":
      return { of: fieldOf(node, "type"), adds: "()" };
    case "cast_expression":
      return { of: fieldOf(node, "value"), adds: "" };
    case "as_expression":
      return { of: fieldOf(node, "left"), adds: "" };
    case "generic_name":
    case "await_expression":
    case "postfix_unary_expression":
    case "parenthesized_expression":
      return { of: node.children[0], adds: "" };
    default:
      return undefined;
  }
}

/** What stands behind `?`, itself a chain. */
function bound(node: Syntax | undefined, notes: Notes): string {
  return node === undefined ? "" : calleeOf(node, (part) => linkOf(part, notes), notes);
}

/** A name without type arguments. */
export const nameIn = (node: Syntax | undefined, notes: Notes): string =>
  notes.text(node?.type === "generic_name" ? childOf(node, "identifier") : node);
