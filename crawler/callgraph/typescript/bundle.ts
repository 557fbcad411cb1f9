import type { Node, Program } from "oxc-parser";
import type { Notes } from "../notes.ts";
import { declaredNames } from "../../extractors/typescript/source.ts";

/** The module that the statements from an offset on come from; without one they are the server's own. */
export interface Region {
  start: number;
  module?: string;
}

/** The line that a bundler puts above each file that it takes in: `// node_modules/axios/lib/axios.js`, `// src/client.ts`. */
const heading = /^[ \t]*\/\/ (\S*?([^\s/]+)\.[cm]?[jt]sx?)[ \t]*$/gm;

/** The parts of a bundle, sorted by start; empty for a file that holds no dependency. */
export function regionsOf(text: string): Region[] {
  if (!/^[ \t]*\/\/ \S*node_modules\//m.test(text)) return [];
  const regions: Region[] = [];
  for (const match of text.matchAll(heading)) {
    const packageName = /.*(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(match[1] ?? "")?.[1];
    regions.push({
      start: match.index,
      ...(packageName === undefined ? {} : { module: packageName }),
    });
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
