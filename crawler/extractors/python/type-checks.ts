import { ancestors, externalBases, inherited } from "./attribute.ts";
import type { Arguments } from "./call.ts";
import type { Run } from "./run.ts";
import { isComposite, likeliest, unknown, type Value } from "./values.ts";

const plain = /^builtins\.(?:str|bytes|int|float|bool|list|tuple|set|dict)$/;
const others = /^builtins\.(?:str|bytes|list|tuple|set|dict|type)$/;

/** `isinstance(…)`; unknown when it can not be told. */
export function isInstance(run: Run, given: Arguments): Value {
  const [value, types] = given.positional.map(likeliest);
  const candidates = isComposite(types) && types.kind === "list" ? types.items : [types ?? null];
  const answers = candidates.map((type) => {
    if (
      isComposite(value) &&
      value.kind === "instance" &&
      isComposite(type) &&
      type.kind === "class"
    )
      return ancestors(value.class).includes(type);
    if (!isComposite(type) || type.kind !== "external") return undefined;
    if (typeof value === "string") return type.path === "builtins.str";
    // Where code answers requests itself, what is absent stands for what a client would bring.
    if (value === null)
      return type.path.endsWith(".NoneType") || (run.answersItself ? undefined : false);
    if (typeof value === "boolean") return /^builtins\.(?:bool|int)$/.test(type.path);
    // A number may be of either kind; it is no text, list or dict.
    if (typeof value === "number" && others.test(type.path)) return false;
    if (isComposite(value) && (value.kind === "list" || value.kind === "dict")) {
      return type.path === `builtins.${value.kind === "list" ? value.type : "dict"}`;
    }
    if (!isComposite(value) || type.path !== "builtins.type") return undefined;
    if (value.kind === "generic") return false;
    return value.kind === "class" || (value.kind === "external" && plain.test(value.path))
      ? true
      : undefined;
  });
  if (answers.includes(true)) return true;
  return answers.includes(undefined) ? unknown("a check of a type") : false;
}

/** `issubclass(…)`; unknown when it can not be told. */
export function isSubclass(given: Arguments): Value {
  const [value, type] = given.positional.map(likeliest);
  if (!isComposite(value) || !isComposite(type)) return unknown("a check of a type");
  if (value.kind !== "class")
    return value.kind === "unknown" ? unknown("a check of a type") : false;
  if (type.kind === "class") return ancestors(value).includes(type);
  return type.kind === "external"
    ? externalBases(value).includes(type.path)
    : unknown("a check of a type");
}

/** `callable(…)`; unknown when it can not be told. */
export function isCallable(given: Arguments): Value {
  const value = likeliest(given.positional[0] ?? null);
  if (!isComposite(value)) return false;
  if (value.kind === "func" || value.kind === "class") return true;
  return value.kind === "instance"
    ? inherited(value.class, "__call__") !== undefined
    : unknown("whether something can be called");
}
