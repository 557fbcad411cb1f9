import type { Notes } from "../notes.ts";
import { calleeOf, fieldOf, type Link, type Syntax } from "../tree.ts";

/** What is called, or what a call is made on: `@client.boxes.delete` as `self.client.boxes.delete`, `Net::HTTP` as `Net.HTTP`. */
export const calleeIn = (node: Syntax | undefined, notes: Notes): string =>
  calleeOf(node, (part) => linkOf(part, notes), notes)
    .replace(/^@{1,2}/, "self.")
    .replace(/^self\.class\./, "self.")
    .replace(/^\./, "");

function linkOf(node: Syntax, notes: Notes): Link | undefined {
  switch (node.type) {
    case "call": {
      const method = notes.text(fieldOf(node, "method"));
      const of = fieldOf(node, "receiver");
      if (of === undefined) return { of: fieldOf(node, "method"), adds: "()" };
      if (method === "new") return { of, adds: "()" };
      // Ruby doesn't say whether a name without arguments is called.
      const isBare = fieldOf(node, "arguments") === undefined;
      return { of, adds: `.${method}${isBare ? "" : "()"}` };
    }
    case "scope_resolution":
      return { of: fieldOf(node, "scope"), adds: `.${notes.text(fieldOf(node, "name"))}` };
    case "element_reference":
      return { of: fieldOf(node, "object"), adds: "[]" };
    case "parenthesized_statements":
      return node.children.length === 1 ? { of: node.children[0], adds: "" } : undefined;
    default:
      return undefined;
  }
}

/** The callee of a call; `client.send(:delete, id)` calls `client.delete`. */
export function calledBy(
  node: Syntax,
  notes: Notes,
): { callee: string; given: Syntax[]; isNew: boolean } {
  const receiver = fieldOf(node, "receiver");
  const method = notes.text(fieldOf(node, "method")) || "call";
  const given = fieldOf(node, "arguments")?.children ?? [];
  const of = receiver === undefined ? "" : calleeIn(receiver, notes);
  if (method === "new" && /(?:^|\.)\p{Lu}[\p{L}\p{N}_]*$/u.test(of))
    return { callee: of, given, isNew: true };
  const isSent = /^(?:public_|__)?send(?:__)?$/.test(method) && given[0]?.type === "simple_symbol";
  const name = isSent ? notes.text(given[0]).slice(1) : method;
  return {
    callee: of === "" ? name : `${of}.${name}`,
    given: isSent ? given.slice(1) : given,
    isNew: false,
  };
}
