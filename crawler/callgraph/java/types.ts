import type { Notes } from "../notes.ts";
import type { Syntax } from "../tree.ts";

/** A type's name as written, without type arguments and annotations; empty for primitives, arrays and `var`. */
export function typeName(node: Syntax | undefined, notes: Notes): string {
  switch (node?.type) {
    case "type_identifier":
      return notes.text(node) === "var" ? "" : notes.text(node);
    case "scoped_type_identifier":
      return notes.text(node).replace(/<.*$|@\w+|\s+/gs, "");
    case "generic_type":
    case "annotated_type":
      return typeName(
        node.children.find(({ type }) => /type_identifier$|generic_type/.test(type)),
        notes,
      );
    default:
      return "";
  }
}

/** A type's name without its packages. */
export function simpleType(node: Syntax | undefined, notes: Notes): string {
  return typeName(node, notes).split(".").at(-1) ?? "";
}
