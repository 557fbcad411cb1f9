import type { CodeFunction } from "./language.ts";
import type { Code, Found, Loaded } from "./code.ts";

/** Where a name is looked up: the file, and the functions around the place, innermost first. */
export interface Scope {
  file: Loaded;
  around: readonly CodeFunction[];
}

const self = new Set(["this", "self", "cls", "super"]);
const maxReexports = 5;
const maxBases = 5;

/** Method names that libraries use everywhere: by themselves they say nothing about whose they are. */
const common = new Set(
  `get set add put delete remove update create insert find list query execute exec run call send post patch request fetch
  open close read write start stop connect disconnect init push pop map filter forEach then catch finally on emit apply bind
  format parse build make load save log info error warn debug append extend join split strip replace encode decode next
  clear has keys values items iter copy clone toString invoke handle process apply resolve reject commit rollback
  begin render print flush reset select where from into publish subscribe`.split(/\s+/),
);

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
    return byReceiver(code, scope, parts.at(-2) ?? "", last);
  }
  const type = typeOf(scope, root);
  if (type !== undefined) {
    if (parts.length === 2) return methodsOf(code, scope.file, type, last);
    const field = await fieldType(code, scope.file, type, parts[1] ?? "");
    return field !== undefined && parts.length === 3
      ? methodsOf(code, field.file, field.name, last)
      : byReceiver(code, scope, parts.at(-2) ?? "", last);
  }
  const imported = scope.file.imports.get(root);
  if (imported !== undefined) {
    const targets = scope.file.language.resolve(scope.file.path, imported.module, code.files);
    if (targets.length === 0) return [];
    for (const path of targets) {
      const file = await code.load(path);
      if (file === undefined) continue;
      const found =
        parts.length === 2 && (imported.name === "*" || imported.name === "default")
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
    return named.length > 0 ? named : byReceiver(code, scope, parts.at(-2) ?? "", last);
  }
  const here = methodsIn(scope.file, root, last);
  if (here.length > 0 && parts.length === 2) return here;
  return byReceiver(code, scope, parts.at(-2) ?? "", last);
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

/** A method of a type, in the file, where the file imports the type from, or wherever a class of that name has one; else of its bases. */
async function methodsOf(
  code: Code,
  file: Loaded,
  type: string,
  name: string,
  depth = 0,
): Promise<Found[]> {
  const here = methodsIn(file, type, name);
  if (here.length > 0) return here;
  const paths = new Set<string>();
  const imported = file.imports.get(type);
  if (imported !== undefined) {
    const targets = file.language.resolve(file.path, imported.module, code.files);
    if (targets.length === 0 && file.language.shares === "none") return [];
    for (const path of targets) paths.add(path);
  }
  for (const path of code.defining(file, name)) paths.add(path);
  const implementations: Found[] = [];
  for (const path of paths) {
    const target = await code.load(path);
    if (target === undefined) continue;
    const found = methodsIn(target, type, name);
    if (found.length > 0) return found;
    for (const fn of target.functions)
      if (fn.name === name && fn.owner !== undefined && target.bases.get(fn.owner)?.includes(type))
        implementations.push({ file: target, fn });
  }
  if (implementations.length === 1) return implementations;
  if (depth >= maxBases) return [];
  for (const base of (await basesOf(code, file, type)).slice(0, 3)) {
    const found = await methodsOf(code, base.file, base.name, name, depth + 1);
    if (found.length > 0) return found;
  }
  return [];
}

interface NamedType {
  file: Loaded;
  name: string;
}

async function basesOf(code: Code, file: Loaded, type: string): Promise<NamedType[]> {
  const home = await homeOf(code, file, type);
  return (home?.bases.get(type) ?? []).map((name) => ({ file: home!, name }));
}

/** The file that declares a type, as far as it has methods, bases or fields. */
async function homeOf(code: Code, file: Loaded, type: string): Promise<Loaded | undefined> {
  if (file.bases.has(type) || file.functions.some(({ owner }) => owner === type)) return file;
  const imported = file.imports.get(type);
  const paths =
    imported === undefined ? [] : file.language.resolve(file.path, imported.module, code.files);
  for (const path of paths) {
    const target = await code.load(path);
    if (target === undefined) continue;
    if (target.bases.has(type) || target.functions.some(({ owner }) => owner === type))
      return target;
    const again = target.reexports?.get(type) ?? target.imports.get(type);
    const [next] =
      again === undefined ? [] : target.language.resolve(path, again.module, code.files);
    const found = next === undefined ? undefined : await code.load(next);
    if (found?.functions.some(({ owner }) => owner === type)) return found;
  }
  return undefined;
}

/** The type of a field of a class or of its bases, with the file in which its name means something. */
async function fieldType(
  code: Code,
  file: Loaded,
  owner: string,
  field: string,
  depth = 0,
): Promise<NamedType | undefined> {
  const home = (await homeOf(code, file, owner)) ?? file;
  const name = home.types.get(`${owner}.${field}`);
  if (name !== undefined) return { file: home, name };
  if (depth >= maxBases) return undefined;
  for (const base of (home.bases.get(owner) ?? []).slice(0, 3)) {
    const found = await fieldType(code, home, base, field, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

const methodsIn = (file: Loaded, owner: string, name: string): Found[] =>
  file.functions
    .filter((fn) => fn.name === name && fn.owner === owner)
    .slice(0, 1)
    .map((fn) => ({ file, fn }));

/** The only method of a name, or the only one whose class is named as the receiver is: `boxClient.remove` -> `BoxClient`. */
async function byReceiver(
  code: Code,
  { file }: Scope,
  receiver: string,
  name: string,
): Promise<Found[]> {
  const wanted = letters(receiver);
  const candidates: Found[] = [];
  for (const path of code.defining(file, name)) {
    const target = await code.load(path);
    for (const fn of target?.functions ?? [])
      if (fn.name === name && fn.owner !== undefined) candidates.push({ file: target!, fn });
  }
  const alike = candidates.filter(
    ({ fn }) => wanted.length > 3 && isAlike(letters(fn.owner!), wanted),
  );
  if (alike.length === 1) return alike;
  return candidates.length === 1 && !common.has(name) && name.length > 3 ? candidates : [];
}

const letters = (name: string): string => name.replace(/[^\p{L}\p{N}]/gu, "").toLowerCase();

const isAlike = (owner: string, receiver: string): boolean =>
  owner === receiver || owner.endsWith(receiver) || (owner.length > 5 && receiver.endsWith(owner));

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf("/") + 1);
