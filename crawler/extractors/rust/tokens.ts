/** A piece of Rust source text, with the number of line breaks before it in the text that it was cut from. */
export interface Piece {
  text: string;
  line: number;
}

const closers = new Map([
  ["(", ")"],
  ["[", "]"],
  ["{", "}"],
]);
const maxPieces = 5000;

/** Cuts Rust tokens at a separator that stands outside strings, comments and brackets: `a, f(b, c)` at `,` -> `a`, ` f(b, c)`. */
export function splitTokens(text: string, separator: string): Piece[] {
  const pieces: Piece[] = [];
  let depth = 0;
  let start = 0;
  let line = 0;
  const cut = (end: number) => {
    const piece = text.slice(start, end);
    const blank = /^\s*/.exec(piece)?.[0] ?? "";
    if (blank.length < piece.length)
      pieces.push({ text: piece.trim(), line: line + countLines(blank) });
    line += countLines(text.slice(start, end + separator.length));
    start = end + separator.length;
  };
  for (let index = 0; index < text.length && pieces.length < maxPieces;) {
    const char = text[index] ?? "";
    if (depth === 0 && text.startsWith(separator, index)) {
      cut(index);
      index += separator.length;
      continue;
    }
    if (closers.has(char)) depth += 1;
    else if (char === ")" || char === "]" || char === "}") depth -= 1;
    index = tokenEnd(text, index);
  }
  cut(text.length);
  return pieces;
}

/** What stands between the brackets of a token tree: `{ "a": 1 }` -> ` "a": 1 `; undefined when the text is no token tree. */
export function insideBrackets(text: string, open?: string): string | undefined {
  const first = text[0] ?? "";
  if (!closers.has(first) || (open !== undefined && first !== open)) return undefined;
  return text.endsWith(closers.get(first) ?? "") ? text.slice(1, -1) : undefined;
}

export function countLines(text: string): number {
  let lines = 0;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) lines += 1;
  return lines;
}

const rawString = /^b?c?r(?<fence>#*)"/;
const charLiteral = /^'(?:\\(?:u\{[0-9a-fA-F_]{1,8}\}|x[0-9a-fA-F]{2}|.)|[^\\'])'/su;

function tokenEnd(text: string, index: number): number {
  const char = text[index];
  if (char === '"') return stringEnd(text, index + 1);
  if (char === "/" && text[index + 1] === "/") return orEnd(text.indexOf("\n", index), text);
  if (char === "/" && text[index + 1] === "*")
    return orEnd(text.indexOf("*/", index) + 1, text) + 1;
  if (char === "'") {
    const literal = charLiteral.exec(text.slice(index, index + 14));
    return index + (literal?.[0].length ?? 1);
  }
  if (char !== undefined && /[A-Za-z0-9_]/.test(char)) {
    if (char === "r" || char === "b" || char === "c") {
      const raw = rawString.exec(text.slice(index, index + 260));
      if (raw !== null) {
        const fence = `"${raw.groups?.["fence"] ?? ""}`;
        return orEnd(text.indexOf(fence, index + raw[0].length), text) + fence.length;
      }
    }
    let end = index + 1;
    while (end < text.length && /[A-Za-z0-9_]/.test(text[end] ?? "")) end += 1;
    return end;
  }
  return index + 1;
}

function stringEnd(text: string, from: number): number {
  for (let index = from; index < text.length; index += 1) {
    if (text[index] === "\\") index += 1;
    else if (text[index] === '"') return index + 1;
  }
  return text.length;
}

function orEnd(found: number, text: string): number {
  return found <= 0 ? text.length : found;
}
