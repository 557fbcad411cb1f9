import { ancestors, findType, type Scope } from "./resolve.ts";
import type { Run } from "./run.ts";
import type { Declaration, TypeRef } from "./syntax.ts";
import type { Instance, Value } from "./values.ts";

const maxCandidates = 300;

/** A value of a type that somebody else gives: an object of the snapshot's class, or what is only known by its type. */
export function assume(run: Run, type: TypeRef, scope: Scope): Value {
  const declaration = findType(run.program, type.name, scope);
  const [only, ...others] = declaration === undefined ? [] : concrete(run, declaration);
  if (only !== undefined && others.length === 0) return anyOf(run, only);
  return { kind: "unknown", type, scope };
}

/** One object for each class of the snapshot that a type of it can stand for; empty for a type from outside. */
export function candidates(run: Run, type: TypeRef, scope: Scope): Instance[] {
  const declaration = findType(run.program, type.name, scope);
  if (declaration === undefined) return [];
  return concrete(run, declaration).map((one) => anyOf(run, one));
}

/** The type itself and those below it that can be made. */
export function concrete(run: Run, declaration: Declaration): Declaration[] {
  if (declaration.kind === "enum" || declaration.kind === "annotation") return [];
  return [declaration, ...run.program.subtypes(declaration).filter(isBelow(run, declaration))]
    .filter((one) => !one.abstract && one.kind !== "interface")
    .slice(0, maxCandidates);
}

/** Names alone can mislead: two packages may both have a `Tool`. */
function isBelow(run: Run, declaration: Declaration): (one: Declaration) => boolean {
  return (one) => ancestors(run.program, one).includes(declaration);
}

/** Any object of a class. */
export function anyOf(run: Run, declaration: Declaration): Instance {
  const known = run.objects.get(declaration);
  if (typeof known === "object" && known?.kind === "instance") return known;
  const made: Instance = { kind: "instance", declaration, fields: new Map(), assumed: true };
  run.objects.set(declaration, made);
  return made;
}
