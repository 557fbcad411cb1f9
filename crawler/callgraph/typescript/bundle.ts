import type { Node, Program } from "oxc-parser";
import type { Notes } from "../notes.ts";
import { declaredNames } from "../../extractors/typescript/source.ts";

/** The module that the statements from an offset on come from; without one they are the server's own. */
export interface Region {
  start: number;
  module?: string;
}

/** The line that a bundler puts above each file that it takes in: `// node_modules/axios/lib/axios.js`, `// src/client.ts`. */
const heading = /^[ \t]{0,20}\/\/ (\S{1,400})[ \t]*$/gm;
const dependency = /^[ \t]{0,20}\/\/ \S{0,400}\bnode_modules\//m;

/** The parts of a bundle, sorted by start; empty for a file that holds no dependency. */
export function regionsOf(text: string): Region[] {
  if (!dependency.test(text)) return [];
  const regions: Region[] = [];
  for (const { index, 1: path = "" } of text.matchAll(heading)) {
    if (!/\.[cm]?[jt]sx?$/.test(path)) continue;
    const folder = path.lastIndexOf("node_modules/");
    const parts = folder === -1 ? [] : path.slice(folder).split("/").slice(1);
    const name = parts.slice(0, parts[0]?.startsWith("@") === true ? 2 : 1).join("/");
    regions.push({ start: index, ...(name === "" ? {} : { module: name }) });
  }
  return regions;
}

/** The server's own statements; the names of the others are noted as imported from where they come from. */
export function ownStatements(program: Program, regions: readonly Region[], notes: Notes): Node[] {
  if (regions.length === 0) return program.body;
  const own: Node[] = [];
  let at = 0;
  for (const statement of program.body) {
    while (at < regions.length && (regions[at]?.start ?? 0) < statement.start) at += 1;
    const module = regions[at - 1]?.module;
    if (module === undefined) own.push(statement);
    else
      for (const name of declaredNames(statement)) {
        const plain = name.replace(/\d+$/, "");
        const isWhole = /^(?:require_|import_)|_(?:default|exports)$/.test(plain);
        notes.imports.set(name, { module, name: isWhole ? "*" : plain });
      }
  }
  return own;
}
