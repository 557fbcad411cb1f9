import { visitorKeys, type Node, type Program } from "oxc-parser";
import type { CodeFile } from "../language.ts";
import { Notes } from "../notes.ts";
import { ownStatements, regionsOf } from "./bundle.ts";
import type { Holders } from "./functions.ts";
import { newScope, type FileNotes, type Scope } from "./scope.ts";
import { visits } from "./visits.ts";

/** What is known while a file is walked. */
export interface Walked extends FileNotes {
  holders: Holders;
}

/** Parts of a node that run nothing. */
const silent = new Set([
  "typeAnnotation",
  "typeArguments",
  "typeParameters",
  "returnType",
  "superTypeArguments",
  "implements",
]);

const children = new Map(
  Object.entries(visitorKeys).map(([type, keys]) => [type, keys.filter((key) => !silent.has(key))]),
);

/** One file as the call graph sees it. Nothing in it calls itself for each level of the tree. */
export function walk(program: Program, text: string, name: string): CodeFile {
  const notes = new Notes(text);
  const file: Walked = {
    notes,
    name,
    fields: new Map(),
    importedWithin: new Set(),
    declaredWithin: new Set(),
    holders: new Map(),
  };
  const top = newScope();
  const own = ownStatements(program, regionsOf(text), notes);
  const left: { node: Node; scope: Scope }[] = own
    .toReversed()
    .map((node) => ({ node, scope: top }));
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const { node, scope } = next;
    const inside = visits.get(node.type)?.(node, scope, file) ?? scope;
    if (inside === "skip") continue;
    const start = left.length;
    for (const key of children.get(node.type) ?? []) {
      const child = (node as unknown as Record<string, Node | (Node | null)[] | null>)[key];
      if (Array.isArray(child)) {
        for (const each of child) if (each !== null) left.push({ node: each, scope: inside });
      } else if (child) left.push({ node: child, scope: inside });
    }
    // The first child is to be the next.
    for (let low = start, high = left.length - 1; low < high; low += 1, high -= 1)
      [left[low], left[high]] = [left[high]!, left[low]!];
  }
  // What one function imports and another declares as something else is better not known.
  for (const each of file.importedWithin)
    if (file.declaredWithin.has(each)) notes.imports.delete(each);
  return notes.file();
}
