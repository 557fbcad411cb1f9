import type { Code, Loaded } from "./code.ts";
import type { NamedType } from "./members.ts";

const maxDepth = 6;
const maxModules = 30;

/** The type of a value that a file holds or imports, or with `()` of what a function gives: `client`, `createClient()`. */
export async function typeOfValue(
  code: Code,
  file: Loaded,
  name: string,
  depth = 0,
): Promise<NamedType | undefined> {
  const type = file.types.get(name);
  if (type !== undefined && !isGiven(type)) return { file, name: type };
  if (depth >= maxDepth) return undefined;
  if (type !== undefined) return typeOfValue(code, file, type, depth + 1);
  const own = givenBy(name) ?? name;
  const isWithin = depth > 0;
  const again = (isWithin ? file.reexports?.get(own) : undefined) ?? file.imports.get(own);
  const whole = isWithin ? (file.reexports?.get("*")?.module.split("\n") ?? []) : [];
  const wanted = again?.name === "*" ? "default" : (again?.name ?? own);
  for (const module of again === undefined ? whole.slice(0, maxModules) : [again.module]) {
    for (const path of file.language.resolve(file.path, module, code.files)) {
      if (path === file.path && wanted === own) continue;
      const target = await code.load(path);
      const of = isGiven(name) ? `${wanted}()` : wanted;
      const found = target && (await typeOfValue(code, target, of, depth + 1));
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/** Whether the name of a type says which function gives it. */
export const isGiven = (type: string): boolean => type.endsWith("()");

/** `createClient()` -> `createClient`; undefined for what no function gives. */
export const givenBy = (type: string): string | undefined =>
  isGiven(type) ? type.slice(0, -2) : undefined;
