import type { Node } from "web-tree-sitter";
import type { Place } from "../../../model.ts";
import type { Item, Owner } from "./items.ts";
import type { TypeAt } from "./types.ts";

/** What an expression was folded to. `Some` and `Ok` are what they hold, `None` and `()` are null, tuples are lists. */
export type Value =
  | null
  | boolean
  | number
  | string
  | Value[]
  | Dict
  | Struct
  | Callable
  | Closure
  | TypeValue
  | Unknown;

/** A JSON object or a map. */
export type Dict = Map<string, Value>;

/** A value of a struct, or of a variant of an enum; fields of a tuple are named by index. */
export interface Struct {
  kind: "struct";
  /** Name of the type, or of the variant. */
  name: string;
  fields: Dict;
  /** Declared in this snapshot. */
  item?: Item;
  /** The enum of a variant. */
  variantOf?: string;
}

export interface Callable {
  kind: "function";
  item: Item;
}

export interface Closure {
  kind: "closure";
  node: Node;
  scope: Scope;
}

export interface TypeValue {
  kind: "type";
  type: TypeAt;
}

export interface Unknown {
  kind: "unknown";
  /** What could not be followed, in the source's words. */
  text: string;
  /** The part of a text that is known, with what is not in braces. */
  partly?: string;
}

export interface Scope {
  names: Dict;
  parent?: Scope;
  frame: Frame;
}

/** One call. */
export interface Frame {
  path: string;
  offset: number;
  owner?: Owner;
  generics: Map<string, TypeAt>;
  /** What it returned where the condition of the return could not be decided. */
  returned: Value[];
  depth: number;
  /** Where the macro was called whose expansion is being evaluated. */
  expanding?: Place;
}

/** What is known of tables, tools and routes beside their fields. */
export interface Facts {
  places: WeakMap<object, Place>;
  /** Conditions under which it was put where it is. */
  when: WeakMap<object, string>;
  /** The annotated function that it was made from. */
  origin: WeakMap<object, Item>;
  /** The function or closure that a call of the tool runs. */
  handlers: WeakMap<object, Place>;
}

export function unknown(text: string): Unknown {
  return { kind: "unknown", text: text.slice(0, 400).replace(/\s+/g, " ").slice(0, 80) };
}

/** A text of which these parts are known, with the others in braces; unknown as a whole. */
export function partlyKnown(parts: Value[], text: string): Unknown {
  const written = parts.map((part) => {
    if (isUnknown(part)) return part.partly ?? `{${part.text}}`;
    return typeof part === "object" ? "{}" : String(part);
  });
  const isKnown = parts.some((part) => typeof part === "string" && part.trim() !== "");
  return { ...unknown(text), ...(isKnown ? { partly: written.join("").slice(0, maxPartly) } : {}) };
}

const maxPartly = 20_000;

export function isUnknown(value: Value | undefined): value is Unknown {
  return hasKind(value, "unknown");
}

export function isStruct(value: Value | undefined): value is Struct {
  return hasKind(value, "struct");
}

export function isDict(value: Value | undefined): value is Dict {
  return value instanceof Map;
}

function hasKind(value: Value | undefined, kind: string): boolean {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Map) &&
    value.kind === kind
  );
}

/** Fields of a struct or entries of a map. */
export function fieldsOf(value: Value | undefined): Dict | undefined {
  if (isDict(value)) return value;
  return isStruct(value) ? value.fields : undefined;
}

const maxNodes = 200_000;

/** A value as JSON, as far as it is known: unknown entries are left out; undefined when nothing is known. */
export function toJson(value: Value | undefined): unknown {
  const budget = { left: maxNodes };
  return convert(value, budget, 0);
}

function convert(value: Value | undefined, budget: { left: number }, depth: number): unknown {
  budget.left -= 1;
  if (value === undefined || budget.left < 0 || depth > 200) return undefined;
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value))
    return value.map((one) => convert(one, budget, depth + 1)).filter((one) => one !== undefined);
  const fields = fieldsOf(value);
  if (fields === undefined) return undefined;
  if (isStruct(value) && value.variantOf !== undefined && fields.size === 0) return value.name;
  return Object.fromEntries(
    [...fields].flatMap(([key, one]) => {
      const json = convert(one, budget, depth + 1);
      return json === undefined ? [] : [[key, json] as const];
    }),
  );
}

export function fromJson(json: unknown, depth = 0): Value {
  if (Array.isArray(json)) return depth > 200 ? [] : json.map((one) => fromJson(one, depth + 1));
  if (typeof json === "object" && json !== null)
    return new Map(
      depth > 200 ? [] : Object.entries(json).map(([key, one]) => [key, fromJson(one, depth + 1)]),
    );
  if (typeof json === "string" || typeof json === "number" || typeof json === "boolean")
    return json;
  return null;
}

/** A map of key and value pairs. */
export function toDict(pairs: Value[]): Dict {
  return new Map(
    pairs.flatMap((pair): [string, Value][] =>
      Array.isArray(pair) && typeof pair[0] === "string" ? [[pair[0], pair[1] ?? null]] : [],
    ),
  );
}
