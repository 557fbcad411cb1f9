/** Decodes the escapes of a Python string literal: `a\n` -> a newline; an unknown escape stays as written. https://docs.python.org/3/reference/lexical_analysis.html#escape-sequences */
export function decodeEscapes(text: string): string {
  if (!text.includes("\\")) return text;
  return text.replace(
    /\\(?:\r?\n|(?<octal>[0-7]{1,3})|x(?<hex>[0-9a-fA-F]{2})|u(?<short>[0-9a-fA-F]{4})|U(?<long>[0-9a-fA-F]{8})|(?<single>[\\'"abfnrtv]))/g,
    (whole: string, ...rest: unknown[]) => {
      const { octal, hex, short, long, single } = rest.at(-1) as Record<string, string | undefined>;
      const code = hex ?? short ?? long;
      if (code !== undefined) return fromCode(Number.parseInt(code, 16), whole);
      if (octal !== undefined) return fromCode(Number.parseInt(octal, 8), whole);
      if (single !== undefined) return singles.get(single) ?? single;
      return "";
    },
  );
}

/** The documentation as `inspect.cleandoc` gives it: first line stripped, common indent of the rest removed, empty ends cut. */
export function cleanDocstring(text: string): string {
  const lines = text.replace(/\t/g, "        ").replace(/\r\n?/g, "\n").split("\n");
  const margin = commonIndent(lines.slice(1));
  const cleaned = [
    (lines[0] ?? "").trimStart(),
    ...lines.slice(1).map((line) => line.slice(margin)),
  ];
  while (cleaned.length > 0 && cleaned.at(-1)?.trim() === "") cleaned.pop();
  while (cleaned.length > 0 && cleaned[0]?.trim() === "") cleaned.shift();
  return cleaned.join("\n");
}

/** The text as `textwrap.dedent` gives it: the common indent of all lines removed, blank lines emptied. */
export function dedent(text: string): string {
  const lines = text.split("\n").map((line) => (line.trim() === "" ? "" : line));
  const margin = commonIndent(lines);
  return lines.map((line) => line.slice(margin)).join("\n");
}

function commonIndent(lines: string[]): number {
  let margin = Number.POSITIVE_INFINITY;
  for (const line of lines) {
    if (line.trim() === "") continue;
    margin = Math.min(margin, line.length - line.trimStart().length);
  }
  return Number.isFinite(margin) ? margin : 0;
}

function fromCode(code: number, whole: string): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
}

const singles = new Map([
  ["a", "\u0007"],
  ["b", "\b"],
  ["f", "\f"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
  ["v", "\v"],
]);
