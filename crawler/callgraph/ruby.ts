import type { CodeLanguage } from "./language.ts";
import { isInternal } from "./ruby/internal.ts";
import { visits } from "./ruby/visits.ts";
import { parseTree } from "./tree.ts";

const declared =
  /\bdef[ \t]{1,5}(?:self\.)?(\w{1,200}[?!]?)|\bdefine_method[ (]{1,3}:(\w{1,200})|^[ \t]{0,40}(?:class|module)[ \t]{1,5}(?:\w{1,100}::){0,10}(\w{1,200})/gm;

/** Ruby: constants and methods of the top are seen from everywhere once their file is loaded. */
export const ruby: CodeLanguage = {
  id: "ruby",
  reads: (path) => /\.(?:rb|rake)$/.test(path),
  *names(text) {
    for (const [, name, defined, type] of text.matchAll(declared))
      yield name ?? defined ?? type ?? "";
  },
  parse: (_path, text) => parseTree({ grammar: "ruby", visits }, text),
  resolve: () => [],
  shares: "all",
  hasImplicitSelf: true,
  isInternal,
};
