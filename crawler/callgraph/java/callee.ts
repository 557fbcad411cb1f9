import type { Notes } from "../notes.ts";
import { calleeOf, fieldOf, type Link, type Syntax } from "../tree.ts";

/** What is called, or what a call is made on: `this.client.boxes().delete`. */
export const calleeIn = (node: Syntax | undefined, notes: Notes): string =>
  calleeOf(node, (part) => linkOf(part, notes), notes);

/** The callee of a method's call. */
export function invoked(node: Syntax, notes: Notes): string {
  const object = fieldOf(node, "object");
  const name = notes.text(fieldOf(node, "name"));
  return object === undefined ? name : `${calleeIn(object, notes)}.${name}`;
}

function linkOf(node: Syntax, notes: Notes): Link | undefined {
  switch (node.type) {
    case "field_access":
      return { of: fieldOf(node, "object"), adds: `.${notes.text(fieldOf(node, "field"))}` };
    case "method_invocation": {
      const name = fieldOf(node, "name");
      const object = fieldOf(node, "object");
      return object === undefined
        ? { of: name, adds: "()" }
        : { of: object, adds: `.${notes.text(name)}()` };
    }
    case "array_access":
      return { of: fieldOf(node, "array"), adds: "[]" };
    case "object_creation_expression":
      return { of: fieldOf(node, "type"), adds: "()" };
    case "generic_type":
    case "parenthesized_expression":
      return { of: node.children[0], adds: "" };
    case "cast_expression":
      return { of: fieldOf(node, "value"), adds: "" };
    default:
      return undefined;
  }
}
