import type { CodeLanguage } from "./language.ts";
import { isInternal } from "./php/internal.ts";
import { visits } from "./php/visits.ts";
import { parseTree } from "./tree.ts";

const declared =
  /\bfunction\s{1,10}&?\s{0,5}(\w{1,200})\s{0,10}\(|^[ \t]{0,20}(?:(?:abstract|final|readonly)[ \t]{1,5}){0,3}(?:class|interface|trait|enum)[ \t]{1,5}(\w{1,200})/gm;
const indexes = new WeakMap<ReadonlyMap<string, string>, Map<string, string[]>>();
const maxFound = 10;

/** PHP: functions and the classes of one namespace are seen from everywhere. */
export const php: CodeLanguage = {
  id: "php",
  reads: (path) => /\.(?:php|inc)$/.test(path),
  *names(text) {
    for (const [, name, type] of text.matchAll(declared)) yield name ?? type ?? "";
  },
  parse: (_path, text) => parseTree({ grammar: "php", visits }, text),
  resolve(_from, module, files) {
    const index = indexes.get(files) ?? indexNames(files);
    indexes.set(files, index);
    return index.get(module.replace(/^\\/, "").toLowerCase()) ?? [];
  },
  shares: "all",
  isInternal,
};

/** Paths by the whole names, in lower case, of the classes and functions that they declare: what autoloading comes to. */
function indexNames(files: ReadonlyMap<string, string>): Map<string, string[]> {
  const index = new Map<string, string[]>();
  for (const [path, text] of files) {
    if (!php.reads(path)) continue;
    const [, namespace] = /^[ \t]*(?:<\?php[ \t]+)?namespace[ \t]+([\w\\]+)/m.exec(text) ?? [];
    for (const name of new Set(php.names(text))) {
      const whole = (namespace === undefined ? name : `${namespace}\\${name}`).toLowerCase();
      const paths = index.get(whole) ?? [];
      if (paths.length < maxFound) index.set(whole, [...paths, path]);
    }
  }
  return index;
}
