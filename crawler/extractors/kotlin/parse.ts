import type { Parser, Tree } from "web-tree-sitter";

const asName = /(?<![\w"'`@$])suspend(?=\s*(?:[),\]}.]|\?[.:]|[!=<>]?=))/g;
const maxNames = 1000;

/** The tree of a Kotlin file, also where `suspend` is the name of a value, which the grammar takes for a modifier. */
export function parseKotlin(parser: Parser, text: string): Tree | null {
  const tree = parser.parse(text);
  if (tree === null || !tree.rootNode.hasError || !text.includes("suspend")) return tree;
  const renamed = renameValues(text);
  if (renamed === text) return tree;
  const second = parser.parse(renamed);
  if (second === null) return tree;
  tree.delete();
  return second;
}

/** The text with another name of the same length for these values, outside of strings. */
function renameValues(text: string): string {
  let left = maxNames;
  return text
    .split("\n")
    .map((line) =>
      line.replaceAll(asName, (name, offset: number) => {
        const before = line.slice(0, offset).replaceAll(/\\./g, "");
        const isText = before.split('"').length % 2 === 0 || /\/\/|^\s*\*/.test(before);
        return isText || --left < 0 ? name : "_uspend";
      }),
    )
    .join("\n");
}
