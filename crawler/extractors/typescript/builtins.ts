import { callValue } from "./calls.ts";
import { itemsOf, keysOf, newArray, valuesOf } from "./iterate.ts";
import { cloneValue, fromJson, toJson } from "./json.ts";
import { assignAll } from "./literals.ts";
import { getMember, handOut, setMember } from "./members.ts";
import { makeText } from "./operators.ts";
import { makeRegExp } from "./regexp.ts";
import type { Run } from "./run.ts";
import {
  isThing,
  optionsOf,
  settle,
  truth,
  unknown,
  type MapValue,
  type ObjectValue,
  type SetValue,
  type Site,
  type Value,
} from "./values.ts";

const globals = new Set(
  "Object Array JSON Math String Number Boolean Promise Map Set WeakMap Symbol Error TypeError Reflect RegExp Date process console globalThis global parseInt parseFloat setTimeout setInterval setImmediate queueMicrotask structuredClone URL Buffer isNaN encodeURIComponent fetch Proxy".split(
    " ",
  ),
);

/** Whether a free name is one of the language's or the runtime's own. */
export function isGlobal(name: string): boolean {
  return globals.has(name);
}

/** A function of the language by its path: `Object.keys`. */
export function callGlobal(run: Run, path: string, args: Value[], site?: Site): Value {
  const [first, second] = args;
  switch (path) {
    case "Object.keys":
    case "Object.getOwnPropertyNames":
    case "Reflect.ownKeys": {
      const { items, open } = keysOf(run, first);
      return newArray(run, items, open);
    }
    case "Object.values":
      return valuesOf(run, first);
    case "Object.entries": {
      const { items, open } = keysOf(run, first);
      return newArray(
        run,
        items.map((key) => newArray(run, [key, getMember(run, first, key)])),
        open,
      );
    }
    case "Object.fromEntries":
      return fromEntries(run, first);
    case "Object.assign":
      return assign(run, first, args.slice(1));
    case "Object.freeze":
    case "Object.seal":
    case "Promise.resolve":
      return first;
    case "structuredClone":
      return cloneValue(run, first);
    case "Object.create":
      return {
        ...emptyObject(run),
        ...(isThing(first) && first.kind === "object" ? { proto: first } : {}),
      };
    case "Object.getPrototypeOf":
      return isThing(first) && first.kind === "object" ? (first.proto ?? null) : unknown;
    case "Object.getOwnPropertyDescriptor":
      return describeProperty(run, first, second);
    case "Object.defineProperty":
      return defineProperty(run, first, second, args[2]);
    case "Object.hasOwn":
      return callValue(run, getMember(run, first, "hasOwnProperty"), first, [second]);
    case "Array.isArray":
      if (!isThing(first)) return false;
      return first.kind === "unknown" || first.kind === "choice" || first.kind === "external"
        ? unknown
        : first.kind === "array";
    case "Array.of":
      return newArray(run, args);
    case "Array.from":
      return arrayFrom(run, first, second, site);
    case "Promise.all":
      return isThing(first) ? first : unknown;
    case "Promise.allSettled":
      return settled(run, first);
    case "JSON.stringify": {
      const json = isThing(first) ? jsonIfWhole(run, first) : first;
      return json === undefined
        ? unknown
        : makeText(
            run,
            JSON.stringify(json, null, typeof args[2] === "number" ? args[2] : undefined),
          );
    }
    case "JSON.parse":
      return typeof first === "string" ? parseJson(run, first) : unknown;
    case "String":
      return isThing(first) ? (first.kind === "choice" ? first : unknown) : String(first ?? "");
    case "Number":
    case "parseFloat":
      return isThing(first) ? unknown : Number(first);
    case "parseInt":
    case "Number.parseInt":
      return typeof first === "string"
        ? Number.parseInt(first, typeof second === "number" ? second : 10)
        : unknown;
    case "Boolean":
      return truth(first) ?? unknown;
    case "Math.min":
    case "Math.max":
      return args.every((arg) => typeof arg === "number")
        ? Math[path === "Math.min" ? "min" : "max"](...args.slice(0, 100))
        : unknown;
    case "Math.floor":
      return typeof first === "number" ? Math.floor(first) : unknown;
    case "Math.round":
      return typeof first === "number" ? Math.round(first) : unknown;
    case "Math.ceil":
      return typeof first === "number" ? Math.ceil(first) : unknown;
    case "Symbol":
    case "Symbol.for":
      return unknown;
    default:
      for (const arg of args) handOut(run, arg);
      return unknown;
  }
}

/** An instance of a class of the language by its path: `Map`. */
export function constructGlobal(run: Run, path: string, args: Value[], site: Site): Value {
  const [first] = args;
  const born = run.conditions.length;
  switch (path) {
    case "Map":
    case "WeakMap": {
      const map: MapValue = { kind: "map", entries: new Map(), open: false, born };
      if (first !== undefined && first !== null) {
        const { items, open } = itemsOf(run, first);
        map.open = open;
        for (const item of items) {
          for (const { value } of optionsOf(item)) {
            const key = getMember(run, value, "0");
            if (isThing(key) && key.kind === "unknown") map.open = true;
            else map.entries.set(key, getMember(run, value, "1"));
          }
        }
      }
      return map;
    }
    case "Set": {
      const set: SetValue = { kind: "set", items: new Set(), open: false, born };
      if (first !== undefined && first !== null) {
        const { items, open } = itemsOf(run, first);
        set.open = open;
        if (isThing(first) && first.kind === "array" && first.isLoose === true) set.isLoose = true;
        for (const option of items.flatMap((item) => [...optionsOf(item)])) {
          set.items.add(option.value);
          if (option.when !== undefined) set.isLoose = true;
        }
      }
      return set;
    }
    case "Promise": {
      let resolved: Value = unknown;
      const resolve: Value = {
        kind: "native",
        self: undefined,
        name: "resolve",
        call: (given) => {
          [resolved] = given;
          return undefined;
        },
      };
      callValue(run, first, undefined, [resolve, unknown], site);
      return resolved;
    }
    case "Array":
      return newArray(
        run,
        typeof first === "number"
          ? Array.from<Value>({ length: Math.min(1000, Math.max(0, first)) })
          : args,
      );
    case "RegExp":
      return typeof first === "string"
        ? makeRegExp(first, typeof args[1] === "string" ? args[1] : "")
        : unknown;
    case "Proxy":
      return first;
    default:
      for (const arg of args) handOut(run, arg);
      return unknown;
  }
}

function settled(run: Run, promises: Value): Value {
  const { items, open } = itemsOf(run, promises);
  const results = items.map((item): Value => {
    const result = emptyObject(run);
    result.props.set("status", "fulfilled");
    result.props.set("value", item);
    return result;
  });
  return newArray(run, results, open);
}

function emptyObject(run: Run): ObjectValue {
  return { kind: "object", props: new Map(), open: false, born: run.conditions.length };
}

function fromEntries(run: Run, entries: Value): Value {
  const result = emptyObject(run);
  const { items, open } = itemsOf(run, entries);
  result.open = open;
  for (const { value } of items.flatMap((item) => [...optionsOf(item)])) {
    const key = settle(getMember(run, value, "0"));
    if (typeof key === "string") result.props.set(key, getMember(run, value, "1"));
    else result.open = true;
  }
  return result;
}

function assign(run: Run, target: Value, sources: Value[]): Value {
  if (isThing(target) && target.kind === "object") {
    for (const source of sources) assignAll(run, target, source);
  } else if (isThing(target) && target.kind === "function") {
    for (const source of sources) {
      for (const key of keysOf(run, source).items)
        setMember(run, target, key, getMember(run, source, key));
    }
  }
  return target;
}

function describeProperty(run: Run, object: Value, key: Value): Value {
  if (typeof key !== "string" || !isThing(object) || object.kind !== "object") return unknown;
  const getter = object.getters?.get(key);
  const result = emptyObject(run);
  result.props.set("enumerable", true);
  if (getter !== undefined) result.props.set("get", getter);
  else if (object.props.has(key)) result.props.set("value", object.props.get(key));
  else return undefined;
  return result;
}

function defineProperty(run: Run, object: Value, key: Value, descriptor: Value): Value {
  if (typeof key !== "string" || !isThing(object)) return object;
  const getter = settle(getMember(run, descriptor, "get"));
  if (
    (object.kind === "object" || object.kind === "function") &&
    isThing(getter) &&
    getter.kind === "function"
  ) {
    object.props.delete(key);
    (object.getters ??= new Map()).set(key, getter);
  } else if (isThing(descriptor) && descriptor.kind === "object" && descriptor.props.has("value")) {
    setMember(run, object, key, descriptor.props.get("value"));
  }
  return object;
}

function arrayFrom(run: Run, source: Value, each: Value, site?: Site): Value {
  if (isThing(source) && source.kind === "object") {
    const length = source.props.get("length");
    if (typeof length !== "number") return unknown;
    source = newArray(run, Array.from<Value>({ length: Math.min(1000, Math.max(0, length)) }));
  }
  const { items, open } = itemsOf(run, source);
  const list = newArray(run, [...items], open);
  return each === undefined
    ? list
    : callValue(run, getMember(run, list, "map"), list, [each], site);
}

/** The JSON of a thing of which everything is known. */
function jsonIfWhole(run: Run, value: Value, depth = 0): unknown {
  if (!isThing(value)) return value ?? null;
  if (depth > 12) return undefined;
  if (value.kind === "array") {
    const items = value.items.map((item) => jsonIfWhole(run, item, depth + 1));
    return value.open || items.includes(undefined) ? undefined : items;
  }
  if (value.kind !== "object" || value.open) return undefined;
  for (const inner of value.props.values()) {
    if (inner !== undefined && jsonIfWhole(run, inner, depth + 1) === undefined) return undefined;
  }
  return toJson(run, value);
}

function parseJson(run: Run, text: string): Value {
  try {
    return text.length > 4_000_000 ? unknown : fromJson(run, JSON.parse(text));
  } catch {
    return unknown;
  }
}
