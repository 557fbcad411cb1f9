import { posix } from "node:path";
import { evaluate, typed } from "./evaluate.ts";
import { nativeNames } from "./natives.ts";
import { folderOf, packageOf } from "./packages.ts";
import type { Run } from "./run.ts";
import { basicTypes, resolveType, zeroOf } from "./types.ts";
import { isComposite, unknown, type Package, type Scope, type Type, type Value } from "./values.ts";

/** What a name stands for, from the innermost block to the universe. */
export function nameValue(run: Run, name: string, scope: Scope): Value {
  for (let at: Scope | undefined = scope; at; at = at.parent) {
    const value = at.names.get(name);
    if (value !== undefined) return value;
  }
  const own = packageMember(run, scope.package, name);
  if (own !== undefined) return own;
  const imported = packageOf(run, scope.file, name);
  if (imported) return { kind: "package", path: imported.path };
  if (name === "nil") return null;
  if (name === "true" || name === "false") return name === "true";
  if (basicTypes.has(name)) return { kind: "type", type: { kind: "basic", name } };
  if (nativeNames.has(name)) return { kind: "native", name };
  return unknown(`the name ${name}`);
}

/** A function, type, constant or variable of a package; undefined when it has none of that name. */
export function packageMember(run: Run, found: Package, name: string): Value | undefined {
  const known = found.names.get(name);
  if (known !== undefined) return known;
  const func = found.functions.get(name);
  if (func) return func;
  const definition = found.types.get(name);
  if (definition) {
    if (definition.declaration.alias)
      return {
        kind: "type",
        type: resolveType(run, definition.declaration.type, definition.scope),
      };
    return { kind: "type", type: { kind: "named", definition, arguments: [] } };
  }
  if (!found.values.has(name)) return undefined;
  found.names.set(name, unknown(`the name ${name} in its own definition`));
  const { log, when, sites } = run;
  run.log = undefined;
  run.when = [];
  run.sites = [];
  const value = initial(run, found, name);
  run.log = log;
  run.when = when;
  run.sites = sites;
  found.names.set(name, value);
  return value;
}

function initial(run: Run, found: Package, name: string): Value {
  const declared = found.values.get(name);
  if (!declared) return null;
  const { declaration, scope } = declared;
  const type = declaration.type ? resolveType(run, declaration.type, scope) : undefined;
  if (declaration.embed !== undefined) return embeddedValue(run, declaration.embed, scope, type);
  if (!declaration.value) return type ? zeroOf(run, type) : null;
  const names = new Map<Value, Value>([["iota", declaration.iota]]);
  const inner: Scope = declaration.constant
    ? { names, parent: scope, file: scope.file, package: scope.package }
    : scope;
  const value = evaluate(run, declaration.value, inner, type);
  if (declaration.position !== undefined && isComposite(value) && value.kind === "tuple")
    return value.items[declaration.position] ?? null;
  return type ? typed(value, type) : value;
}

function embeddedValue(run: Run, pattern: string, scope: Scope, type: Type | undefined): Value {
  const folder = folderOf(scope.file.path);
  if (type?.kind === "named")
    return { kind: "struct", type, fields: new Map([["folder", folder]]), sites: [], when: [] };
  const path = posix.join(folder, pattern);
  return run.files.get(path) ?? unknown(`the embedded file ${path}`);
}
