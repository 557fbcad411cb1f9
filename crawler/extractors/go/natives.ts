import type { Place } from "../../../model.ts";
import type { Arguments } from "./call.ts";
import { fromJson } from "./from-json.ts";
import { register } from "./register.ts";
import { schemaOf } from "./schema.ts";
import { toJson } from "./to-json.ts";
import { limits, write, type Run } from "./run.ts";
import { sprintf, written } from "./sprintf.ts";
import { reflectNatives, typeArgument } from "./reflection.ts";
import { textNatives } from "./texts.ts";
import { pointee, underlying, zeroOf } from "./types.ts";
import { typeOf } from "./type-of.ts";
import {
  choice,
  copied,
  isComposite,
  optionsOf,
  pointed,
  sliceOf,
  textOf,
  unknown,
  unknownType,
  type Slice,
  type Type,
  type Value,
} from "./values.ts";
import { ofSetting, unsetOf } from "./settings.ts";

type NativeFunction = (run: Run, values: Value[], context: Context) => Value;

interface Context {
  spread: boolean;
  types: Type[];
  at: Place;
}

const failure: Value = { kind: "unknown", reason: "an error", failure: true };

const builtins: [string, NativeFunction][] = [
  ["append", append],
  ["len", (_run, [of = null]) => lengthOf(of)],
  ["cap", (_run, [of = null]) => lengthOf(of)],
  ["make", (run, [type = null, length = null]) => made(run, type, length)],
  ["new", (run, [of = null]) => pointerTo(isType(of) ? zeroOf(run, typeArgument(of)) : of)],
  ["panic", () => null],
  ["print", () => null],
  ["println", () => null],
  ["recover", () => null],
  ["close", () => null],
  ["clear", () => null],
  ["copy", (_run, [to = null, from = null]) => copy(to, from)],
  ["delete", remove],
  ["min", (_run, values) => extreme(values, Math.min)],
  ["max", (_run, values) => extreme(values, Math.max)],
];

/** The names of the universe that are functions. */
export const nativeNames: ReadonlySet<string> = new Set(builtins.map(([name]) => name));

const natives = new Map<string, NativeFunction>([
  ...builtins,
  ...textNatives,
  [
    "fmt.Sprintf",
    (_run, [format = null, ...rest], { spread }) => sprintf(format, list(rest, spread)),
  ],
  ["fmt.Sprint", (_run, values, { spread }) => writtenAll(list(values, spread), "")],
  ["fmt.Sprintln", (_run, values, { spread }) => writtenAll(list(values, spread), " ")],
  ["fmt.Errorf", () => failure],
  ["errors.New", () => failure],
  ["json.marshal", (run, [of = null]) => marshal(run, of)],
  ["json.unmarshal", (run, [text = null, target = null]) => unmarshal(run, text, target)],
  ["embed.read", (run, [folder = null, name = null]) => readEmbedded(run, folder, name)],
  ["sort.Strings", (_run, [of = null]) => sortInPlace(of)],
  ["slices.Sort", (_run, [of = null]) => sortInPlace(of)],
  ["slices.sorted", (_run, [of = null]) => sorted(of)],
  ["maps.keys", (_run, [of = null]) => entriesOf(of, ([key]) => key)],
  ["maps.values", (_run, [of = null]) => entriesOf(of, ([, value]) => value)],
  ["maps.clone", (_run, [of = null]) => cloned(of)],
  ...reflectNatives,
]);

/** What a function without a body gives: one of Go's own, or of a stand-in. */
export function callNative(
  run: Run,
  name: string,
  given: Arguments,
  types: Type[],
  at: Place,
): Value {
  const { values, spread } = given;
  if (name.endsWith(".register")) return register(run, values[0] ?? null, values[1]);
  const dialect = /\.schema_(?<dialect>\w+)$/.exec(name)?.groups?.["dialect"];
  if (dialect !== undefined) return schemaValue(run, dialect, values);
  const native = natives.get(name);
  if (native === undefined) return unknown(`what ${name} gives`);
  if (!name.includes(".") || values.every((value) => unsetOf(value) === undefined))
    return native(run, values, { spread, types, at });
  const usual = native(
    run,
    values.map((value) => unsetOf(value) ?? value),
    { spread, types, at },
  );
  return ofSetting(`what ${name} gives`, isComposite(usual) ? undefined : usual);
}

/** The items that were given, when the last is a list of them. */
function list(values: Value[], spread: boolean): Value[] {
  const last = pointed(values.at(-1) ?? null);
  if (!spread || !isComposite(last) || last.kind !== "slice") return values;
  return [...values.slice(0, -1), ...last.items];
}

function append(_run: Run, values: Value[], { spread }: Context): Value {
  const [first = null, ...rest] = values;
  const items: Value[] = [];
  const made: Slice = sliceOf(items);
  const take = (value: Value) => {
    for (const option of optionsOf(value)) {
      const of = pointed(option);
      if (isComposite(of) && of.kind === "slice") {
        items.push(...of.items);
        if (of.open) made.open = true;
        if (of.fewer) made.fewer = true;
        if (of.type) made.type ??= of.type;
      } else if (typeof of === "string") items.push(of);
      else if (of !== null) made.open = true;
    }
  };
  const [text] = optionsOf(first);
  if (typeof text === "string" && spread) {
    const other = textOf(rest[0]);
    return other === undefined ? unknown("a text") : text + other;
  }
  const bytes = spread && rest.length === 1 ? textOf(rest[0]) : undefined;
  // A text among the arguments of append is a list of bytes, which is a text here.
  if (bytes !== undefined && lengthOf(first) === 0) return bytes;
  take(first);
  if (spread && rest.length > 0) {
    items.push(...rest.slice(0, -1));
    take(rest.at(-1) ?? null);
  } else items.push(...rest.map((value) => copied(value)));
  if (items.length > limits.items) {
    made.open = true;
    items.length = limits.items;
  }
  return made;
}

function lengthOf(of: Value): Value {
  const options = optionsOf(of).map((option): Value => {
    const target = pointed(option);
    if (typeof target === "string") return Buffer.byteLength(target);
    if (target === null) return 0;
    if (isComposite(target) && target.kind === "slice" && !target.open && !target.fewer)
      return target.items.length;
    if (isComposite(target) && target.kind === "map" && !target.open) return target.entries.size;
    return unknown("a length");
  });
  return choice(options);
}

function made(run: Run, type: Value, length: Value): Value {
  const of = typeArgument(type);
  const base = underlying(run, of);
  if (base.kind === "map") {
    const entries = new Map<Value, Value>();
    run.born.set(entries, run.steps);
    return { kind: "map", entries, type: of };
  }
  if (base.kind === "slice") {
    const { element } = base;
    const count = typeof length === "number" && length > 0 ? Math.min(length, limits.items) : 0;
    return sliceOf(
      Array.from({ length: count }, () => zeroOf(run, element)),
      of,
    );
  }
  return unknown("what make gives", of);
}

/** `new(T)` makes a zero value; since Go 1.26 `new(x)` points to a copy of a value. */
function isType(of: Value): boolean {
  return of === null || (isComposite(of) && (of.kind === "type" || of.kind === "external"));
}

function pointerTo(value: Value): Value {
  if (isComposite(value)) return { kind: "pointer", to: value };
  return { kind: "reference", cells: new Map([["value" as Value, value]]), key: "value" };
}

function copy(to: Value, from: Value): Value {
  const [target, source] = [pointed(to), pointed(from)];
  if (
    isComposite(target) &&
    target.kind === "slice" &&
    isComposite(source) &&
    source.kind === "slice"
  )
    target.items = [...source.items];
  return unknown("a count");
}

function remove(run: Run, [of = null, index = null]: Value[]): Value {
  const [target, key] = [pointed(of), pointed(index)];
  // Under a condition it may stay.
  if (isComposite(target) && target.kind === "map" && !isComposite(key) && run.log === undefined)
    target.entries.delete(key);
  return null;
}

function extreme(values: Value[], pick: (...numbers: number[]) => number): Value {
  const numbers = values.filter((value) => typeof value === "number");
  return numbers.length === values.length && numbers.length > 0
    ? pick(...numbers)
    : unknown("a number");
}

function writtenAll(values: Value[], between: string): Value {
  const texts = values.map((value) => written(value));
  return texts.includes(undefined) ? unknown("a text") : texts.join(between);
}

function marshal(run: Run, of: Value): Value {
  // A raw message is JSON already; text that is none never begins like this.
  const raw = textOf(of);
  if (raw !== undefined && /^\s*[[{]/.test(raw)) return raw;
  const { json, complete } = toJson(run, of);
  const text = complete && json !== undefined ? JSON.stringify(json) : undefined;
  return text !== undefined && text.length <= limits.text ? text : of;
}

function unmarshal(run: Run, text: Value, target: Value): Value {
  const likely = pointed(text);
  if (!isComposite(target)) return null;
  const set = (value: Value) => {
    if (target.kind === "reference") write(run, target.cells, target.key, value);
    else if (target.kind === "pointer") {
      const [to, from] = [pointed(target), pointed(value)];
      if (isComposite(to) && to.kind === "struct") {
        if (isComposite(from) && from.kind === "struct")
          for (const [name, field] of from.fields) write(run, to.fields, name, field);
        else to.open = true;
      }
      if (isComposite(to) && to.kind === "map" && isComposite(from) && from.kind === "map")
        for (const [name, entry] of from.entries) write(run, to.entries, name, entry);
    }
  };
  const type = typeOf(run, pointed(target));
  if (typeof likely !== "string") {
    set(
      isComposite(likely) && likely.kind !== "unknown"
        ? likely
        : unknown("what a text holds", type),
    );
    return null;
  }
  try {
    set(fromJson(run, JSON.parse(likely), type));
    return null;
  } catch {
    return failure;
  }
}

function readEmbedded(run: Run, folder: Value, name: Value): Value {
  const path = [textOf(folder), textOf(name)].filter(Boolean).join("/");
  const text = textOf(name) === undefined ? undefined : run.files.get(path);
  return text ?? unknown(`the embedded file ${path}`);
}

function sorted(of: Value): Value {
  const target = pointed(of);
  if (!isComposite(target) || target.kind !== "slice") return of;
  const texts = target.items.filter((item) => typeof item === "string");
  return texts.length === target.items.length
    ? { ...target, items: texts.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0)) }
    : of;
}

/** Only what is known as a whole. */
function sortInPlace(of: Value): Value {
  const target = pointed(of);
  const inOrder = pointed(sorted(target));
  if (
    isComposite(target) &&
    isComposite(inOrder) &&
    target.kind === "slice" &&
    inOrder.kind === "slice"
  )
    target.items = inOrder.items;
  return null;
}

function entriesOf(of: Value, pick: (entry: [Value, Value]) => Value): Value {
  const target = pointed(of);
  if (!isComposite(target) || target.kind !== "map") return unknown("the entries of a map");
  const items: Slice = sliceOf([...target.entries].map(pick));
  return target.open ? { ...items, open: true } : items;
}

function cloned(of: Value): Value {
  const target = pointed(of);
  return isComposite(target) && target.kind === "map"
    ? { ...target, entries: new Map(target.entries) }
    : of;
}

/** What a library's own generator makes of a type, as its own kind of schema. */
function schemaValue(run: Run, dialect: string, [of = null, as = null]: Value[]): Value {
  const json = schemaOf(run, pointee(typeArgument(of)), dialect);
  if (json === undefined) return unknown("the schema of a type that is not known");
  return fromJson(run, json, as === null ? unknownType : typeArgument(as));
}
