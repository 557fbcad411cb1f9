import type { Notes } from "../notes.ts";
import { calleeOf, fieldOf, type Link, type Syntax } from "../tree.ts";

/** What is called, as written: `self.client.delete`, `Command.new().arg`, `sqlx.query().execute`; `crate::` and the like left out. */
export function calleeIn(node: Syntax | undefined, notes: Notes): string {
  return calleeOf(node, (part) => linkOf(part, notes), notes)
    .replace(/^(?:(?:crate|super|self)\.)*(?:crate|super)\./, "")
    .replace(/^Self\b/, "self");
}

function linkOf(node: Syntax, notes: Notes): Link | undefined {
  switch (node.type) {
    case "scoped_identifier":
    case "scoped_type_identifier": {
      const path = fieldOf(node, "path");
      const name = notes.text(fieldOf(node, "name"));
      return path === undefined ? undefined : { of: path, adds: `.${name}` };
    }
    case "field_expression":
      return { of: fieldOf(node, "value"), adds: `.${notes.text(fieldOf(node, "field"))}` };
    case "call_expression":
      return { of: fieldOf(node, "function"), adds: "()" };
    case "macro_invocation":
      return { of: fieldOf(node, "macro"), adds: "()" };
    case "index_expression":
      return { of: node.children[0], adds: "[]" };
    case "generic_function":
      return { of: fieldOf(node, "function"), adds: "" };
    case "generic_type":
    case "qualified_type":
      return { of: fieldOf(node, "type"), adds: "" };
    case "struct_expression":
      return { of: fieldOf(node, "name"), adds: "" };
    case "reference_expression":
    case "unary_expression":
      return { of: fieldOf(node, "value") ?? node.children[0], adds: "" };
    case "await_expression":
    case "try_expression":
    case "parenthesized_expression":
    case "bracketed_type":
      return { of: node.children[0], adds: "" };
    default:
      return undefined;
  }
}

/** The path of a `scoped_identifier`, from its first name on. */
export function pathOf(node: Syntax | undefined, notes: Notes): string[] {
  const parts: string[] = [];
  let at = node;
  for (let depth = 0; at !== undefined && depth < 40; depth += 1) {
    if (at.type === "generic_type" || at.type === "generic_function")
      at = fieldOf(at, "type") ?? fieldOf(at, "function");
    else if (at.type.startsWith("scoped_")) {
      parts.push(notes.text(fieldOf(at, "name")));
      at = fieldOf(at, "path");
    } else {
      parts.push(notes.text(at, 200));
      break;
    }
  }
  return parts.toReversed();
}
