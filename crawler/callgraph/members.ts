import { functionsNamed, type Code, type Found, type Loaded } from "./code.ts";
import { common } from "./common.ts";
import type { Imported } from "./language.ts";

const maxBases = 5;
/** Modules that are nested in one another on the way of one path. */
const maxModules = 6;
/** Methods of an interface that a type is asked for. */
const maxMethods = 10;
const maxOverloads = 6;

interface Meant {
  imported: Imported;
  /** Files of the snapshot. */
  targets: string[];
  /** How many of the names it takes. */
  names: number;
}

/** What the first names of a path import: `a.b` before `a`, and a module that is imported by name as the module. */
export function importedBy(code: Code, file: Loaded, path: readonly string[]): Meant | undefined {
  const { language, imports } = file;
  for (let names = Math.min(path.length, 4); names > 0; names -= 1) {
    const imported = imports.get(path.slice(0, names).join("."));
    if (imported === undefined) continue;
    const { module, name } = imported;
    const inner = name === "*" || name === "default" ? undefined : language.inside?.(module, name);
    const inside = inner === undefined ? [] : language.resolve(file.path, inner, code.files);
    const meant =
      inner !== undefined && inside.length > 0
        ? { imported: { module: inner, name: "*" }, targets: inside, names }
        : { imported, targets: language.resolve(file.path, module, code.files), names };
    return deepest(code, file, meant, path);
  }
  return undefined;
}

/** A type's name, with the file in which it means something. */
export interface NamedType {
  file: Loaded;
  name: string;
}

/** The module within a module that further names of a path lead to. */
function deepest(code: Code, file: Loaded, from: Meant, path: readonly string[]): Meant {
  const { language } = file;
  let meant = from;
  for (const name of path.slice(from.names, from.names + maxModules)) {
    if (meant.imported.name !== "*" || language.inside === undefined) break;
    const module = language.inside(meant.imported.module, name);
    const targets = language.resolve(file.path, module, code.files);
    if (targets.length === 0) break;
    meant = { imported: { module, name: "*" }, targets, names: meant.names + 1 };
  }
  return meant;
}

/** A type with the files in which its last name means it: `obsidian.Obsidian` is `Obsidian` in the module `obsidian`. */
async function homesOf(code: Code, file: Loaded, type: string): Promise<NamedType[]> {
  const parts = type.split(".");
  const name = parts.pop() ?? "";
  if (parts.length === 0) return [{ file, name }];
  const targets = importedBy(code, file, parts)?.targets ?? [];
  const paths = code.among(file, targets, name);
  const loaded = await Promise.all(paths.map((path) => code.load(path)));
  return loaded.flatMap((target) => (target === undefined ? [] : [{ file: target, name }]));
}

/** A method of a type, in the file, where the file imports the type from, or wherever a class of that name has one; else of its bases. */
export async function methodsOf(
  code: Code,
  file: Loaded,
  type: string,
  name: string,
  depth = 0,
): Promise<Found[]> {
  if (type.includes(".")) {
    if (depth >= maxBases) return [];
    for (const home of await homesOf(code, file, type)) {
      const found = await methodsOf(code, home.file, home.name, name, depth + 1);
      if (found.length > 0) return found;
    }
    return [];
  }
  const here = methodsIn(file, type, name);
  if (here.length > 0) return here;
  const paths = new Set<string>();
  const imported = file.imports.get(type);
  if (imported !== undefined) {
    const targets = file.language.resolve(file.path, imported.module, code.files);
    // A type from outside can only have own methods where a language extends types that are there.
    if (targets.length === 0 && (file.language.shares === "none" || common.has(name))) return [];
    for (const path of targets) paths.add(path);
    if (imported.name !== "*" && imported.name !== "default" && imported.name !== type)
      for (const path of targets) {
        const target = await code.load(path);
        const found = target && methodsIn(target, imported.name, name);
        if (found && found.length > 0) return found;
      }
  }
  for (const path of code.defining(file, name)) paths.add(path);
  const implementations: Found[] = [];
  for (const path of paths) {
    const target = await code.load(path);
    if (target === undefined) continue;
    const found = methodsIn(target, type, name);
    if (found.length > 0) return found;
    for (const fn of functionsNamed(target, name))
      if (fn.owner !== undefined && target.bases.get(fn.owner)?.includes(type))
        implementations.push({ file: target, fn });
  }
  if (isOneOwner(implementations)) return implementations.slice(0, maxOverloads);
  const fulfilling = await fulfilled(code, file, type, name);
  if (fulfilling.length > 0) return fulfilling;
  return depth >= maxBases ? [] : inheritedBy(code, file, type, name, depth);
}

/** The method of the only type that has all methods of an interface. */
async function fulfilled(code: Code, file: Loaded, type: string, name: string): Promise<Found[]> {
  const methods = (await homeOf(code, file, type))?.interfaces?.get(type);
  if (methods === undefined || !methods.includes(name)) return [];
  const others = methods.filter((one) => one !== name).slice(0, maxMethods);
  const found: Found[] = [];
  for (const path of code.defining(file, name)) {
    const target = await code.load(path);
    for (const fn of target?.functions ?? []) {
      if (fn.name !== name || fn.owner === undefined) continue;
      let hasAll = true;
      for (const other of others)
        hasAll &&= (await methodOf(code, target!, fn.owner, other)) !== undefined;
      if (hasAll) found.push({ file: target!, fn });
    }
  }
  return found.length === 1 ? found : [];
}

async function methodOf(
  code: Code,
  file: Loaded,
  owner: string,
  name: string,
): Promise<Found | undefined> {
  const folder = folderOf(file.path);
  for (const path of [file.path, ...code.defining(file, name)]) {
    if (folderOf(path) !== folder) continue;
    const target = await code.load(path);
    const [found] = target === undefined ? [] : methodsIn(target, owner, name);
    if (found !== undefined) return found;
  }
  return undefined;
}

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf("/") + 1);

/** A method that a type has from its bases. */
export async function inheritedBy(
  code: Code,
  file: Loaded,
  type: string,
  name: string,
  depth = 0,
): Promise<Found[]> {
  for (const base of (await basesOf(code, file, type)).slice(0, 3)) {
    const found = await methodsOf(code, base.file, base.name, name, depth + 1);
    if (found.length > 0) return found;
  }
  return [];
}

/** Whether methods are those of one class: overloads. */
export const isOneOwner = (found: readonly Found[]): boolean =>
  new Set(found.map(({ file, fn }) => `${file.path}\0${fn.owner}`)).size === 1;

/** The methods of that name, overloads included, that a file gives to a type. */
export const methodsIn = (file: Loaded, owner: string, name: string): Found[] =>
  functionsNamed(file, name)
    .filter((fn) => fn.owner === owner)
    .slice(0, maxOverloads)
    .map((fn) => ({ file, fn }));

async function basesOf(code: Code, file: Loaded, type: string): Promise<NamedType[]> {
  const home = await homeOf(code, file, type);
  const own = type.slice(type.lastIndexOf(".") + 1);
  return (home?.bases.get(own) ?? []).map((name) => ({ file: home!, name }));
}

/** The file of the snapshot that declares a type, as far as it has methods, bases or fields. */
export async function homeOf(code: Code, file: Loaded, type: string): Promise<Loaded | undefined> {
  if (type.includes(".")) {
    for (const home of await homesOf(code, file, type)) {
      const found = await homeOf(code, home.file, home.name);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  if (declares(file, type)) return file;
  const imported = file.imports.get(type);
  const paths =
    imported !== undefined
      ? file.language.resolve(file.path, imported.module, code.files)
      : file.language.shares !== "none"
        ? code.defining(file, type)
        : [];
  for (const path of paths) {
    const target = await code.load(path);
    if (target === undefined) continue;
    if (declares(target, type)) return target;
    const again = target.reexports?.get(type) ?? target.imports.get(type);
    const [next] =
      again === undefined ? [] : target.language.resolve(path, again.module, code.files);
    const found = next === undefined ? undefined : await code.load(next);
    if (found?.owners.has(type)) return found;
  }
  return undefined;
}

function declares(file: Loaded, type: string): boolean {
  return file.bases.has(type) || file.owners.has(type);
}

/**
 * The type of a field of a class or of its bases, with the file in which its name means something; of what a method gives back, as
 * `method()`.
 */
export async function fieldType(
  code: Code,
  file: Loaded,
  owner: string,
  field: string,
  depth = 0,
): Promise<NamedType | undefined> {
  const home = (await homeOf(code, file, owner)) ?? file;
  const own = owner.slice(owner.lastIndexOf(".") + 1);
  const name = home.types.get(`${own}.${field}`) ?? home.types.get(`${own}.${readBy(field)}`);
  if (name !== undefined) return { file: home, name };
  if (depth >= maxBases) return undefined;
  for (const base of (home.bases.get(own) ?? []).slice(0, 3)) {
    const found = await fieldType(code, home, base, field, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The field that a method without source reads, as annotations and records make them: `getClient()` -> `client`. */
function readBy(method: string): string {
  const { first = "", rest = "" } =
    /^(?:get(?=\p{Lu}))?(?<first>\p{L})(?<rest>[\p{L}\p{N}_]*)\(\)$/u.exec(method)?.groups ?? {};
  return first.toLowerCase() + rest;
}
