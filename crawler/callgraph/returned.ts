import type { Code } from "./code.ts";
import { homeOf, type NamedType } from "./members.ts";
import { resolveCallee, type Scope, typeOf } from "./resolve.ts";

const maxDepth = 3;

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
  // A variable whose type is a function's.
  const type = parts.length === 1 ? typeOf(scope, callee) : undefined;
  const home = type === undefined ? undefined : await homeOf(code, scope.file, type);
  const name = home?.types.get(`${type?.slice(type.lastIndexOf(".") + 1)}()`);
  return home === undefined || name === undefined ? undefined : { file: home, name };
}
