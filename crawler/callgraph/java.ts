import { visits } from "./java/visits.ts";
import { isInternal } from "./jvm/internal.ts";
import { resolveImport } from "./jvm/resolve.ts";
import type { CodeLanguage } from "./language.ts";
import { parseTree } from "./tree.ts";

const declared =
  /(?<=[\w>\]]\s{1,20})(?<!\b(?:new|return|else|throw|case|yield|assert)\s{1,20})(\w{1,200})\s{0,20}\(|\b(?:class|interface|enum|record)\s{1,20}(\w{1,200})/g;

/** Java: files share names by package, and so by folder. */
export const java: CodeLanguage = {
  id: "java",
  reads: (path) => path.endsWith(".java"),
  *names(text) {
    for (const [, method, type] of text.matchAll(declared)) yield method ?? type ?? "";
  },
  parse: (_path, text) => parseTree({ grammar: "java", visits }, text),
  resolve: (_from, module, files) => resolveImport(module, files),
  shares: "folder",
  hasImplicitSelf: true,
  isInternal,
};
