import type { Argument, Imported } from "../language.ts";
import type { FunctionNotes, Notes } from "../notes.ts";

const maxLevels = 60;

/** What a place in a file of JavaScript sees: the names of its function, then those of the functions around it. */
export interface Scope {
  /** The class or object literal that `this` is. */
  owner?: string;
  /** Without one it stands in a class's body or outside all functions. */
  function?: FunctionNotes;
  parent?: Scope;
  /** Names that are declared in it. */
  names: Set<string>;
  /** Types of those names. */
  types: Map<string, string>;
  /** Properties of those that hold an object literal, by name. */
  objects: Map<string, Property[]>;
}

/** A property of an object literal: `method: "POST"`. */
export type Property = Required<Pick<Argument, "name" | "text">>;

/** What is noted of a file, beside what all languages note. */
export interface FileNotes {
  notes: Notes;
  /** Path without its folder. */
  name: string;
  /** Types of fields by `Class.field`. */
  fields: Map<string, string>;
  /** Names that functions import for themselves, and those that functions declare. */
  importedWithin: Set<string>;
  declaredWithin: Set<string>;
}

export function newScope(
  parent?: Scope,
  own: { owner?: string; function?: FunctionNotes } = {},
): Scope {
  return {
    ...own,
    ...(parent === undefined ? {} : { parent }),
    names: new Set(own.function?.parameters.map(({ name }) => name)),
    types: new Map(),
    objects: new Map(),
  };
}

/** The scope that declares a name; the place's own when none does. */
export function homeOf(scope: Scope, name: string): Scope {
  let at: Scope | undefined = scope;
  for (let level = 0; at !== undefined && level < maxLevels; level += 1) {
    if (at.names.has(name)) return at;
    at = at.parent;
  }
  return scope;
}

/** Notes a name of a scope, with what it holds as far as that is known. */
export function declare(
  { notes, declaredWithin }: FileNotes,
  scope: Scope,
  name: string,
  { text, type }: { text?: string | undefined; type?: string | undefined },
): void {
  scope.names.add(name);
  if (scope.function !== undefined) declaredWithin.add(name);
  notes.assign(scope, name, text);
  if (type === undefined) return;
  notes.type(scope, name, type);
  if (!scope.types.has(name)) scope.types.set(name, type);
}

/** Notes a field of a class or of an object that a name holds. */
export function field(
  { notes, fields }: FileNotes,
  owner: string,
  name: string,
  { text, type }: { text?: string | undefined; type?: string | undefined },
): void {
  notes.field(owner, name, text, type);
  if (type !== undefined && !fields.has(`${owner}.${name}`)) fields.set(`${owner}.${name}`, type);
}

/** What a name is imported as, unless a function around the place declares it. */
export function importedAs({ notes }: FileNotes, scope: Scope, name: string): Imported | undefined {
  return homeOf(scope, name).names.has(name) ? undefined : notes.imports.get(name);
}
