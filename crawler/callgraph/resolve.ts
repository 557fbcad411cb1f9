import { byReceiver } from "./by-receiver.ts";
import { functionsNamed, type Code, type Found, type Loaded } from "./code.ts";
import type { CodeFunction } from "./language.ts";
import {
  fieldType,
  importedBy,
  inheritedBy,
  isOneOwner,
  methodsIn,
  methodsOf,
  type NamedType,
} from "./members.ts";
import { returnedType } from "./returned.ts";
import { givenBy, isGiven, typeOfValue } from "./values.ts";

/** Where a name is looked up: the file, and the functions around the place, innermost first. */
export interface Scope {
  file: Loaded;
  around: readonly CodeFunction[];
}

const self = new Set(["this", "self", "cls", "super"]);
const maxReexports = 5;
/** Names between the first and the last of a callee that types are followed through. */
const maxParts = 6;

/** The functions of the snapshot that a callee means; empty for what lies outside, or can't be told. */
export async function resolveCallee(
  code: Code,
  scope: Scope,
  callee: string,
  depth = 0,
): Promise<Found[]> {
  const parts = callee.split(".");
  const [root = ""] = parts;
  const last = parts.at(-1) ?? "";
  if (!/^[\p{L}_$][\p{L}\p{N}_$?!]*$/u.test(last)) return [];
  if (parts.length === 1) return resolveName(code, scope, root);
  const { file } = scope;
  const owner = ownerOf(scope);
  const receiver = parts.at(-2) ?? "";
  if (root === "super" && parts.length === 2)
    return owner === undefined ? [] : inheritedBy(code, file, owner, last);
  const start = await startType(code, scope, parts, depth);
  if (start !== undefined) {
    let { type } = start;
    for (const part of parts.slice(start.names, -1).slice(0, maxParts)) {
      const next = await fieldType(code, type.file, type.name, part);
      if (next === undefined)
        return isOutside(code, type) ? [] : byReceiver(code, file, receiver, last);
      type = next;
    }
    return methodsOf(code, type.file, type.name, last);
  }
  if (self.has(root) && owner === undefined) return [];
  const meant = importedBy(code, file, parts.slice(0, -1));
  if (meant !== undefined) {
    const { imported, targets, names } = meant;
    if (targets.length === 0) return [];
    for (const path of code.among(file, targets, last)) {
      const target = await code.load(path);
      if (target === undefined) continue;
      const found =
        parts.length === names + 1 && (imported.name === "*" || imported.name === "default")
          ? await exportedFunction(code, target, last)
          : [];
      const owned =
        found.length > 0 ? found : methodsIn(target, imported.name === "*" ? receiver : root, last);
      if (owned.length > 0) return owned;
    }
    const named = await methodsOf(
      code,
      file,
      imported.name === "*" ? receiver : imported.name,
      last,
    );
    return named.length > 0 ? named : byReceiver(code, file, receiver, last);
  }
  const here = methodsIn(file, root, last);
  if (here.length > 0 && parts.length === 2) return here;
  return byReceiver(code, file, receiver, last);
}

/** The type that the first names of a callee have, and how many they are: `client`, or `context.client` where that is declared. */
export async function startType(
  code: Code,
  scope: Scope,
  parts: readonly string[],
  depth = 0,
): Promise<{ type: NamedType; names: number } | undefined> {
  const inner = parts.length > 2 ? typeOf(scope, parts.slice(0, 2).join(".")) : undefined;
  if (inner !== undefined && !isGiven(inner))
    return { type: { file: scope.file, name: inner }, names: 2 };
  const type = await rootType(code, scope, parts[0] ?? "", depth);
  return type && { type, names: 1 };
}

/** The type of the first name of a callee, where it is a variable or, in a language that names them without `this`, a field or a class. */
export async function rootType(
  code: Code,
  scope: Scope,
  root: string,
  depth = 0,
): Promise<NamedType | undefined> {
  const { file } = scope;
  const owner = ownerOf(scope);
  if (self.has(root)) return owner === undefined ? undefined : { file, name: owner };
  const type = typeOf(scope, root);
  if (type !== undefined && !isGiven(type)) return { file, name: type };
  const value =
    type !== undefined || !isLocal(scope, root)
      ? await typeOfValue(code, file, type ?? root)
      : undefined;
  if (value !== undefined) return value;
  const outside = { file, name: givenBy(type ?? "") ?? "" };
  if (isOutside(code, outside)) return outside;
  const given = await returnedType(
    code,
    scope,
    root.endsWith("()") ? root : textOf(scope, root),
    depth,
  );
  if (given !== undefined) return given;
  const { hasImplicitSelf, shares } = file.language;
  if ((hasImplicitSelf !== true && shares !== "all") || isLocal(scope, root)) return undefined;
  const field =
    hasImplicitSelf === true && owner !== undefined
      ? await fieldType(code, file, owner, root)
      : undefined;
  if (field !== undefined) return field;
  const made = givenBy(root);
  const name = made ?? root;
  const isClass = /^\p{Lu}/u.test(name) && (made !== undefined || !file.imports.has(name));
  return isClass ? { file, name } : undefined;
}

/** Whether a type is imported from outside of the snapshot. */
function isOutside(code: Code, { file, name }: NamedType): boolean {
  return importedBy(code, file, name.split("."))?.targets.length === 0;
}

/** The text of a local name or a variable of the file. */
function textOf({ file, around }: Scope, name: string): string | undefined {
  const fn = around.find(({ texts }) => texts.has(name));
  return fn?.texts.get(name) ?? file.texts.get(name);
}

/** Whether a function around a place declares a name. */
export const isLocal = ({ around }: Scope, name: string): boolean =>
  around.some((fn) => fn.texts.has(name) || fn.parameters.some((one) => one.name === name));

/** The class of the functions around a place. */
export const ownerOf = ({ around }: Scope): string | undefined =>
  around.find(({ owner }) => owner !== undefined)?.owner;

/** Name of the type that a local name or a variable of the file has. */
export function typeOf({ file, around }: Scope, name: string): string | undefined {
  for (const fn of around) {
    const type = fn.types.get(name);
    if (type !== undefined) return type;
  }
  return file.types.get(name);
}

async function resolveName(code: Code, scope: Scope, name: string): Promise<Found[]> {
  const { file, around } = scope;
  const nested = functionsNamed(file, name).filter(
    (fn) => fn.owner === undefined && isVisible(fn, file, around),
  );
  const local = nested.at(-1);
  if (local !== undefined) return [{ file, fn: local }];
  const owner = ownerOf(scope);
  if (owner !== undefined) {
    const own = methodsIn(file, owner, name);
    if (own.length > 0) return own;
  }
  const imported = file.imports.get(name);
  if (imported !== undefined) {
    for (const path of file.language.resolve(file.path, imported.module, code.files)) {
      const target = await code.load(path);
      if (target === undefined) continue;
      const found = await exportedFunction(
        code,
        target,
        imported.name === "*" ? name : imported.name,
      );
      if (found.length > 0) return found;
    }
    return [];
  }
  if (file.language.shares === "none") return [];
  const folder = folderOf(file.path);
  for (const path of code.defining(file, name)) {
    if (path === file.path) continue;
    if (file.language.shares === "folder" && folderOf(path) !== folder) continue;
    const target = await code.load(path);
    const fn = target && functionsNamed(target, name).find(({ owner: of }) => of === undefined);
    if (target !== undefined && fn !== undefined) return [{ file: target, fn }];
  }
  if (owner === undefined) return [];
  const inherited = await methodsOf(code, file, owner, name);
  if (inherited.length > 0 || file.language.hasImplicitSelf !== true) return inherited;
  // A class inside another one calls the methods of both.
  const beside = functionsNamed(file, name).map((fn) => ({ file, fn }));
  return isOneOwner(beside) ? beside : [];
}

/** A function of the file's top, or one that stands in a function around the place. */
function isVisible(fn: CodeFunction, file: Loaded, around: readonly CodeFunction[]): boolean {
  const parent = file.parents.get(fn);
  return parent === undefined || around.includes(parent);
}

async function exportedFunction(
  code: Code,
  file: Loaded,
  name: string,
  depth = 0,
): Promise<Found[]> {
  const fn =
    functionsNamed(file, name).find(({ owner }) => owner === undefined) ??
    (name === "default" ? functionsNamed(file, name)[0] : undefined) ??
    (file.language.hasImplicitSelf === true ? functionsNamed(file, name)[0] : undefined);
  if (fn !== undefined) return [{ file, fn }];
  if (depth >= maxReexports) return [];
  const again = file.reexports?.get(name) ?? file.imports.get(name);
  const modules =
    again === undefined ? (file.reexports?.get("*")?.module.split("\n") ?? []) : [again.module];
  for (const module of modules.slice(0, 30)) {
    for (const path of file.language.resolve(file.path, module, code.files)) {
      if (path === file.path && (again?.name ?? name) === name) continue;
      const target = await code.load(path);
      if (target === undefined) continue;
      const found = await exportedFunction(code, target, again?.name ?? name, depth + 1);
      if (found.length > 0) return found;
    }
  }
  return [];
}

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf("/") + 1);
