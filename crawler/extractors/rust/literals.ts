import type { Node } from "web-tree-sitter";

const named = new Map([
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
  ["0", "\0"],
  ["\\", "\\"],
  ["'", "'"],
  ['"', '"'],
]);

/** The text that a string literal stands for, raw or with escapes; undefined for another node. */
export function readString(node: Node): string | undefined {
  if (node.type === "raw_string_literal") return readRaw(node.text);
  if (node.type !== "string_literal" && node.type !== "char_literal") return undefined;
  const text = node.text.replace(/^[bc]?["']/, "").replace(/["']$/, "");
  return text.replace(
    /\\(?:u\{(?<unicode>[0-9a-fA-F_]{1,8})\}|x(?<hex>[0-9a-fA-F]{2})|\r?\n\s*|(?<char>[^]))/g,
    (whole: string, ...rest: unknown[]) => {
      const groups = rest.at(-1) as { unicode?: string; hex?: string; char?: string };
      const code = groups.unicode?.replaceAll("_", "") ?? groups.hex;
      if (code !== undefined) return codePoint(Number.parseInt(code, 16));
      return groups.char === undefined ? "" : (named.get(groups.char) ?? whole);
    },
  );
}

/** The number of a literal with its suffix and underscores: `1_000u32` -> 1000. */
export function readNumber(text: string): number {
  return Number(
    text
      .replaceAll("_", "")
      .replace(/(?<=^[0-9a-fA-FxXoObB.eE+-]*)(?:[iu](?:8|16|32|64|128|size)|f(?:32|64))$/, ""),
  );
}

function readRaw(text: string): string {
  const fence = /^[bc]?r(?<fence>#*)"/.exec(text);
  const open = fence?.[0].length ?? 0;
  return text.slice(open, text.length - 1 - (fence?.groups?.["fence"]?.length ?? 0));
}

function codePoint(code: number): string {
  return code > 0x10ffff ? "\ufffd" : String.fromCodePoint(code);
}
