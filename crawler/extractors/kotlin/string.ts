import type { Node } from "web-tree-sitter";
import { unescape, unknown } from "../jvm/nodes.ts";
import type { Expression } from "../jvm/syntax.ts";

/** A string literal with its templates: `"a $b ${c()}"`. */
export function lowerString(node: Node, lower: (node: Node) => Expression): Expression {
  const isRaw = node.type === "multiline_string_literal";
  const quote = isRaw ? 3 : 1;
  const parts: Expression[] = [];
  let from = node.startIndex + quote;
  const pushText = (until: number) => {
    const text = node.text.slice(from - node.startIndex, until - node.startIndex);
    parts.push(...simpleTemplates(text, isRaw));
  };
  for (const child of node.namedChildren) {
    if (child?.type !== "interpolation") continue;
    pushText(child.startIndex);
    const inner = child.namedChildren[0];
    parts.push(inner ? lower(inner) : unknown);
    from = child.endIndex;
  }
  pushText(node.endIndex - quote);
  const [only] = parts;
  if (parts.length === 0) return { kind: "constant", value: "" };
  return parts.length === 1 && only?.kind === "constant" ? only : { kind: "template", parts };
}

/** The grammar leaves `$name` in the text. */
function simpleTemplates(text: string, isRaw: boolean): Expression[] {
  const parts: Expression[] = [];
  const template = isRaw ? /()\$(?<name>[A-Za-z_]\w*)/g : /(\\[\s\S])|\$(?<name>[A-Za-z_]\w*)/g;
  const constant = (raw: string) => {
    if (raw !== "") parts.push({ kind: "constant", value: isRaw ? raw : unescape(raw) });
  };
  let from = 0;
  for (const match of text.matchAll(template)) {
    const name = match.groups?.["name"];
    if (name === undefined) continue;
    constant(text.slice(from, match.index));
    parts.push(name === "this" ? { kind: "self" } : { kind: "name", name });
    from = match.index + match[0].length;
  }
  constant(text.slice(from));
  return parts;
}
