import type { Notes } from "../notes.ts";
import { fieldOf, type Syntax } from "../tree.ts";

/** The names that a pattern binds; with the field that each takes, where it takes a struct apart. */
export function boundBy(
  pattern: Syntax | undefined,
  notes: Notes,
  depth = 0,
): { name: string; key?: string }[] {
  if (pattern === undefined || depth > 20) return [];
  switch (pattern.type) {
    case "identifier":
      return [{ name: notes.text(pattern) }];
    case "struct_pattern":
      return pattern.children
        .filter(({ type }) => type === "field_pattern")
        .flatMap((field) => {
          const key = notes.text(fieldOf(field, "name"));
          const inner = fieldOf(field, "pattern");
          return inner === undefined
            ? [{ name: key, key }]
            : boundBy(inner, notes, depth + 1).map(({ name }) => ({ name, key }));
        });
    case "tuple_struct_pattern":
    case "tuple_pattern":
    case "ref_pattern":
    case "mut_pattern":
    case "reference_pattern":
    case "captured_pattern":
      return pattern.children
        .filter(({ field }) => field !== "type")
        .flatMap((child) => boundBy(child, notes, depth + 1));
    default:
      return [];
  }
}
