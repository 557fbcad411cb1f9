import type { Node } from "web-tree-sitter";
import type { Expression, Lines } from "./syntax.ts";

/** Deeper nesting than this is left unread. */
export const maxDepth = 300;

export const unknown: Expression = { kind: "unknown" };

/** The lines of a node. */
export function linesOf(node: Node): Lines {
  return { line: node.startPosition.row + 1, endLine: node.endPosition.row + 1 };
}

/** A node's named children without comments. */
export function childrenOf(node: Node): Node[] {
  return node.namedChildren.filter((child): child is Node => !child.type.endsWith("comment"));
}

/** A node's text on one line, cut at 300 characters. */
export function flatText(node: Node): string {
  return node.text.replace(/\s+/g, " ").trim().slice(0, 300);
}

/** The number that a literal of Java or Kotlin stands for; undefined for none. */
export function parseNumber(text: string): number | undefined {
  const digits = text.replaceAll("_", "");
  const plain = /^0[xb]/i.test(digits)
    ? digits.replace(/[uUlL]+$/, "")
    : digits.replace(/[uUlLfFdD]+$/, "");
  const value = Number(plain);
  return Number.isNaN(value) ? undefined : value;
}

/** A chain `a + b + c` or `a && b` from its leaves, without recursion: `+` binds to the left. */
export function chain(
  node: Node,
  isLink: (node: Node) => boolean,
): { first: Node; rest: { operator: string; right: Node }[] } {
  const rest: { operator: string; right: Node }[] = [];
  let first = node;
  while (isLink(first)) {
    const left = first.childForFieldName("left");
    const right = first.childForFieldName("right");
    if (left === null || right === null) break;
    rest.push({ operator: first.childForFieldName("operator")?.type ?? "", right });
    first = left;
  }
  return { first, rest: rest.toReversed() };
}

/** The text of a literal's inside with its escapes resolved: `a\n` -> a and a line break. */
export function unescape(text: string): string {
  return text.replace(
    /\\(?:u+([0-9a-fA-F]{4})|([0-3]?[0-7]{1,2})|(\r?\n)|([\s\S]))/g,
    (whole, unicode?: string, octal?: string, lineEnd?: string, simple?: string) => {
      if (unicode !== undefined) return String.fromCharCode(Number.parseInt(unicode, 16));
      if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8));
      if (lineEnd !== undefined) return "";
      return (simple !== undefined ? simpleEscapes.get(simple) : undefined) ?? simple ?? whole;
    },
  );
}

const simpleEscapes = new Map([
  ["n", "\n"],
  ["t", "\t"],
  ["r", "\r"],
  ["b", "\b"],
  ["f", "\f"],
  ["s", " "],
]);
