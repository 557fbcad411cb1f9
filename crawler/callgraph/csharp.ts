import { isInternal } from "./csharp/internal.ts";
import { visits } from "./csharp/visits.ts";
import type { CodeLanguage } from "./language.ts";
import { parseTree } from "./tree.ts";

const declared =
  /(?<=[\w>\]?]\s{1,20})(?<!\b(?:new|return|else|throw|case|yield|await|in|is|not|and|or)\s{1,20})(\w{1,200})\s{0,20}(?:<[\w, ]{1,100}>\s{0,20})?\(|\b(?:class|interface|struct|record)\s{1,20}(\w{1,200})/g;
const types = new WeakMap<ReadonlyMap<string, string>, Map<string, string[]>>();

/** C#: files share names by namespace, whatever their folder. */
export const csharp: CodeLanguage = {
  id: "csharp",
  reads: (path) => path.endsWith(".cs"),
  *names(text) {
    for (const [, method, type] of text.matchAll(declared)) yield method ?? type ?? "";
  },
  parse: (_path, text) => parseTree({ grammar: "c-sharp", visits }, text),
  resolve(_from, module, files) {
    const known = types.get(files) ?? indexTypes(files);
    types.set(files, known);
    return known.get(module.split(".").at(-1) ?? "") ?? [];
  },
  shares: "all",
  hasImplicitSelf: true,
  isInternal,
};

/** Paths by the names of the types that they declare. */
function indexTypes(files: ReadonlyMap<string, string>): Map<string, string[]> {
  const index = new Map<string, string[]>();
  for (const [path, text] of files) {
    if (!path.endsWith(".cs")) continue;
    for (const [, name = ""] of text.matchAll(
      /\b(?:class|interface|struct|record)\s{1,20}(\w{1,200})/g,
    )) {
      const paths = index.get(name) ?? [];
      if (paths.length < 10 && !paths.includes(path)) index.set(name, [...paths, path]);
    }
  }
  return index;
}
