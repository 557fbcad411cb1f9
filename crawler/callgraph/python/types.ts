import type { Notes } from "../notes.ts";
import { fieldOf, type Scope, type Syntax } from "../tree.ts";
import { calleeIn } from "./callee.ts";

/** Types of which only what is in their brackets matters. */
const transparent =
  /^(?:typing\.|t\.|typing_extensions\.|collections\.abc\.)?(?:Optional|Async(?:Iterator|Generator)|Iterator|Generator|Awaitable|Annotated|Final|ClassVar|Required|NotRequired|InitVar|Union)$/;

/** The name of an annotated type, without type arguments, `None` and `Optional`; undefined when it has none. */
export function annotated(node: Syntax | undefined, notes: Notes, depth = 0): string | undefined {
  if (node === undefined || depth > 20) return undefined;
  const inner = (of: Syntax | undefined) => annotated(of, notes, depth + 1);
  switch (node.type) {
    case "type":
    case "type_parameter":
    case "parenthesized_expression":
      return inner(node.children.find(({ type }) => type !== "none"));
    case "identifier":
    case "attribute":
    case "member_type":
      return calleeIn(node, notes);
    case "generic_type":
    case "subscript": {
      const [base, ...parts] = node.children;
      const name = base === undefined ? "" : calleeIn(base, notes);
      if (!transparent.test(name)) return name === "" ? undefined : name;
      return parts
        .flatMap((part) => (part.type === "type_parameter" ? part.children : [part]))
        .map(inner)
        .find((type) => type !== undefined);
    }
    case "binary_operator":
    case "union_type":
      return node.children
        .filter(({ field }) => field !== "operator")
        .map(inner)
        .find((type) => type !== undefined);
    case "string":
      return /^["'](?:Optional\[)?(?<name>[\p{L}_][\p{L}\p{N}_.]*)/u.exec(notes.text(node))
        ?.groups?.["name"];
    default:
      return undefined;
  }
}

/** Whether a callee's last name is a class's. */
export const isClass = (callee: string): boolean => /(?:^|\.)_*\p{Lu}[\p{L}\p{N}_]*$/u.test(callee);

/** The type of a value that is constructed, or that a name with a known type holds. */
export function constructed(
  node: Syntax | undefined,
  scope: Scope,
  notes: Notes,
  depth = 0,
): string | undefined {
  if (node === undefined || depth > 20) return undefined;
  const of = (part: Syntax | undefined) => constructed(part, scope, notes, depth + 1);
  switch (node.type) {
    case "call": {
      const callee = calleeIn(fieldOf(node, "function"), notes);
      if (isClass(callee)) return callee;
      // `Client.from_env()`, `Client.create(…)`
      const [name = "", ...rest] = callee.split(".").toReversed();
      const owner = rest.toReversed().join(".");
      return isClass(owner) &&
        /^(?:from_|create|new|get_instance|instance|connect|build)/.test(name)
        ? owner
        : undefined;
    }
    case "identifier":
      return notes.typeOf(scope, notes.text(node));
    case "await":
    case "parenthesized_expression":
      return of(node.children[0]);
    case "boolean_operator":
    case "conditional_expression":
      return node.children
        .filter(({ field }) => field !== "operator")
        .map(of)
        .find((type) => type !== undefined);
    default:
      return undefined;
  }
}
