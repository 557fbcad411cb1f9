import type { Notes } from "../notes.ts";
import type { Syntax } from "../tree.ts";
import { nameIn } from "./callee.ts";

/** A type's name without namespace, type arguments and `?`; what a task comes to; empty for arrays and `var`. */
export function simpleType(node: Syntax | undefined, notes: Notes, depth = 0): string {
  if (node === undefined || depth > 20) return "";
  switch (node.type) {
    case "identifier":
      return notes.text(node);
    case "predefined_type":
      return notes.text(node).replace(/^void$/, "");
    case "qualified_name":
    case "alias_qualified_name":
    case "nullable_type":
    case "ref_type":
    case "scoped_type":
      return simpleType(node.children.at(node.type === "nullable_type" ? 0 : -1), notes, depth + 1);
    case "generic_name": {
      const name = nameIn(node, notes);
      const [of] = node.children.find(({ type }) => type === "type_argument_list")?.children ?? [];
      return /^(?:Task|ValueTask|Lazy|IOptions)$/.test(name)
        ? simpleType(of, notes, depth + 1)
        : name;
    }
    default:
      return "";
  }
}
