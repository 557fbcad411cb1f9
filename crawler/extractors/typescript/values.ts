/** What an expression is known to be without running it. Primitives stand for themselves. */
import type { ArrowFunctionExpression, Class, Function as FunctionNode, Node } from "oxc-parser";
import type { JsonSchema } from "../../../model.ts";
import type { Module } from "./modules.ts";

export type Value = undefined | null | boolean | number | string | Thing;

export type Thing =
  | Unknown
  | Choice
  | ArrayValue
  | ObjectValue
  | FunctionValue
  | NativeValue
  | ExternalValue
  | SchemaValue
  | NamespaceValue
  | MapValue
  | SetValue;

/** Nothing is known; `hint` is the schema that it was made from, for a converter that could not be followed. */
export interface Unknown {
  kind: "unknown";
  hint?: SchemaValue;
}

/** One of several values, or one that is only there under a condition. */
export interface Choice {
  kind: "choice";
  options: Option[];
}

export interface Option {
  value: Value;
  /** The condition in the source's words. */
  when?: string | undefined;
  /** It takes something that wasn't set to be set: another option is what happens by default. */
  isUnlikely?: boolean | undefined;
}

export interface ArrayValue {
  kind: "array";
  items: Value[];
  /** There may be more items than are known. */
  open: boolean;
  /** Some items may not be there, or be there more than once. */
  isLoose?: boolean;
  /** How many conditions enclosed its creation. */
  born: number;
}

export interface ObjectValue {
  kind: "object";
  props: Map<string, Value>;
  getters?: Map<string, FunctionValue>;
  setters?: Map<string, FunctionValue>;
  proto?: ObjectValue | undefined;
  /** The class outside the snapshot that it is an instance of, or whose prototype it stands for. */
  base?: ExternalValue;
  /** There may be more properties than are known. */
  open: boolean;
  born: number;
  site?: Site | undefined;
  /** The literal in which it was written as a member. */
  within?: ObjectValue;
  /** Handed to code that could not be followed. */
  escaped?: boolean;
}

export interface Site {
  module: Module;
  node: Node;
}

export type Callable = FunctionNode | ArrowFunctionExpression | Class;

/** A function or class of the snapshot with the scope that it closes over. */
export interface FunctionValue {
  kind: "function";
  node: Callable;
  scope: Scope;
  props: Map<string, Value>;
  getters?: Map<string, FunctionValue>;
  prototype?: ObjectValue;
  superclass?: Value;
  /** `this` of a bound function. */
  self?: Value;
  bound?: Value[];
  /** The prototype that a method stands on, where `super` starts. */
  home?: ObjectValue | FunctionValue;
}

/** A method of the language on a known receiver. */
export interface NativeValue {
  kind: "native";
  self: Value;
  name: string;
  call?: (args: Value[]) => Value;
}

/** Something imported from outside the snapshot, or a global, by the path of its members. */
export interface ExternalValue {
  kind: "external";
  module: string;
  path: readonly string[];
  /** The instance on which a member was looked up. */
  self?: Value;
  /** The function that was given to a call of it. */
  wraps?: FunctionValue;
}

/** A zod or TypeBox schema as the JSON Schema that it prints. */
export interface SchemaValue {
  kind: "schema";
  json: JsonSchema;
  optional: boolean;
  /** Members of an object schema. */
  shape?: Map<string, Value>;
  /** Further facts: `values` of an enum, `inner` of a wrapper. */
  values?: Value;
  inner?: SchemaValue;
  /** zod's name of the outermost class, when it wraps another: `ZodOptional`. */
  wrapper?: string;
}

export interface NamespaceValue {
  kind: "namespace";
  module: Module;
}

export interface MapValue {
  kind: "map";
  entries: Map<Value, Value>;
  open: boolean;
  born: number;
}

export interface SetValue {
  kind: "set";
  items: Set<Value>;
  open: boolean;
  isLoose?: boolean;
  born: number;
}

export interface Binding {
  value: Value;
  /** How many branches of unknown outcome enclosed its declaration. */
  born: number;
}

export interface Scope {
  bindings: Map<string, Binding>;
  parent?: Scope;
  module: Module;
  /** `var` and `this` live in scopes of functions and modules. */
  isFunction: boolean;
  function?: FunctionValue;
}

export const unknown: Unknown = { kind: "unknown" };
const maxOptions = 512;

/** What is passed to a function of which only the number of parameters is known. */
export function unknowns(count: number): Value[] {
  return Array.from({ length: Math.min(count, 20) }, () => unknown);
}

export function isThing(value: Value): value is Thing {
  return typeof value === "object" && value !== null;
}

export function isUnknown(value: Value): value is Unknown {
  return isThing(value) && value.kind === "unknown";
}

export function external(module: string, ...path: string[]): ExternalValue {
  return { kind: "external", module, path };
}

/** Joins what a value can be; one unconditional option is that value itself. */
export function choose(options: readonly Option[]): Value {
  const found = new Map<Value, Option>();
  for (const outer of options) {
    const { value } = outer;
    if (!isThing(value) || value.kind !== "choice") addOption(found, outer, outer);
    else for (const inner of value.options) addOption(found, outer, inner);
  }
  if (found.size === 0) return unknown;
  const [only] = found.values();
  if (only !== undefined && found.size === 1 && only.when === undefined) return only.value;
  return { kind: "choice", options: [...found.values()] };
}

function addOption(found: Map<Value, Option>, outer: Option, inner: Option): void {
  const value = isVague(inner.value) ? unknown : inner.value;
  const when = both(outer.when, inner.when);
  const isUnlikely = outer.isUnlikely === true || inner.isUnlikely === true;
  const known = found.get(value);
  if (known !== undefined) {
    if (known.when !== when) known.when = undefined;
    if (!isUnlikely) known.isUnlikely = false;
  } else if (found.size < maxOptions) found.set(value, { value, when, isUnlikely });
}

/** What came out of code that could not be followed is no better than unknown among other options. */
function isVague(value: Value): boolean {
  if (!isThing(value)) return false;
  if (value.kind === "unknown") return value.hint === undefined;
  return (
    value.kind === "external" &&
    value.wraps === undefined &&
    value.path.some((part) => part === "()" || part === "*")
  );
}

/** The options of a choice, or the value as its only option. */
export function optionsOf(value: Value): readonly Option[] {
  return isThing(value) && value.kind === "choice" ? value.options : [{ value }];
}

/** What is left when conditions, unknown options and absent ones are put aside: the first that is there by default. */
export function settle(value: Value): Value {
  if (!isThing(value) || value.kind !== "choice") return value;
  const known = value.options.filter((option) => !isUnknown(option.value));
  const present = known.filter((option) => option.value !== undefined && option.value !== null);
  const found = present.find((option) => option.isUnlikely !== true) ?? present[0] ?? known[0];
  return found === undefined ? unknown : found.value;
}

export function both(left: string | undefined, right: string | undefined): string | undefined {
  if (left === undefined || left === right) return right;
  return right === undefined ? left : `${left} && ${right}`;
}

/** True, false, or undefined when it can't be told. */
export function truth(value: Value): boolean | undefined {
  if (!isThing(value)) return Boolean(value);
  if (value.kind === "unknown" || value.kind === "external") return undefined;
  if (value.kind !== "choice") return true;
  const [first, ...rest] = value.options.map((option) => truth(option.value));
  return rest.every((other) => other === first) ? first : undefined;
}

/** Whether it is null or undefined; undefined when it can't be told. */
export function absent(value: Value): boolean | undefined {
  if (!isThing(value)) return value === undefined || value === null;
  if (value.kind === "unknown" || value.kind === "external") return undefined;
  if (value.kind !== "choice") return false;
  const [first, ...rest] = value.options.map((option) => absent(option.value));
  return rest.every((other) => other === first) ? first : undefined;
}
