import { isInternal } from "./jvm/internal.ts";
import { resolveImport } from "./jvm/resolve.ts";
import { visits } from "./kotlin/visits.ts";
import type { CodeLanguage } from "./language.ts";
import { parseTree } from "./tree.ts";

const grammar = "@tree-sitter-grammars/tree-sitter-kotlin/tree-sitter-kotlin.wasm";
const declared =
  /\bfun\s[^(\n=]{0,200}?(?<![\w])(\w{1,200})\s{0,5}\(|\b(?:class|interface|object)\s{1,20}(\w{1,200})/g;

/** Kotlin: files share names by package, and so mostly by folder. */
export const kotlin: CodeLanguage = {
  id: "kotlin",
  reads: (path) => /\.kts?$/.test(path),
  *names(text) {
    for (const [, method, type] of text.matchAll(declared)) yield method ?? type ?? "";
  },
  parse: (_path, text) => parseTree({ grammar, visits }, text),
  resolve: (_from, module, files) => resolveImport(module, files),
  shares: "folder",
  hasImplicitSelf: true,
  isInternal,
};
