import type { Node } from "web-tree-sitter";

/** The text of a string or character literal; undefined for another node. */
export function readString(node: Node): string | undefined {
  switch (node.type) {
    case "string_literal":
    case "character_literal":
      return unescape(node.text.slice(1, node.text.lastIndexOf(node.text[0] ?? "")));
    case "verbatim_string_literal":
      return node.text.slice(2, -1).replaceAll('""', '"');
    case "raw_string_literal":
      return readRaw(node.text);
    default:
      return undefined;
  }
}

/** The parts of an interpolated string: its text as written, and its holes. */
export function readInterpolated(node: Node): (string | Node)[] {
  const text = node.text;
  const verbatim = text.slice(0, 3).includes("@");
  const raw = /^\$+"""/.test(text);
  const parts = node.namedChildren.flatMap((child): (string | Node)[] => {
    if (child.type === "string_content") {
      if (raw) return [child.text];
      const unbraced = child.text.replaceAll("{{", "{").replaceAll("}}", "}");
      return [verbatim ? unbraced.replaceAll('""', '"') : unescape(unbraced)];
    }
    if (child.type !== "interpolation") return [];
    const hole = child.namedChildren.find(({ type }) => type !== "interpolation_brace");
    return hole === undefined ? [] : [hole];
  });
  return raw ? outdentParts(parts) : parts;
}

function readRaw(text: string): string {
  const quotes = /^"+/.exec(text)?.[0].length ?? 3;
  return outdent(text.slice(quotes, -quotes));
}

/** Takes the closing line's indentation from every line of a raw string. */
function outdent(content: string): string {
  const lines = content.split(/\r?\n/);
  if (lines.length < 2) return content;
  const indentation = lines.at(-1) ?? "";
  return lines
    .slice(1, -1)
    .map((line) =>
      line.startsWith(indentation) ? line.slice(indentation.length) : line.trimStart(),
    )
    .join("\n");
}

function outdentParts(parts: (string | Node)[]): (string | Node)[] {
  const marked = parts.map((part) => (typeof part === "string" ? part : "\u0000")).join("");
  const holes = parts.filter((part) => typeof part !== "string");
  const texts = outdent(marked).split("\u0000");
  return texts.flatMap((text, index): (string | Node)[] => {
    const hole = holes[index];
    return hole === undefined ? [text] : [text, hole];
  });
}

const escapes = new Map([
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
  ["0", "\0"],
  ["a", "\u0007"],
  ["b", "\b"],
  ["f", "\f"],
  ["v", "\v"],
  ["e", "\u001B"],
]);

function unescape(text: string): string {
  return text.replaceAll(
    /\\(?:u([\da-fA-F]{4})|U([\da-fA-F]{8})|x([\da-fA-F]{1,4})|(.))/g,
    (all, short?: string, long?: string, hex?: string, letter?: string) => {
      if (letter !== undefined) return escapes.get(letter) ?? letter;
      const code = Number.parseInt(short ?? long ?? hex ?? "", 16);
      return code <= 0x10_ff_ff ? String.fromCodePoint(code) : all;
    },
  );
}
