import type { Notes } from "../notes.ts";
import { calleeOf, fieldOf, type Link, type Syntax } from "../tree.ts";

/** What is called, or what a call is made on: `this.client.boxes().delete`. */
export const calleeIn = (node: Syntax | undefined, notes: Notes): string =>
  calleeOf(node, (part) => linkOf(part, notes), notes).replace(/^(this|super)@\w+/, "$1");

function linkOf(node: Syntax, notes: Notes): Link | undefined {
  const [of, name] = node.children;
  switch (node.type) {
    case "navigation_expression":
      return { of, adds: `.${notes.text(name)}` };
    case "call_expression":
      return { of, adds: isTrailing(node) ? "" : "()" };
    case "index_expression":
      return { of, adds: "[]" };
    case "unary_expression":
      return { of: fieldOf(node, "argument") ?? of, adds: "" };
    case "as_expression":
    case "parenthesized_expression":
      return { of, adds: "" };
    default:
      return undefined;
  }
}

/** Whether a call only adds a lambda behind the parentheses of the call inside it: one call, in the grammar two. */
export const isTrailing = ({ children: [inner, last] }: Syntax): boolean =>
  inner?.type === "call_expression" &&
  last?.type === "annotated_lambda" &&
  inner.children.some(({ type }) => type === "value_arguments");
