import type { Place } from "../../../model.ts";
import { ancestors, attributeOf, lacks } from "./attribute.ts";
import { callValue, type Arguments } from "./call.ts";
import { executeText } from "./execute-text.ts";
import { itemsOf, pairs } from "./items.ts";
import { pathOf } from "./paths.ts";
import { limits, type Run } from "./run.ts";
import { isCallable, isInstance, isSubclass } from "./type-checks.ts";
import {
  choice,
  firstOf,
  isComposite,
  likeliest,
  listOf,
  textOf,
  truth,
  unknown,
  written,
  type Dict,
  type List,
  type Value,
} from "./values.ts";

/** A function that Python itself provides. */
export type Builtin = (run: Run, given: Arguments, at: Place) => Value;

/** The first argument. */
export function first(given: Arguments): Value {
  return firstOf(given.positional[0], unknown("a missing argument"));
}

function listWith(type: List["type"]): Builtin {
  return (run, given) => {
    const made: List = { ...listOf([], type), depth: run.when.length };
    if (given.positional.length === 0) return made;
    const { items, open } = itemsOf(first(given));
    return { ...made, items: [...items], ...(open && { open }) };
  };
}

function zip(run: Run, given: Arguments): Value {
  const lists = given.positional.map((value) => itemsOf(value).items);
  const length = Math.min(...lists.map((items) => items.length));
  if (!Number.isFinite(length)) return listOf([]);
  return listOf(
    Array.from({ length }, (_, index) =>
      listOf(
        lists.map((items) => items[index] ?? null),
        "tuple",
      ),
    ),
  );
}

/** `format(value, "05d")` for widths and places of numbers and texts. */
function formatted([value = null, specifier]: Value[]): Value {
  const spec = /^(?<align>[<>]?)(?<zero>0?)(?<width>\d{0,3})(?:\.(?<places>\d{1,2})f|[ds])?$/.exec(
    textOf(specifier) ?? "",
  )?.groups;
  const likely = likeliest(value);
  const { align = "", zero = "", width = "", places } = spec ?? {};
  const text =
    places !== undefined && typeof likely === "number"
      ? likely.toFixed(Number(places))
      : written(value);
  if (!spec || text === undefined) return unknown("a formatted text");
  const right = align === ">" || (align === "" && typeof likely === "number");
  return right
    ? text.padStart(Number(width), zero === "" ? " " : zero)
    : text.padEnd(Number(width), " ");
}

/** `range(…)` as far as it is followed. */
function rangeOf(bounds: Value[]): Value {
  const numbers = bounds.filter((bound) => typeof bound === "number");
  if (numbers.length < bounds.length || numbers.length === 0) return unknown("a range");
  const [from = 0, to = 0, by = 1] = numbers.length === 1 ? [0, ...numbers] : numbers;
  const count = by === 0 ? 0 : Math.max(0, Math.ceil((to - from) / by));
  const items = Array.from(
    { length: Math.min(limits.items, count) },
    (_, index) => from + index * by,
  );
  return { ...listOf(items), ...(count > items.length && { open: true }) };
}

/** `dict(…)`. */
export function dictOf(run: Run, given: Arguments): Value {
  const dict: Dict = { kind: "dict", entries: new Map(), ...(given.open && { open: true }) };
  const source = given.positional[0] === undefined ? undefined : likeliest(given.positional[0]);
  if (isComposite(source) && source.kind === "dict")
    for (const [key, value] of source.entries) dict.entries.set(key, value);
  else if (source !== undefined) {
    for (const pair of itemsOf(source).items) {
      const [key, value] = itemsOf(pair).items;
      if (key !== undefined && value !== undefined) dict.entries.set(key, value);
    }
  }
  for (const [key, value] of given.keywords) dict.entries.set(key, value);
  return dict;
}

function sorted(run: Run, given: Arguments, at: Place): Value {
  const { items, open } = itemsOf(first(given));
  const key = given.keywords.get("key");
  const keyed = items.map((item) => {
    const by =
      key === undefined
        ? item
        : likeliest(
            callValue(run, key, { positional: [item], keywords: new Map(), open: false }, at),
          );
    return { item, by: textOf(by) ?? (typeof by === "number" ? by : "") };
  });
  keyed.sort((a, b) => (a.by < b.by ? -1 : a.by > b.by ? 1 : 0));
  if (given.keywords.get("reverse") === true) keyed.reverse();
  return { ...listOf(keyed.map(({ item }) => item)), ...(open && { open }) };
}

/** The public names of an object, with what they are bound to. */
export function membersOf(run: Run, value: Value): [string, Value][] {
  const likely = likeliest(value);
  if (!isComposite(likely)) return [];
  const names = new Set<string>();
  if (likely.kind === "module") for (const name of likely.scope.names.keys()) names.add(name);
  const type =
    likely.kind === "instance" ? likely.class : likely.kind === "class" ? likely : undefined;
  if (type)
    for (const each of ancestors(type)) for (const name of each.scope.names.keys()) names.add(name);
  if (likely.kind === "instance") for (const name of likely.attributes.keys()) names.add(name);
  return [...names]
    .toSorted()
    .slice(0, limits.items)
    .map((name) => [name, attributeOf(run, likely, name)]);
}

function getAttribute(run: Run, given: Arguments): Value {
  const [object, name, otherwise] = given.positional;
  const text = textOf(name);
  if (object === undefined || text === undefined)
    return unknown("an attribute whose name is not known");
  const value = attributeOf(run, object, text);
  const missing = isComposite(value) && value.kind === "member";
  if (missing && otherwise !== undefined && lacks(object, text)) return otherwise;
  return missing && otherwise !== undefined ? choice([otherwise, value]) : value;
}

/** The functions that Python itself provides, by name. */
export const builtins = new Map<string, Builtin>([
  [
    "str",
    (_run, given) =>
      given.positional.length === 0
        ? ""
        : (written(first(given)) ?? pathOf(first(given)) ?? unknown("a text")),
  ],
  ["format", (_run, given) => formatted(given.positional)],
  ["repr", (_run, given) => written(listOf([first(given)]))?.slice(1, -1) ?? unknown("a text")],
  [
    "len",
    (run, given) =>
      itemsOf(first(given)).open ? unknown("a length") : itemsOf(first(given)).items.length,
  ],
  ["list", listWith("list")],
  ["tuple", listWith("tuple")],
  ["set", listWith("set")],
  ["frozenset", listWith("set")],
  ["iter", listWith("list")],
  ["dict", dictOf],
  ["zip", zip],
  ["sorted", sorted],
  ["isinstance", isInstance],
  ["issubclass", (_run, given) => isSubclass(given)],
  ["callable", (_run, given) => isCallable(given)],
  ["getattr", getAttribute],
  ["bool", (_run, given) => truth(first(given)) ?? unknown("a condition")],
  ["int", (_run, given) => (typeof first(given) === "number" ? first(given) : unknown("a number"))],
  [
    "float",
    (_run, given) => (typeof first(given) === "number" ? first(given) : unknown("a number")),
  ],
  ["exec", executeText],
  ["dir", (run, given) => listOf(membersOf(run, first(given)).map(([name]) => name))],
  ["vars", (run, given) => ({ kind: "dict", entries: new Map(membersOf(run, first(given))) })],
  ["reversed", (run, given) => listOf(itemsOf(first(given)).items.toReversed())],
  [
    "next",
    (run, given) =>
      firstOf(itemsOf(first(given)).items[0], given.positional[1], unknown("a missing item")),
  ],
  [
    "enumerate",
    (run, given) => pairs(itemsOf(first(given)).items.map((item, index) => [index, item] as const)),
  ],
  ["range", (_run, given) => rangeOf(given.positional)],
  [
    "any",
    (run, given) =>
      itemsOf(first(given)).items.some((item) => truth(item) === true) || unknown("a condition"),
  ],
  [
    "hasattr",
    (run, given) => {
      const value = getAttribute(run, given);
      const [object, name] = given.positional;
      if (isComposite(value) && value.kind === "member" && lacks(object ?? null, textOf(name)))
        return false;
      return isComposite(value) &&
        (value.kind === "member" || value.kind === "unknown" || value.kind === "external")
        ? unknown("whether an attribute is there")
        : true;
    },
  ],
  [
    "setattr",
    (_run, given) => {
      const [object, name, value] = given.positional;
      const text = textOf(name);
      if (
        isComposite(object) &&
        "attributes" in object &&
        text !== undefined &&
        value !== undefined
      )
        object.attributes.set(text, value);
      if (isComposite(object) && object.kind === "instance" && text === undefined)
        object.open = true;
      if (
        isComposite(object) &&
        object.kind === "class" &&
        text !== undefined &&
        value !== undefined
      )
        object.scope.names.set(text, value);
      return null;
    },
  ],
  [
    "type",
    (_run, given) => {
      const value = likeliest(first(given));
      return isComposite(value) && value.kind === "instance" ? value.class : unknown("a type");
    },
  ],
  [
    "map",
    (run, given, at) => {
      const [callee, list] = given.positional;
      const { items, open } = itemsOf(list ?? null);
      const mapped = items.map((item) =>
        callValue(
          run,
          callee ?? null,
          { positional: [item], keywords: new Map(), open: false },
          at,
        ),
      );
      return { ...listOf(mapped), ...(open && { open }) };
    },
  ],
  [
    "filter",
    (run, given, at) => {
      const [callee, list] = given.positional;
      const { items, open } = itemsOf(list ?? null);
      const kept = items.filter(
        (item) =>
          truth(
            callee === null
              ? item
              : callValue(
                  run,
                  callee ?? null,
                  { positional: [item], keywords: new Map(), open: false },
                  at,
                ),
          ) !== false,
      );
      return { ...listOf(kept), ...(open && { open }) };
    },
  ],
]);

/** Names that every module sees. */
export const builtinNames: ReadonlySet<string> = new Set([
  ...builtins.keys(),
  "object",
  "bytes",
  "bytearray",
  "complex",
  "property",
  "staticmethod",
  "classmethod",
  "print",
  "open",
  "super",
  "min",
  "max",
  "sum",
  "all",
  "globals",
  "id",
  "hash",
  "Exception",
  "ValueError",
  "ImportError",
  "NotImplemented",
  "__import__",
  "memoryview",
]);
