import type { Node } from "web-tree-sitter";

/** The parts of a string: its text, and the expressions in its holes; undefined for another node. */
export function readParts(node: Node): (string | Node)[] | undefined {
  switch (node.type) {
    case "string":
      return [node.text.slice(1, -1).replaceAll(/\\([\\'])/g, "$1")];
    case "encapsed_string":
      return partsOf(node);
    case "heredoc":
    case "nowdoc":
      return readHeredoc(node);
    default:
      return undefined;
  }
}

function partsOf(node: Node): (string | Node)[] {
  return node.namedChildren.map((child) => {
    if (child.type === "string_content") return child.text;
    return child.type === "escape_sequence" ? unescape(child.text) : child;
  });
}

/** Takes the closing line's indentation from every line of a heredoc. */
function readHeredoc(node: Node): (string | Node)[] {
  const lines = node.text.replaceAll("\r\n", "\n").split("\n");
  const indentation = /^[ \t]*/.exec(lines.at(-1) ?? "")?.[0] ?? "";
  const outdent = (text: string) =>
    text
      .split("\n")
      .map((line) =>
        line.startsWith(indentation) ? line.slice(indentation.length) : line.trimStart(),
      )
      .join("\n");
  if (node.type === "nowdoc") return [outdent(lines.slice(1, -1).join("\n"))];
  const holes: (string | Node)[] = [];
  const body = node.childForFieldName("value");
  let marked = "";
  let end = body?.startIndex ?? 0;
  for (const child of body?.namedChildren ?? []) {
    if (child.type === "string_content") marked += child.text;
    else {
      holes.push(child.type === "escape_sequence" ? unescape(child.text) : child);
      marked += "\u0000";
    }
    end = Math.max(end, child.endIndex);
  }
  const text = outdent(marked.replaceAll("\r\n", "\n").replace(/^\n/, ""));
  return text.split("\u0000").flatMap((part, index): (string | Node)[] => {
    const hole = holes[index];
    return hole === undefined ? [part] : [part, hole];
  });
}

const letters = new Map([
  ["n", "\n"],
  ["t", "\t"],
  ["r", "\r"],
  ["v", "\v"],
  ["e", "\u001B"],
  ["f", "\f"],
  ["0", "\0"],
]);

function unescape(text: string): string {
  const code = /^\\(?:u\{([\da-fA-F]{1,6})\}|x([\da-fA-F]{1,2}))$/.exec(text);
  const hex = code?.[1] ?? code?.[2];
  if (hex !== undefined && Number.parseInt(hex, 16) <= 0x10_ff_ff)
    return String.fromCodePoint(Number.parseInt(hex, 16));
  const letter = text.slice(1);
  return letters.get(letter) ?? (/^[\\$"]$/.test(letter) ? letter : text);
}
