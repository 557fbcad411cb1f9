import type { Place } from "../../../model.ts";
import { keyOf } from "./sites.ts";
import type { Callable, SourceFile, TypeDeclaration, ValueDeclaration } from "./syntax.ts";

/** What an expression may stand for, as far as it can be told without running anything; null is Go's nil. */
export type Value = string | number | boolean | null | Composite;

export type Composite =
  | Slice
  | MapValue
  | Struct
  | Pointer
  | Reference
  | Func
  | Native
  | TypeValue
  | PackageValue
  | External
  | Choice
  | Tuple
  | Unknown;

export interface Slice {
  kind: "slice";
  items: Value[];
  /** There may be more items than these. */
  open?: boolean;
  /** There may be fewer items than these. */
  fewer?: boolean;
  type?: Type;
}

export interface MapValue {
  kind: "map";
  entries: Map<Value, Value>;
  /** There may be more entries than these. */
  open?: boolean;
  type?: Type;
}

export interface Struct {
  kind: "struct";
  type: Type;
  fields: Map<string, Value>;
  /** Its other fields may hold anything. */
  open?: boolean;
  /** The calls and the literal that made it, outermost first. */
  sites: Place[];
  /** The conditions under which it was made. */
  when: string[];
}

/** To a struct, a slice or a map: what it points to is shared. */
export interface Pointer {
  kind: "pointer";
  to: Value;
}

/** To a variable, a field or an entry. */
export interface Reference {
  kind: "reference";
  cells: Map<Value, Value>;
  key: Value;
}

export interface Func {
  kind: "func";
  callable: Callable;
  scope: Scope;
  receiver?: Value;
  /** Type arguments that were written out, in order. */
  types?: Type[];
  /** The named function type that it was converted to. */
  type?: Type;
}

/** A function of the standard library or of a stand-in that is not written in Go. */
export interface Native {
  kind: "native";
  name: string;
  types?: Type[];
}

export interface TypeValue {
  kind: "type";
  type: Type;
}

export interface PackageValue {
  kind: "package";
  path: string;
}

/** A name of a package that is not in the snapshot, or what is reached from one. */
export interface External {
  kind: "external";
  package: string;
  name: string;
}

/** One of these, the likeliest first. */
export interface Choice {
  kind: "choice";
  options: Value[];
}

export interface Tuple {
  kind: "tuple";
  items: Value[];
}

export interface Unknown {
  kind: "unknown";
  /** What could not be followed: a noun phrase. */
  reason: string;
  type?: Type;
  /** Surely an error, and not nil. */
  failure?: true;
  /** It depends on a setting, as of the environment or the command line. */
  setting?: {
    /** What it is as long as nobody sets anything; absent when that is not known. */ unset?: Value;
  };
}

export type Type =
  | { kind: "basic"; name: string }
  | { kind: "named"; definition: TypeDefinition; arguments: Type[] }
  | { kind: "external"; package: string; name: string; arguments: Type[] }
  | { kind: "pointer" | "slice" | "chan"; element: Type }
  | { kind: "map"; key: Type; element: Type }
  | { kind: "func"; parameters: Type[]; results: Type[] }
  | { kind: "struct"; fields: FieldType[] }
  | { kind: "interface"; methods: string[] }
  | { kind: "unknown" };

export interface FieldType {
  name: string;
  type: Type;
  tag: string;
  embedded: boolean;
}

export interface TypeDefinition {
  declaration: TypeDeclaration;
  scope: Scope;
  methods: Map<string, Func>;
}

/** A block's names; the outermost is a package's. */
export interface Scope {
  names: Map<Value, Value>;
  parent?: Scope;
  file: SourceFile;
  package: Package;
}

export interface Package {
  /** Its import path; `main` packages have one too. */
  path: string;
  name: string;
  /** A stand-in for a library, or undefined for a folder of the snapshot. */
  standIn: boolean;
  files: SourceFile[];
  functions: Map<string, Func>;
  types: Map<string, TypeDefinition>;
  values: Map<string, { declaration: ValueDeclaration; scope: Scope }>;
  /** What was evaluated so far. */
  names: Map<Value, Value>;
  inits: Func[];
  initialized: boolean;
}

export const unknownType: Type = { kind: "unknown" };

export function unknown(reason: string, type?: Type): Unknown {
  return { kind: "unknown", reason, ...(type && { type }) };
}

export function sliceOf(items: Value[], type?: Type): Slice {
  return { kind: "slice", items, ...(type && { type }) };
}

export function isComposite(value: Value | undefined): value is Composite {
  return typeof value === "object" && value !== null;
}

const maxOptions = 200;

/** One of the given, flattened and without repetition; what is known stands before what is not, something before nil. */
export function choice(values: Value[]): Value {
  const options = new Set<Value>();
  let slices: Slice | undefined;
  for (const value of values)
    for (const option of isComposite(value) && value.kind === "choice" ? value.options : [value]) {
      // Ways of building up a list differ in what they leave out: the whole holds all of it.
      if (isComposite(option) && option.kind === "slice") {
        if (slices === undefined) slices = option;
        else if (slices !== option) slices = joinSlices(slices, option);
      } else options.add(option);
    }
  if (slices !== undefined) {
    options.delete(null);
    options.add(slices);
  }
  const all = options.size > manyOptions ? distinct(options) : [...options];
  const list = all.toSorted((a, b) => rank(a) - rank(b)).slice(0, maxOptions);
  const [only] = list;
  if (only !== undefined && list.length === 1) return only;
  return list.length === 0 ? null : { kind: "choice", options: list };
}

const manyOptions = 6;

/** Without structs that were made by the same calls as another: the same code made them in the same way. */
function distinct(options: Set<Value>): Value[] {
  const seen = new Set<string>();
  return [...options].filter((option) => {
    const of = isComposite(option) && option.kind === "pointer" ? option.to : option;
    if (isComposite(of) && of.kind === "unknown") {
      const type = of.type?.kind === "named" ? of.type.definition.declaration.name : of.type?.kind;
      return !seen.has(`${type} ${of.reason}`) && seen.add(`${type} ${of.reason}`);
    }
    if (!isComposite(of) || of.kind !== "struct" || of.sites.length === 0) return true;
    const key = keyOf(of.sites);
    return !seen.has(key) && seen.add(key);
  });
}

function joinSlices(left: Slice, right: Slice): Slice {
  const items = [...new Set([...left.items, ...right.items])];
  const open = left.open || right.open;
  const fewer =
    left.fewer || right.fewer || items.length > Math.min(left.items.length, right.items.length);
  const type = left.type ?? right.type;
  return {
    kind: "slice",
    items,
    ...(open && { open: true }),
    ...(fewer && { fewer: true }),
    ...(type && { type }),
  };
}

function rank(value: Value): number {
  if (value === null) return 2;
  if (value === "") return 1;
  return isComposite(value) && value.kind === "unknown" ? 3 : 0;
}

/** The likeliest of a choice; any other value itself. */
export function likeliest(value: Value): Value {
  return isComposite(value) && value.kind === "choice" ? (value.options[0] ?? null) : value;
}

/** All that a value may be. */
export function optionsOf(value: Value): Value[] {
  return isComposite(value) && value.kind === "choice" ? value.options : [value];
}

/** What stands behind pointers and references; the likeliest of a choice. */
export function pointed(value: Value): Value {
  let current = likeliest(value);
  for (let hops = 0; hops < 10; hops++) {
    if (!isComposite(current)) return current;
    if (current.kind === "pointer") current = likeliest(current.to);
    else if (current.kind === "reference")
      current = likeliest(current.cells.get(current.key) ?? null);
    else return current;
  }
  return null;
}

/** A struct is copied where it is assigned or passed; anything else is shared. */
export function copied(value: Value, depth = 0): Value {
  if (!isComposite(value) || value.kind !== "struct" || depth > 5) return value;
  const fields = new Map<string, Value>();
  for (const [name, field] of value.fields) fields.set(name, copied(field, depth + 1));
  return { ...value, fields };
}

/** The text that a value is; undefined when it is none. */
export function textOf(value: Value | undefined): string | undefined {
  const likely = value === undefined ? undefined : pointed(value);
  return typeof likely === "string" ? likely : undefined;
}

/** Whether a value counts as true; undefined when that is not known. */
export function truth(value: Value): boolean | undefined {
  if (typeof value === "boolean") return value;
  if (isComposite(value) && value.kind === "choice") {
    const answers = new Set(value.options.map(truth));
    return answers.size === 1 ? [...answers][0] : undefined;
  }
  return undefined;
}
