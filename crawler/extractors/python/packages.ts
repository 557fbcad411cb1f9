import { dirname } from "node:path/posix";
import type { Snapshot } from "../../../model.ts";

const manifest = /(?:^|\/)(?:pyproject\.toml|setup\.py|setup\.cfg)$/;
/** Where a manifest says which folder is which package, and in which order: name first, or folder first. */
const tables = [
  { start: /package[-_]dir\b/g, nameFirst: true },
  { start: /\b(?:sources|force-include)\b/g, nameFirst: false },
];
const pair = /["']?(?<left>[\w./-]*)["']?\s*[=:]\s*["'](?<right>[\w./-]*)["']/g;
const maxTable = 600;
const maxTables = 10;

/** Folders that are packages under other names than their own, by top-level name: as manifests map them, and a root that is itself a package. */
export function packageNames({ files, repository }: Snapshot): Map<string, string[]> {
  const names = new Map<string, string[]>();
  const add = (name: string, folder: string): void => {
    const known = names.get(name) ?? [];
    if (/^\w+$/.test(name) && !known.includes(folder)) names.set(name, [...known, folder]);
  };
  for (const [path, text] of files) {
    if (!manifest.test(path)) continue;
    const base = dirname(path) === "." ? "" : dirname(path);
    for (const { start, nameFirst } of tables) {
      for (const found of [...text.matchAll(start)].slice(0, maxTables)) {
        const table = text.slice(found.index + found[0].length, found.index + maxTable);
        for (const { groups } of tableOf(table).matchAll(pair)) {
          const { left = "", right = "" } = groups ?? {};
          const folder = (nameFirst ? right : left).replace(/^\.\/?|\/$/g, "");
          add(nameFirst ? left : right, [base, folder].filter((part) => part !== "").join("/"));
        }
      }
    }
  }
  const own = /[\w-]+$/.exec(repository.id)?.[0].replaceAll("-", "_");
  if (own !== undefined && files.has("__init__.py")) add(own, "");
  return names;
}

/** What belongs to a table: up to the next one's heading, or to the brace that ends it. */
function tableOf(text: string): string {
  const inline = /^\s*=\s*\{(?<inner>[^{}]*)\}/.exec(text)?.groups?.["inner"];
  return inline ?? text.split(/\n\s*\[/, 1)[0] ?? "";
}
