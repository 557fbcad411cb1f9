import { stringify as stringifyToml } from "smol-toml";
import { Document, isScalar, type Scalar, visit } from "yaml";

/** What steers a terminal or can't be seen, in text of languages whose double-quoted strings know `\u` and `\U`. */
const unseen = /[\u007f-\u009f\u2028\u2029]|\p{Cf}|\p{DI}/gu;

const escaped = (text: string): string =>
  text.replaceAll(unseen, (character) => {
    const point = character.codePointAt(0)!.toString(16);
    return point.length > 4 ? `\\U${point.padStart(8, "0")}` : `\\u${point.padStart(4, "0")}`;
  });

/** Whether TOML and YAML can hold it: half of a surrogate pair is no character to them. */
export const isWritable = (text: string): boolean => text.isWellFormed();

/** A TOML document as it is pasted: nothing invisible, with a newline at its end. Its strings must be writable. */
export function printToml(value: unknown): string {
  return `${escaped(stringifyToml(value)).trimEnd()}\n`;
}

/** A YAML document as it is pasted: whatever could be taken for something else stands in double quotes. Its strings must be writable. */
export function printYaml(value: unknown): string {
  // Older parsers take `no`, `on` and `y` for booleans.
  const document = new Document(value, { aliasDuplicateObjects: false, compat: "yaml-1.1" });
  visit(document, {
    Scalar(_key, node) {
      if (typeof node.value === "string") quote(node, node.value);
    },
    Collection(_key, node) {
      if (node.items.length === 0) node.flow = true;
    },
    Pair(_key, { key }) {
      if (isScalar(key) && typeof key.value === "string") quote(key, key.value);
    },
  });
  return escaped(document.toString({ lineWidth: 0 }));
}

/** Single quotes where they spare the reader backslashes. */
function quote(node: Scalar, text: string): void {
  if (/^[A-Za-z][\w./-]*$/.test(text)) return;
  node.type = /["\\]/.test(text) && /^[\x20-\x7e]*$/.test(text) ? "QUOTE_SINGLE" : "QUOTE_DOUBLE";
}
