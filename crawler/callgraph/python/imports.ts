import type { Notes } from "../notes.ts";
import { fieldOf, type Scope, type Syntax } from "../tree.ts";

/** `import a.b`, `import a.b as c`. */
export function importModules(node: Syntax, scope: Scope, notes: Notes): void {
  for (const one of node.children) {
    const alias = fieldOf(one, "alias");
    const module = written(alias === undefined ? one : fieldOf(one, "name"), notes);
    const local = alias === undefined ? (module.split(".", 1)[0] ?? "") : notes.text(alias);
    const meant = alias === undefined ? local : module;
    add(local, { module: meant, name: "*" }, scope, notes);
    if (meant !== module) add(module, { module, name: "*" }, scope, notes);
  }
}

/** `from .a import b, c as d`, `from a import *`. What a file's top imports, others may import from it. */
export function importFrom(node: Syntax, scope: Scope, notes: Notes): void {
  const module = written(fieldOf(node, "module_name"), notes);
  for (const one of node.children) {
    if (one.type === "wildcard_import") {
      const known = notes.reexports.get("*")?.module;
      notes.reexports.set("*", {
        module: known === undefined ? module : `${known}\n${module}`,
        name: "*",
      });
    } else if (one.field === "name") {
      const alias = fieldOf(one, "alias");
      const name = written(alias === undefined ? one : fieldOf(one, "name"), notes);
      add(alias === undefined ? name : notes.text(alias), { module, name }, scope, notes);
    }
  }
}

function add(
  local: string,
  imported: { module: string; name: string },
  scope: Scope,
  notes: Notes,
): void {
  if (local === "" || notes.imports.has(local)) return;
  notes.imports.set(local, imported);
  if (scope.function === undefined) notes.reexports.set(local, imported);
}

const written = (node: Syntax | undefined, notes: Notes): string =>
  notes.text(node).replace(/\s+/g, "");
