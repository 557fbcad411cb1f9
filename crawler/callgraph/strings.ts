const escapes = new Map([
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
  ["s", " "],
  ["0", "\0"],
  ["\n", ""],
]);

/** The text that a string literal's inside stands for, with the escapes that most languages share. */
export function unescape(text: string): string {
  if (!text.includes("\\")) return text;
  return text.replace(
    /\\(?:u\{?([\da-fA-F]{4,6})\}?|x([\da-fA-F]{2})|([\s\S]))/g,
    (_all, unicode?: string, hex?: string, letter?: string) => {
      if (letter !== undefined) return escapes.get(letter) ?? letter;
      const code = Number.parseInt(unicode ?? hex ?? "", 16);
      return code <= 0x10_ff_ff ? String.fromCodePoint(code) : "";
    },
  );
}

/** A text of several lines without the indentation that they share, and without blank lines around it. */
export function outdent(text: string): string {
  const lines = text.replaceAll("\r\n", "\n").split("\n");
  const indents = lines.filter((line) => line.trim() !== "").map(indentOf);
  const least = indents.reduce((smallest, one) => Math.min(smallest, one), 1000);
  return lines
    .map((line) => line.slice(Math.min(least, indentOf(line))))
    .join("\n")
    .replace(/^\n+/, "")
    .trimEnd();
}

const indentOf = (line: string): number => line.length - line.trimStart().length;

/** What a pattern of `printf` comes to with these texts: `/boxes/%s` -> `/boxes/{id}`. */
export function fillPercent(pattern: string, texts: readonly string[]): string {
  let next = 0;
  return pattern.replace(
    /%(?:(\d{1,3})\$)?[-+ 0#,(]{0,4}\d{0,4}(?:\.\d{1,3})?([a-zA-Z%])/g,
    (all, at: string | undefined, kind: string) => {
      if (kind === "%") return "%";
      if (kind === "n" && at === undefined) return "\n";
      return texts[at === undefined ? next++ : Number(at) - 1] ?? all;
    },
  );
}

/** What a pattern with numbered holes comes to: `/boxes/{0}` -> `/boxes/{id}`. */
export function fillNumbered(pattern: string, texts: readonly string[]): string {
  return pattern.replace(
    /\{(\d{1,3})(?:[,:][^{}]{0,40})?\}/g,
    (all, at: string) => texts[Number(at)] ?? all,
  );
}
