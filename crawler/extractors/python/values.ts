import type { Call, Place } from "../../../model.ts";
import type { Callable, Statement } from "./syntax.ts";

/** What an expression may stand for, as far as it can be told without running anything. */
export type Value = string | number | boolean | null | Composite;

export type Composite =
  | List
  | Dict
  | Func
  | Class
  | Instance
  | Module
  | External
  | Made
  | Member
  | Generic
  | Choice
  | Super
  | ToolDecorator
  | Unknown;

export interface List {
  kind: "list";
  type: "list" | "tuple" | "set";
  items: Value[];
  /** The names of its items, for a named tuple. */
  fields?: readonly string[];
  /** There may be more items than these. */
  open?: boolean;
  /** How many conditions it was made under; absent where that is not known. */
  depth?: number;
  /** The items that were added under further conditions, with these in the source's words. */
  maybe?: Map<Value, string>;
}

export interface Dict {
  kind: "dict";
  entries: Map<Value, Value>;
  /** Where it is written out. */
  at?: Place;
  /** How many conditions it was made under; absent where that is not known. */
  depth?: number;
  /** There may be more entries than these. */
  open?: boolean;
}

export interface Func {
  kind: "func";
  callable: Callable;
  scope: Scope;
  /** What it is bound to: `self` or `cls`. */
  self?: Value;
  /** The class in whose body it stands. */
  owner?: Class;
  binding?: "static" | "class" | "property";
  /** How many conditions it was defined under; absent where that is not known. */
  depth?: number;
  /** What `functools.wraps` copied from. */
  wraps?: Func;
  attributes: Map<string, Value>;
}

export interface Class {
  kind: "class";
  name: string;
  docstring?: string;
  bases: Value[];
  scope: Scope;
  at: Place;
  annotated: Map<string, AnnotatedField>;
  subclasses: Class[];
}

export interface AnnotatedField {
  annotation: import("./syntax.ts").Expression;
  default?: import("./syntax.ts").Expression;
}

export interface Instance {
  kind: "instance";
  class: Class;
  attributes: Map<string, Value>;
  /** Any attribute may have been set to something else. */
  open?: boolean;
  /** For a member of an Enum. */
  member?: { name: string; value: Value };
}

export interface Module {
  kind: "module";
  path: string;
  scope: Scope;
  statements: Statement[];
  /** Where its text was made and executed, for what stands in no file. */
  madeAt?: Place;
}

/** A name that comes from outside the snapshot: `mcp.types.Tool`, `builtins.str`. */
export interface External {
  kind: "external";
  path: string;
}

/** What a call of something external gave. */
export interface Made {
  kind: "made";
  path: string;
  positional: Value[];
  keywords: Map<string, Value>;
  at: Place;
  attributes: Map<string, Value>;
  /** What a call of it sends, where it runs no function of the snapshot. */
  request?: Call;
}

/** An attribute of something that is not known well enough. */
export interface Member {
  kind: "member";
  of: Value;
  name: string;
}

/** `Optional[str]`, `list[int]`, `str | None`. */
export interface Generic {
  kind: "generic";
  of: Value;
  arguments: Value[];
}

/** One of these, the likeliest first. */
export interface Choice {
  kind: "choice";
  options: Value[];
}

export interface Super {
  kind: "super";
  self: Value;
  after: Class;
}

/** `server.tool(...)` and its like, waiting for the function. */
export interface ToolDecorator {
  kind: "tool-decorator";
  role: "tool" | "list_tools" | "call_tool";
  server: Value;
  positional: Value[];
  keywords: Map<string, Value>;
  open: boolean;
  at: Place;
}

export interface Unknown {
  kind: "unknown";
  /** What could not be followed: a noun phrase. */
  reason: string;
  /** The type it was declared with. */
  type?: Value;
}

export interface Scope {
  names: Map<string, Value>;
  parent?: Scope;
  module: Module;
  type: "module" | "class" | "function";
  /** Names that belong to an outer scope. */
  outer?: Set<string>;
  /** Of the function that runs, for `super()`. */
  running?: Func;
  yields?: List;
  returns?: Value[];
}

export function unknown(reason: string): Unknown {
  return { kind: "unknown", reason };
}

export function listOf(items: Value[], type: List["type"] = "list"): List {
  return { kind: "list", type, items };
}

export function external(path: string): External {
  return { kind: "external", path };
}

/** The first that is there; Python's None, which is null here, is there. */
export function firstOf(...values: [...(Value | undefined)[], Value]): Value {
  return values.find((value) => value !== undefined) as Value;
}

export function isComposite(value: Value | undefined): value is Composite {
  return typeof value === "object" && value !== null;
}

const maxOptions = 8;

/** One of the given, flattened and without repetition; what is known stands before what is not, something before None. */
export function choice(values: Value[]): Value {
  const options = [
    ...new Set(
      values.flatMap((value) =>
        isComposite(value) && value.kind === "choice" ? value.options : [value],
      ),
    ),
  ];
  options.sort((a, b) => rank(a) - rank(b));
  const [only] = options;
  if (options.length === 1 && only !== undefined) return only;
  return { kind: "choice", options: options.slice(0, maxOptions) };
}

function rank(value: Value): number {
  if (value === null) return 1;
  if (!isComposite(value)) return 0;
  if (value.kind === "unknown") return 3;
  return value.kind === "member" ? 2 : 0;
}

/** The likeliest of a choice; any other value itself. */
export function likeliest(value: Value): Value {
  return isComposite(value) && value.kind === "choice" ? (value.options[0] ?? null) : value;
}

/** The text that a value is, an Enum's member counting as its value; undefined when it is no text. */
export function textOf(value: Value | undefined): string | undefined {
  if (value === undefined) return undefined;
  const likely = likeliest(value);
  if (typeof likely === "string") return likely;
  if (isComposite(likely) && likely.kind === "instance" && likely.member)
    return textOf(likely.member.value);
  return undefined;
}

/** Values that one question may look at: what is small may repeat itself without end. */
export interface Budget {
  left: number;
}

const maxLooks = 100_000;
/** A fresh one. */
export const newBudget = (): Budget => ({ left: maxLooks });

/** The text as Python's `str()` would give it; undefined when that is not known or too long. */
export function written(value: Value, depth = 0, budget = newBudget()): string | undefined {
  const likely = likeliest(value);
  budget.left -= 1 + (typeof likely === "string" ? likely.length / 10 : 0);
  if (budget.left < 0) return undefined;
  if (likely === null) return "None";
  if (typeof likely === "boolean") return likely ? "True" : "False";
  if (typeof likely === "number") return String(likely);
  if (isComposite(likely) && likely.kind === "list") {
    const items = likely.items.map((item) =>
      depth > 20 || budget.left < 0 ? undefined : represented(item, depth + 1, budget),
    );
    if (items.includes(undefined) || likely.open) return undefined;
    const [left, right] = likely.type === "list" ? "[]" : likely.type === "tuple" ? "()" : "{}";
    return `${left}${items.join(", ")}${likely.type === "tuple" && items.length === 1 ? "," : ""}${right}`;
  }
  if (isComposite(likely) && likely.kind === "instance" && likely.member)
    return depth > 20 ? undefined : written(likely.member.value, depth + 1, budget);
  return textOf(likely);
}

function represented(value: Value, depth: number, budget: Budget): string | undefined {
  const text = textOf(value);
  budget.left -= 1 + (text?.length ?? 0) / 10;
  return text === undefined
    ? written(value, depth, budget)
    : `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}

/** Whether a value counts as true; undefined when that is not known. */
export function truth(value: Value): boolean | undefined {
  if (!isComposite(value)) return Boolean(value);
  switch (value.kind) {
    case "choice": {
      const answers = new Set(value.options.map(truth));
      return answers.size === 1 ? [...answers][0] : undefined;
    }
    case "list":
      return value.items.length > 0 ? true : value.open ? undefined : false;
    case "dict":
      return value.entries.size > 0 ? true : value.open ? undefined : false;
    case "external":
      return value.path === "typing.TYPE_CHECKING" ? true : undefined;
    case "made":
    case "member":
    case "unknown":
    case "generic":
      return undefined;
    default:
      return true;
  }
}
