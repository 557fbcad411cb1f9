import { byReceiver } from "./by-receiver.ts";
import type { Code, Found, Loaded } from "./code.ts";
import type { CodeFunction } from "./language.ts";
import { fieldType, importedBy, methodsIn, methodsOf } from "./members.ts";

/** Where a name is looked up: the file, and the functions around the place, innermost first. */
export interface Scope {
  file: Loaded;
  around: readonly CodeFunction[];
}

const self = new Set(["this", "self", "cls", "super"]);
const maxReexports = 5;

/** The functions of the snapshot that a callee means; empty for what lies outside, or can't be told. */
export async function resolveCallee(code: Code, scope: Scope, callee: string): Promise<Found[]> {
  const parts = callee.split(".");
  const [root = ""] = parts;
  const last = parts.at(-1) ?? "";
  if (!/^[\p{L}_$][\p{L}\p{N}_$?!]*$/u.test(last)) return [];
  if (parts.length === 1) return resolveName(code, scope, root);
  if (self.has(root)) {
    const owner = ownerOf(scope);
    if (owner === undefined) return [];
    if (parts.length === 2) return methodsOf(code, scope.file, owner, last);
    const type = await fieldType(code, scope.file, owner, parts[1] ?? "");
    if (type !== undefined && parts.length === 3)
      return methodsOf(code, type.file, type.name, last);
    return byReceiver(code, scope.file, parts.at(-2) ?? "", last);
  }
  const type = typeOf(scope, root);
  if (type !== undefined) {
    if (parts.length === 2) return methodsOf(code, scope.file, type, last);
    const field = await fieldType(code, scope.file, type, parts[1] ?? "");
    return field !== undefined && parts.length === 3
      ? methodsOf(code, field.file, field.name, last)
      : byReceiver(code, scope.file, parts.at(-2) ?? "", last);
  }
  const meant = importedBy(code, scope.file, parts.slice(0, -1));
  if (meant !== undefined) {
    const { imported, targets, names } = meant;
    if (targets.length === 0) return [];
    for (const path of targets) {
      const file = await code.load(path);
      if (file === undefined) continue;
      const found =
        parts.length === names + 1 && (imported.name === "*" || imported.name === "default")
          ? await exportedFunction(code, file, last)
          : [];
      const owned =
        found.length > 0
          ? found
          : methodsIn(file, imported.name === "*" ? (parts.at(-2) ?? "") : root, last);
      if (owned.length > 0) return owned;
    }
    const named = await methodsOf(
      code,
      scope.file,
      imported.name === "*" ? (parts.at(-2) ?? "") : imported.name,
      last,
    );
    return named.length > 0 ? named : byReceiver(code, scope.file, parts.at(-2) ?? "", last);
  }
  const here = methodsIn(scope.file, root, last);
  if (here.length > 0 && parts.length === 2) return here;
  return byReceiver(code, scope.file, parts.at(-2) ?? "", last);
}

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
  const nested = file.functions.filter(
    (fn) => fn.name === name && fn.owner === undefined && isVisible(fn, file, around),
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
    if (folderOf(path) !== folder || path === file.path) continue;
    const target = await code.load(path);
    const fn = target?.functions.find((one) => one.name === name && one.owner === undefined);
    if (target !== undefined && fn !== undefined) return [{ file: target, fn }];
  }
  return owner === undefined ? [] : methodsOf(code, file, owner, name);
}

/** A function of the file's top, or one that stands in a function around the place. */
function isVisible(fn: CodeFunction, file: Loaded, around: readonly CodeFunction[]): boolean {
  let parent: CodeFunction | undefined;
  for (const other of file.functions) {
    if (other.start > fn.start) break;
    if (other !== fn && other.end >= fn.end) parent = other;
  }
  return parent === undefined || around.includes(parent);
}

async function exportedFunction(
  code: Code,
  file: Loaded,
  name: string,
  depth = 0,
): Promise<Found[]> {
  const fn =
    file.functions.find((one) => one.name === name && one.owner === undefined) ??
    (name === "default" ? file.functions.find((one) => one.name === "default") : undefined);
  if (fn !== undefined) return [{ file, fn }];
  if (depth >= maxReexports) return [];
  const again = file.reexports?.get(name) ?? file.imports.get(name);
  const modules =
    again === undefined ? (file.reexports?.get("*")?.module.split("\n") ?? []) : [again.module];
  for (const module of modules.slice(0, 30)) {
    for (const path of file.language.resolve(file.path, module, code.files)) {
      if (path === file.path) continue;
      const target = await code.load(path);
      if (target === undefined) continue;
      const found = await exportedFunction(code, target, again?.name ?? name, depth + 1);
      if (found.length > 0) return found;
    }
  }
  return [];
}

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf("/") + 1);
