import type { Notes } from "../notes.ts";
import { fieldOf, type Scope, type Syntax } from "../tree.ts";
import { calleeIn } from "./callee.ts";

/** The name of a type without pointer and type arguments; of a map, slice or channel none. */
export function typeName(node: Syntax | undefined, notes: Notes): string | undefined {
  let at = node;
  for (let depth = 0; at !== undefined && depth < 20; depth += 1) {
    if (/^(?:type_identifier|qualified_type)$/.test(at.type))
      return notes.text(at).replace(/\s+/g, "");
    if (!/^(?:pointer|generic|parenthesized)_type$/.test(at.type)) return undefined;
    at = fieldOf(at, "type") ?? at.children[0];
  }
  return undefined;
}

/** The type of a value that is made in place, or that a name with a known type holds: `&http.Client{}`, `new(Client)`. */
export function constructed(
  node: Syntax | undefined,
  scope: Scope,
  notes: Notes,
): string | undefined {
  let at = node;
  for (let depth = 0; at !== undefined && depth < 20; depth += 1) {
    switch (at.type) {
      case "composite_literal":
        return typeName(fieldOf(at, "type"), notes);
      case "type_assertion_expression":
      case "type_conversion_expression":
        return typeName(fieldOf(at, "type"), notes);
      case "identifier":
        return scope.function?.types.get(notes.text(at));
      case "call_expression": {
        const name = calleeIn(fieldOf(at, "function"), notes);
        const [first] = fieldOf(at, "arguments")?.children ?? [];
        return name === "new" ? typeName(first, notes) : undefined;
      }
      case "unary_expression":
        at = fieldOf(at, "operand");
        break;
      case "parenthesized_expression":
        at = at.children[0];
        break;
      default:
        return undefined;
    }
  }
  return undefined;
}
