import type { Notes } from "../notes.ts";
import type { Syntax } from "../tree.ts";
import { calleeIn, isTrailing } from "./callee.ts";

const isType = ({ type }: Syntax): boolean =>
  type === "user_type" || type === "nullable_type" || type === "non_nullable_type";

/** The first type among a node's children. */
export const typeIn = (node: Syntax | undefined): Syntax | undefined => node?.children.find(isType);

/** A type's name without package, type arguments and `?`. */
export function simpleType(node: Syntax | undefined, notes: Notes, depth = 0): string {
  if (node === undefined || depth > 20) return "";
  if (node.type !== "user_type")
    return isType(node) ? simpleType(typeIn(node), notes, depth + 1) : "";
  return notes.text(node.children.findLast(({ type }) => type === "identifier"));
}

/** The type of a value that is constructed, also lazily, or held by a name with a known type. */
export function madeType(
  value: Syntax | undefined,
  typeOf: (name: string) => string | undefined,
  notes: Notes,
  depth = 0,
): string {
  if (value === undefined || depth > 20) return "";
  const of = (node: Syntax | undefined) => madeType(node, typeOf, notes, depth + 1);
  switch (value.type) {
    case "identifier":
      return typeOf(notes.text(value)) ?? "";
    case "binary_expression":
    case "parenthesized_expression":
    case "property_delegate":
      return of(value.children[0]);
    case "call_expression": {
      if (isTrailing(value)) return of(value.children[0]);
      const callee = calleeIn(value.children[0], notes);
      const [, made] =
        /^(?:mutable|empty|array)?(List|Map|Set|list|map|set)(?:Of)?$/.exec(callee) ?? [];
      if (made !== undefined) return `${made.charAt(0).toUpperCase()}${made.slice(1)}`;
      if (/^(?:lazy|also|apply|remember)$/.test(callee)) {
        const lambda = value.children.at(-1);
        return of(lambda?.children.at(-1)?.children.at(-1));
      }
      const last = callee.slice(callee.lastIndexOf(".") + 1);
      if (/^\p{Lu}/u.test(last)) return last;
      if (/\(\)\.(?:also|apply)$/.test(callee)) return of(value.children[0]?.children[0]);
      return typeOf(`${callee}()`) ?? "";
    }
    default:
      return "";
  }
}
