import { concrete } from "./assume.ts";
import { conditionsOf } from "./annotations.ts";
import { ancestors, findType } from "./resolve.ts";
import type { Run, Seen } from "./run.ts";
import type { Declaration } from "./syntax.ts";
import { isKind, isUnknown, type Value } from "./values.ts";

/** Which classes were seen to be handed over as objects with tools. */
export interface Providers {
  /** Who hands over a class; undefined when nobody was seen to. */
  of(owner: Declaration): { path: string; when?: string } | undefined;
  /** Whether classes were handed over in the folder of a file's sources, and all of them were followed. */
  areAllKnown(path: string): boolean;
}

/** Reads who hands over objects: `MethodToolCallbackProvider.builder().toolObjects(…)`, `ToolCallbacks.from(…)`. */
export function providersOf(run: Run): Providers {
  const owners = new Map<Declaration, { path: string; when?: string }>();
  const known = new Map<string, boolean>();
  for (const seen of run.sightings.created) {
    const values = handedOver(seen);
    if (values === undefined) continue;
    const source = sourcesOf(seen.external.path);
    for (const value of values) {
      const types = typesOf(run, value);
      if (types === undefined) known.set(source, false);
      for (const type of types ?? [])
        for (const one of [type, ...ancestors(run.program, type)])
          if (!owners.has(one)) owners.set(one, { path: seen.external.path, ...conditionOf(seen) });
    }
    if (!known.has(source)) known.set(source, true);
  }
  return {
    of: (owner) => owners.get(owner),
    areAllKnown: (path) => known.get(sourcesOf(path)) === true,
  };
}

function handedOver({ external }: Seen): Value[] | undefined {
  const { types, calls } = external;
  if (types.some((type) => /(?:^|\.)MethodToolCallbackProvider(?:\.Builder)?$/.test(type)))
    return calls.filter((call) => call.name === "toolObjects").flatMap((call) => call.args);
  if (types.some((type) => /(?:^|\.)ToolCallbacks$/.test(type)))
    return calls.filter((call) => call.name === "static from").flatMap((call) => call.args);
  return undefined;
}

function conditionOf(seen: Seen): { when?: string } {
  const declared = seen.stack.flatMap(({ method }) => [
    ...conditionsOf(method.owner.annotations),
    ...conditionsOf(method.annotations),
  ]);
  const all = [...new Set([...declared, ...seen.conditions])];
  return all.length === 0 ? {} : { when: all.join(" and ") };
}

/** The classes whose objects a value can hold; undefined when that could not be followed. */
function typesOf(run: Run, value: Value): Declaration[] | undefined {
  if (isKind(value, "instance")) return [value.declaration];
  if (isKind(value, "list")) {
    const found = value.items.map((item) => typesOf(run, item));
    return found.includes(undefined) ? undefined : found.flatMap((types) => types ?? []);
  }
  if (!isUnknown(value) || value.type === undefined || value.scope === undefined) return undefined;
  const { type, scope } = value;
  const element = /(?:List|Set|Collection|\[\]|\.\.\.)$/.test(type.name) ? type.args[0] : type;
  const declaration = element && findType(run.program, element.name, scope);
  return declaration === undefined || declaration === null ? undefined : concrete(run, declaration);
}

/** `a/src/main/java/x/Y.java` -> `a`. */
function sourcesOf(path: string): string {
  return path.split(/\/?src\//)[0] ?? "";
}
