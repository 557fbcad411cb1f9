import type { Node } from "web-tree-sitter";

/** The parts of a string, symbol or heredoc: its text, and the expressions in its holes. */
export function readParts(node: Node): (string | Node)[] | undefined {
  switch (node.type) {
    case "simple_symbol":
      return [node.text.slice(1)];
    case "hash_key_symbol":
    case "character":
      return [node.text];
    case "string":
    case "delimited_symbol":
    case "bare_string":
    case "bare_symbol":
      return partsOf(node, !/^(?:'|%q|:')/.test(node.text));
    case "heredoc_beginning":
      return readHeredoc(node);
    default:
      return undefined;
  }
}

function partsOf(node: Node, escapes: boolean): (string | Node)[] {
  return node.namedChildren.flatMap((child): (string | Node)[] => {
    if (child.type === "interpolation") return child.namedChild(0) === null ? [] : [child];
    if (child.type === "escape_sequence")
      return [escapes ? unescape(child.text) : child.text.replace(/^\\(?=[\\'])/, "")];
    return child.type === "heredoc_end" ? [] : [child.text];
  });
}

function readHeredoc(beginning: Node): (string | Node)[] | undefined {
  let root = beginning;
  for (let height = 0; root.parent !== null && height < 1000; height++) root = root.parent;
  const index = root
    .descendantsOfType("heredoc_beginning")
    .findIndex((one) => one.id === beginning.id);
  const body = root.descendantsOfType("heredoc_body")[index];
  if (body === undefined) return undefined;
  const isRaw = beginning.text.includes("'");
  const children = body.namedChildren.filter(({ type }) => type !== "heredoc_end");
  const holes: (string | Node)[] = [];
  let marked = "";
  for (const child of children) {
    if (child.type === "heredoc_content" || isRaw) marked += child.text;
    else {
      holes.push(child.type === "escape_sequence" ? unescape(child.text) : child);
      marked += "\u0000";
    }
  }
  const text = marked
    .replace(/^\r?\n/, "")
    .replaceAll("\r\n", "\n")
    .replace(/[ \t]+$/, "");
  const outdented = beginning.text.startsWith("<<~") ? outdent(text) : text;
  return outdented.split("\u0000").flatMap((part, at): (string | Node)[] => {
    const hole = holes[at];
    return hole === undefined ? [part] : [part, hole];
  });
}

/** Takes the smallest indentation of all lines that are not blank. */
export function outdent(text: string): string {
  const lines = text.split("\n");
  const indentations = lines
    .filter((line) => line.trim() !== "")
    .map((line) => /^[ \t]*/.exec(line)?.[0].length ?? 0);
  const smallest = indentations.reduce((least, one) => Math.min(least, one), 1000);
  return lines.map((line) => line.slice(Math.min(smallest, indentOf(line)))).join("\n");
}

function indentOf(line: string): number {
  return /^[ \t]*/.exec(line)?.[0].length ?? 0;
}

const letters = new Map([
  ["n", "\n"],
  ["t", "\t"],
  ["s", " "],
  ["r", "\r"],
  ["0", "\0"],
  ["e", "\u001B"],
  ["\n", ""],
]);

function unescape(text: string): string {
  const unicode = /^\\u\{?([\da-fA-F]{1,6})\}?$/.exec(text)?.[1];
  if (unicode !== undefined && Number.parseInt(unicode, 16) <= 0x10_ff_ff)
    return String.fromCodePoint(Number.parseInt(unicode, 16));
  const letter = text.slice(1);
  return letters.get(letter) ?? letter;
}
