import type { Scope } from "./resolve.ts";
import type { Declaration, Expression, Lines, Statement, TypeRef } from "./syntax.ts";

/** What an expression comes to. */
export type Value =
  | string
  | number
  | boolean
  | null
  | Unknown
  | List
  | Dictionary
  | Instance
  | Closure
  | External
  | TypeValue
  | Buffer;

/** An argument that a call is given. */
export interface Given {
  name?: string;
  value: Value;
}

/** What could not be followed. */
export interface Unknown {
  kind: "unknown";
  type?: TypeRef;
  scope?: Scope;
}

export interface List {
  kind: "list";
  items: Value[];
}

/** A map, or a JSON object that is being built. */
export interface Dictionary {
  kind: "dictionary";
  entries: Map<string, Value>;
}

/** An object of a type in the snapshot. */
export interface Instance {
  kind: "instance";
  declaration: Declaration;
  fields: Map<string, Value>;
  /** The name of the constant, for one of an enum. */
  constant?: string;
  /** It stands for any object of its type: a framework makes it. */
  assumed?: true;
  /** What an anonymous class sees around it. */
  around?: Environment;
}

export interface Closure {
  kind: "closure";
  parameters: string[];
  body: Statement[];
  at: Lines;
  environment: Environment;
  /** For a method reference. */
  reference?: Extract<Expression, { kind: "reference" }>;
}

/** An object of a type outside of the snapshot, as a record of what was done to it. */
export interface External {
  kind: "external";
  /** A type argument of the call that made it, if any. */
  of?: TypeValue;
  /** The full names that its type could have. */
  types: string[];
  args: Given[];
  /** Methods called on it, in order. */
  calls: { name: string; args: Value[] }[];
  at: Lines;
  path: string;
}

export interface TypeValue {
  kind: "type";
  type: TypeRef;
  scope: Scope;
}

/** A string builder. */
export interface Buffer {
  kind: "buffer";
  /** Undefined when something unknown was appended. */
  text: string | undefined;
}

/** The names that a piece of code sees. */
export interface Environment {
  variables: Map<string, Value>;
  parent?: Environment;
  scope: Scope;
  self?: Instance;
  /** Receivers of the Kotlin lambdas around it, innermost first. */
  receivers: Value[];
}

export const nothing: Unknown = { kind: "unknown" };

export function isUnknown(value: Value): value is Unknown {
  return typeof value === "object" && value !== null && value.kind === "unknown";
}

export function isKind<K extends Exclude<Value, string | number | boolean | null>["kind"]>(
  value: Value | undefined,
  kind: K,
): value is Extract<Value, { kind: K }> {
  return typeof value === "object" && value !== null && value.kind === kind;
}

export function list(items: Value[]): List {
  return { kind: "list", items };
}

export function dictionary(entries: Iterable<[string, Value]> = []): Dictionary {
  return { kind: "dictionary", entries: new Map(entries) };
}

/** The text that a value has inside of a string; undefined when it isn't known. */
export function textOf(value: Value | undefined): string | undefined {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean" || value === null)
    return String(value);
  if (isKind(value, "buffer")) return value.text;
  if (isKind(value, "instance")) return value.constant;
  return undefined;
}
