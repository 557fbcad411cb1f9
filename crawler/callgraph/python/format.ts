import type { Notes } from "../notes.ts";
import { fieldOf, type Syntax } from "../tree.ts";
import { textOf } from "./text.ts";

/** What `%` makes of a text. https://docs.python.org/3/library/stdtypes.html#printf-style-string-formatting */
export function percent(format: string, right: Syntax, notes: Notes): string {
  const values = right.type === "tuple" ? right.children : [right];
  const named = new Map(
    right.type === "dictionary"
      ? right.children.map((pair) => [
          textOf(fieldOf(pair, "key"), notes),
          textOf(fieldOf(pair, "value"), notes),
        ])
      : [],
  );
  let next = 0;
  return format.replace(/%(?:\((\w+)\))?[-+# 0]*[\d*]*(?:\.\d+)?([sdrifxXeEgGc%])/g, (...match) => {
    const [whole, name, kind] = match as [string, string | undefined, string];
    if (kind === "%") return "%";
    if (name !== undefined) return named.get(name) ?? `{${name}}`;
    const value = values[next];
    next += 1;
    return value === undefined ? whole : textOf(value, notes);
  });
}

/** What `format` makes of a text. https://docs.python.org/3/library/string.html#format-string-syntax */
export function format(template: string, args: readonly Syntax[], notes: Notes): string {
  const positional = args.filter(({ type }) => type !== "keyword_argument");
  const named = new Map(
    args
      .filter(({ type }) => type === "keyword_argument")
      .map((one) => [notes.text(fieldOf(one, "name")), fieldOf(one, "value")]),
  );
  let next = 0;
  return template.replace(/\{(\w*)(?:[^{}\w][^{}]*)?\}/g, (whole, key: string) => {
    const index = key === "" ? next : Number(key);
    if (key === "") next += 1;
    const value = named.get(key) ?? (Number.isInteger(index) ? positional[index] : undefined);
    return value === undefined ? whole : textOf(value, notes);
  });
}
