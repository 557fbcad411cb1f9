const simple = new Map([
  ["a", "\u0007"],
  ["b", "\b"],
  ["f", "\f"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
  ["v", "\v"],
]);

const escape =
  /\\(?:x(?<hex>[0-9a-fA-F]{2})|u(?<short>[0-9a-fA-F]{4})|U(?<long>[0-9a-fA-F]{8})|(?<octal>[0-7]{3})|(?<other>[\s\S]))/g;

/** The text that a Go string or rune literal stands for. https://go.dev/ref/spec#String_literals */
export function unquote(text: string): string {
  if (text.startsWith("`")) return text.slice(1, -1).replaceAll("\r", "");
  return text.slice(1, -1).replace(escape, (...match) => {
    const { hex, short, long, octal, other } = match.at(-1) as Record<string, string | undefined>;
    const digits = hex ?? short ?? long;
    if (digits !== undefined) return codePoint(Number.parseInt(digits, 16));
    if (octal !== undefined) return codePoint(Number.parseInt(octal, 8));
    return simple.get(other ?? "") ?? other ?? "";
  });
}

function codePoint(code: number): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : "\ufffd";
}
