import { createRequire } from "node:module";
import { Language, type Node, Parser } from "web-tree-sitter";
import type { Place } from "../../../model.ts";

const { resolve } = createRequire(import.meta.url);
const parsers = new Map<string, Promise<Parser>>();

/** The parser of a grammar, loaded once: a language of `@vscode/tree-sitter-wasm`, or the path of another package's `.wasm` file. */
export function loadGrammar(grammar: string): Promise<Parser> {
  const known = parsers.get(grammar);
  if (known !== undefined) return known;
  const loading = load(grammar);
  parsers.set(grammar, loading);
  return loading;
}

async function load(grammar: string): Promise<Parser> {
  await Parser.init();
  const file = grammar.endsWith(".wasm")
    ? grammar
    : `@vscode/tree-sitter-wasm/wasm/tree-sitter-${grammar}.wasm`;
  return new Parser().setLanguage(await Language.load(resolve(file)));
}

/** The lines that a node stands on. */
export function placeOf(path: string, node: Node): Place {
  return { path, line: node.startPosition.row + 1, endLine: node.endPosition.row + 1 };
}
