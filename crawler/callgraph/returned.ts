import type { Code } from "./code.ts";
import { fieldType, homeOf, type NamedType } from "./members.ts";
import { resolveCallee, rootType, type Scope, typeOf } from "./resolve.ts";

const maxDepth = 3;
const maxParts = 6;

/** The type of what a call gives back, from its text: `{NewClient(config)}`, `get_client()`. Undefined for any other text. */
export async function returnedType(
  code: Code,
  scope: Scope,
  text: string | undefined,
  depth = 0,
): Promise<NamedType | undefined> {
  const callee = /^\{?(?<callee>[\p{L}_][\p{L}\p{N}_.]*)\(/u.exec(text ?? "")?.groups?.["callee"];
  if (callee === undefined || depth >= maxDepth) return undefined;
  for (const { file, fn } of await resolveCallee(code, scope, callee, depth + 1)) {
    const name = file.types.get(`${fn.owner === undefined ? "" : `${fn.owner}.`}${fn.name}()`);
    if (name !== undefined) return { file, name };
  }
  const parts = callee.split(".");
  if (parts.length > 1) return methodType(code, scope, parts, depth + 1);
  // A variable whose type is a function's.
  const type = typeOf(scope, callee);
  const home = type === undefined ? undefined : await homeOf(code, scope.file, type);
  const name = home?.types.get(`${type?.slice(type.lastIndexOf(".") + 1)}()`);
  return home === undefined || name === undefined ? undefined : { file: home, name };
}

/** What a method gives back that only an interface declares. */
async function methodType(
  code: Code,
  scope: Scope,
  parts: readonly string[],
  depth: number,
): Promise<NamedType | undefined> {
  let type = await rootType(code, scope, parts[0] ?? "", depth);
  for (const part of [...parts.slice(1, -1), `${parts.at(-1)}()`].slice(0, maxParts))
    type = type && (await fieldType(code, type.file, type.name, part));
  return type;
}
