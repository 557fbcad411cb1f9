import { stringify as stringifyToml } from "smol-toml";

/** What steers a terminal or can't be seen, in text of languages whose double-quoted strings know `\u` and `\U`. */
const unseen = /[\u007f-\u009f\u2028\u2029]|\p{Cf}|\p{DI}/gu;

/** Most documents are plain, and asking for classes of characters takes long. */
const isAscii = (text: string): boolean => /^[\n\x20-\x7e]*$/.test(text);

const escaped = (text: string): string =>
  isAscii(text)
    ? text
    : text.replaceAll(unseen, (character) => {
        const point = character.codePointAt(0)!.toString(16);
        return point.length > 4 ? `\\U${point.padStart(8, "0")}` : `\\u${point.padStart(4, "0")}`;
      });

/** Whether TOML and YAML can hold it: half of a surrogate pair is no character to them. */
export const isWritable = (text: string): boolean => text.isWellFormed();

/** A TOML document as it is pasted: nothing invisible, with a newline at its end. Its strings must be writable. */
export function printToml(value: unknown): string {
  return `${escaped(stringifyToml(value)).trimEnd()}\n`;
}

/** A YAML document as it is pasted: whatever could be taken for something else stands in quotes. Its strings must be writable. */
export function printYaml(value: unknown): string {
  return escaped(`${block(value, "").replace(/^\n/, "").replace(/^ /, "")}\n`);
}

/** What follows a colon or stands alone: a space and a scalar, or a line for each entry. */
function block(value: unknown, indent: string): string {
  if (typeof value !== "object" || value === null) return ` ${scalar(value)}`;
  if (Array.isArray(value)) {
    if (value.length === 0) return " []";
    return value.map((item) => `\n${indent}- ${entry(item, `${indent}  `)}`).join("");
  }
  const pairs = Object.entries(value).filter(([, item]) => item !== undefined);
  if (pairs.length === 0) return " {}";
  return pairs.map(([key, item]) => `\n${indent}${pair(key, item, indent)}`).join("");
}

/** The first line of an entry stands behind its dash. */
const entry = (value: unknown, indent: string): string => block(value, indent).replace(/^\s+/, "");

function pair(key: string, value: unknown, indent: string): string {
  const name = scalar(key);
  const after = block(value, `${indent}  `);
  // Longer keys must say that they are one.
  return name.length > 1000 ? `? ${name}\n${indent}:${after}` : `${name}:${after}`;
}

/** Older parsers take `no`, `on` and `y` for booleans. Single quotes where they spare the reader backslashes. */
function scalar(value: unknown): string {
  if (typeof value !== "string") return String(value);
  if (/^[A-Za-z][\w./-]*$/.test(value) && !/^(?:y|n|yes|no|on|off|true|false|null)$/i.test(value))
    return value;
  return /["\\]/.test(value) && /^[\x20-\x7e]*$/.test(value)
    ? `'${value.replaceAll("'", "''")}'`
    : JSON.stringify(value);
}
