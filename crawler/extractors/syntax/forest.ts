import type { Node, Tree } from "web-tree-sitter";
import type { Skipped } from "../../../model.ts";
import { loadGrammar } from "./grammar.ts";

const maxFileLength = 1_000_000;
const maxTotalLength = 24_000_000;

/** Syntax trees of a snapshot's files, each parsed when it is first asked for. */
export interface Forest {
  /** The root of a file's tree; undefined when there is no such file or it was skipped. */
  root(path: string): Node | undefined;
  /** Files that were asked for and could not be parsed within the bounds. */
  skipped: Skipped[];
  /** Frees every tree; no node may be used afterwards. */
  close(): void;
}

/** Opens the trees of a grammar's files; `prepare` makes the text that is parsed, line by line the same. */
export async function openForest(
  grammar: string,
  files: ReadonlyMap<string, string>,
  prepare: (text: string) => string = (text) => text,
): Promise<Forest> {
  const parser = await loadGrammar(grammar);
  const trees = new Map<string, Tree | undefined>();
  const skipped: Skipped[] = [];
  let totalLength = 0;
  function parse(path: string): Tree | undefined {
    const text = files.get(path);
    if (text === undefined) return undefined;
    totalLength += text.length;
    if (text.length > maxFileLength || totalLength > maxTotalLength) {
      skipped.push({ path, reason: "too-large" });
      return undefined;
    }
    const tree = parser.parse(prepare(text));
    if (tree === null) skipped.push({ path, reason: "unparsable" });
    return tree ?? undefined;
  }
  return {
    root(path) {
      if (!trees.has(path)) trees.set(path, parse(path));
      return trees.get(path)?.rootNode;
    },
    skipped,
    close() {
      for (const tree of trees.values()) tree?.delete();
      trees.clear();
    },
  };
}
