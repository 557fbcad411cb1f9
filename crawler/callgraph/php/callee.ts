import type { Notes } from "../notes.ts";
import { calleeOf, childOf, fieldOf, type Link, type Syntax } from "../tree.ts";

/** What is called, or what a call is made on: `$this->http->delete` as `this.http.delete`, `Http::delete` as `Http.delete`. */
export const calleeIn = (node: Syntax | undefined, notes: Notes): string =>
  calleeOf(node, (part) => linkOf(part, notes), notes)
    .replace(/^\\?(?:\w+\\)+/, "")
    .replace(/^\\|^\$/, "")
    .replace(/^static\b/, "self")
    .replace(/^parent\b/, "super");

function linkOf(node: Syntax, notes: Notes): Link | undefined {
  switch (node.type) {
    case "member_access_expression":
    case "nullsafe_member_access_expression":
      return { of: fieldOf(node, "object"), adds: memberOf(fieldOf(node, "name"), notes) };
    case "member_call_expression":
    case "nullsafe_member_call_expression":
      return { of: fieldOf(node, "object"), adds: `${memberOf(fieldOf(node, "name"), notes)}()` };
    case "scoped_call_expression":
      return { of: fieldOf(node, "scope"), adds: `${memberOf(fieldOf(node, "name"), notes)}()` };
    case "scoped_property_access_expression":
      return {
        of: fieldOf(node, "scope"),
        adds: `.${notes.text(fieldOf(node, "name")).replace("$", "")}`,
      };
    case "class_constant_access_expression":
      return { of: node.children[0], adds: `.${notes.text(node.children[1])}` };
    case "function_call_expression": {
      const contained = containedIn(node, notes);
      return { of: contained ?? fieldOf(node, "function"), adds: "()" };
    }
    case "object_creation_expression":
      return { of: classIn(node), adds: "()" };
    case "subscript_expression":
      return { of: node.children[0], adds: "[]" };
    case "parenthesized_expression":
    case "clone_expression":
      return { of: node.children[0], adds: "" };
    default:
      return undefined;
  }
}

/** A member's name; one that is only known when it runs is `[]`. */
export const memberOf = (name: Syntax | undefined, notes: Notes): string =>
  name?.type === "name" ? `.${notes.text(name)}` : "[]";

/** The class that an object is made of, or that a container is asked for: `app(Client::class)`. */
export const classIn = (node: Syntax): Syntax | undefined =>
  childOf(node, "name", "qualified_name", "relative_scope");

/** The class that `app(Client::class)` gives an object of. */
export function containedIn(node: Syntax, notes: Notes): Syntax | undefined {
  if (!/^\\?(?:app|resolve|make)$/.test(notes.text(fieldOf(node, "function")))) return undefined;
  const [first] = fieldOf(node, "arguments")?.children ?? [];
  const [of, name] =
    first?.children[0]?.type === "class_constant_access_expression"
      ? first.children[0].children
      : [];
  return notes.text(name) === "class" ? of : undefined;
}
