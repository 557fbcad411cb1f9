import { folderOf, folderOfImport, type Module, readModules } from "../extractors/go/packages.ts";
import { isInternal } from "./go/internal.ts";
import { visits } from "./go/visits.ts";
import type { CodeLanguage } from "./language.ts";
import { parseTree } from "./tree.ts";

/** Files that are read of one package. */
const maxFiles = 200;

interface Packages {
  modules: Module[];
  byFolder: ReadonlyMap<string, string[]>;
}

const known = new WeakMap<ReadonlyMap<string, string>, Packages>();

/** Go: a package is a folder, whose files share their names. */
export const go: CodeLanguage = {
  id: "go",
  reads: (path) => path.endsWith(".go"),
  *names(text) {
    const declared =
      /^(?:func[ \t]+(?:\([^)\n]*\)[ \t]*)?|type[ \t]+|[ \t]+(?=[\p{L}_][\p{L}\p{N}_]*[ \t]+(?:struct|interface|func)\b))(?<name>[\p{L}_][\p{L}\p{N}_]*)/gmu;
    for (const { groups } of text.matchAll(declared)) yield groups?.["name"] ?? "";
  },
  parse: (_, text) => parseTree({ grammar: "go", visits }, text),
  resolve(_, module, files) {
    const packages = known.get(files) ?? read(files);
    known.set(files, packages);
    const folder = folderOfImport(packages.modules, module);
    return folder === undefined ? [] : (packages.byFolder.get(folder) ?? []).slice(0, maxFiles);
  },
  shares: "folder",
  isInternal,
};

function read(files: ReadonlyMap<string, string>): Packages {
  const byFolder = new Map<string, string[]>();
  for (const path of files.keys()) {
    if (!path.endsWith(".go") || path.endsWith("_test.go")) continue;
    const folder = folderOf(path);
    const paths = byFolder.get(folder);
    if (paths === undefined) byFolder.set(folder, [path]);
    else paths.push(path);
  }
  return { modules: readModules(files), byFolder };
}
