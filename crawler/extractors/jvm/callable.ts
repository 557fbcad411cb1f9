import { anyOf } from "./assume.ts";
import { accepts, pickOverload } from "./invoke.ts";
import { ancestors, findMethods, findType } from "./resolve.ts";
import type { Run } from "./run.ts";
import type { Declaration, Method } from "./syntax.ts";
import type { Environment, Given, Value } from "./values.ts";

/** What a name stands for in the blocks around a call. */
export function localNamed(environment: Environment, name: string): Value | undefined {
  for (let one: Environment | undefined = environment; one !== undefined; one = one.parent) {
    const value = one.variables.get(name);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** The method of a type around a call, with the object that it is called on. */
export function methodAround(run: Run, name: string, args: Given[], environment: Environment) {
  const { self, scope } = environment;
  if (self !== undefined) {
    const method = pickOverload(findMethods(run.program, self.declaration, name), args);
    if (method !== undefined) return { method, self };
  }
  for (let owner = scope.owner; owner !== undefined; owner = owner.outer) {
    const companion = owner.companion;
    const methods = [
      ...findMethods(run.program, owner, name),
      ...(companion === undefined ? [] : findMethods(run.program, companion, name)),
    ];
    const method = pickOverload(methods, args);
    if (method === undefined) continue;
    if (method.static) return { method, self: undefined };
    return { method, self: anyOf(run, method.owner === companion ? companion : owner) };
  }
  return undefined;
}

/** A static import, or a function outside of types. */
export function functionNamed(
  run: Run,
  name: string,
  args: Given[],
  environment: Environment,
  isExtension = false,
): Method | undefined {
  const { file } = environment.scope;
  const found: Method[] = [];
  const wanted = (method: Method, as: string) =>
    method.name === as && (method.receiver !== undefined) === isExtension;
  const top = (packageName: string, as: string) => {
    for (const path of run.program.inPackageWith(packageName, as))
      found.push(...(run.program.file(path)?.top?.methods.filter((one) => wanted(one, as)) ?? []));
  };
  for (const one of file.imports) {
    if (one.as !== undefined && one.as !== name) continue;
    const from = one.as === undefined ? one.path : one.path.slice(0, one.path.lastIndexOf("."));
    const as = one.as === undefined ? name : one.path.slice(one.path.lastIndexOf(".") + 1);
    const type = /(?:^|\.)[A-Z]\w*$/.test(from)
      ? findType(run.program, from, environment.scope)
      : undefined;
    if (type !== undefined && !isExtension) found.push(...findMethods(run.program, type, as));
    top(from, as);
  }
  top(file.package, name);
  return pickOverload(
    found.filter((one) => one.owner.kind !== "file" || accepts(one, args)),
    args,
  );
}

/** The extension of that name that a call means. */
export function extensionNamed(run: Run, name: string, args: Given[], environment: Environment) {
  const { owner } = environment.scope;
  const members: Method[] = [];
  for (let one: Declaration | undefined = owner; one !== undefined; one = one.outer)
    for (const type of [one, ...ancestors(run.program, one)])
      members.push(
        ...type.methods.filter((method) => method.name === name && method.receiver !== undefined),
      );
  return (
    pickOverload(
      members.filter((one) => accepts(one, args)),
      args,
    ) ?? functionNamed(run, name, args, environment, true)
  );
}
