import { dirname } from "node:path/posix";
import { type ModuleFinder } from "../extractors/python/run.ts";
import { moduleFinder } from "../extractors/python/modules.ts";
import type { CodeLanguage } from "./language.ts";
import { isInternal } from "./python/internal.ts";
import { visits } from "./python/visits.ts";
import { parseTree } from "./tree.ts";

const finders = new WeakMap<ReadonlyMap<string, string>, ModuleFinder>();

/** Python 3. */
export const python: CodeLanguage = {
  id: "python",
  reads: (path) => path.endsWith(".py"),
  *names(text) {
    for (const { groups } of text.matchAll(
      /\b(?:def|class)[ \t]+(?<name>[\p{L}_][\p{L}\p{N}_]*)/gu,
    ))
      yield groups?.["name"] ?? "";
  },
  parse: (_, text) => parseTree({ grammar: "python", visits }, text),
  resolve(from, module, files) {
    const dots = /^\.+/.exec(module)?.[0].length ?? 0;
    if (dots === 0) {
      const finder = finders.get(files) ?? moduleFinder(files.keys());
      finders.set(files, finder);
      const path = finder.find(module, from);
      return path?.endsWith(".py") ? [path] : [];
    }
    let folder = dirname(from);
    for (let up = 1; up < dots; up += 1) folder = dirname(folder);
    const path = [folder === "." ? "" : folder, module.slice(dots).replaceAll(".", "/")]
      .filter((part) => part !== "")
      .join("/");
    return [`${path}.py`, path === "" ? "__init__.py" : `${path}/__init__.py`].filter((one) =>
      files.has(one),
    );
  },
  inside: (module, name) => (module.endsWith(".") ? `${module}${name}` : `${module}.${name}`),
  shares: "none",
  isInternal,
};
