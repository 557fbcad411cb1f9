import type { Imported } from "../language.ts";
import type { Notes } from "../notes.ts";
import { fieldOf, type Syntax } from "../tree.ts";
import { pathOf } from "./callee.ts";

const maxDepth = 40;
/** Modules of the standard libraries: nothing in the code tells them from functions. */
const outside =
  /^(?:std|tokio|async_std|futures)::(?:fs|process|env|io|net|path|thread|time|sync|task|collections|fmt|future|stream)$/;

/** What a `use` brings into a file: `use crate::a::{B, c as d, self}`, `use super::*`. */
export function readUse(node: Syntax, notes: Notes): void {
  readTree(fieldOf(node, "argument"), [], notes, 0);
}

function readTree(
  node: Syntax | undefined,
  prefix: readonly string[],
  notes: Notes,
  depth: number,
): void {
  if (node === undefined || depth > maxDepth) return;
  const path = (part: Syntax | undefined) => [...prefix, ...pathOf(part, notes)];
  switch (node.type) {
    case "use_list":
      for (const child of node.children) readTree(child, prefix, notes, depth + 1);
      break;
    case "scoped_use_list":
      readTree(fieldOf(node, "list"), path(fieldOf(node, "path")), notes, depth + 1);
      break;
    case "use_wildcard": {
      const module = path(node.children[0]).join("::");
      const known = notes.reexports.get("*")?.module;
      notes.reexports.set("*", {
        module: known === undefined ? module : `${known}\n${module}`,
        name: "*",
      });
      break;
    }
    case "use_as_clause":
      add(notes.text(fieldOf(node, "alias")), path(fieldOf(node, "path")), notes);
      break;
    case "self":
      add(prefix.at(-1) ?? "", prefix, notes);
      break;
    default: {
      const full = path(node);
      add(full.at(-1) ?? "", full, notes);
    }
  }
}

/** Notes that a name means what a path leads to. */
export function add(local: string, path: readonly string[], notes: Notes): void {
  if (local === "" || local === "_" || notes.imports.has(local)) return;
  const isModule = path.length === 1 || outside.test(path.join("::"));
  const imported: Imported = isModule
    ? { module: path.join("::"), name: "*" }
    : { module: path.slice(0, -1).join("::"), name: path.at(-1) ?? "" };
  notes.imports.set(local, imported);
}
