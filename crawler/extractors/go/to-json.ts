import type { Run } from "./run.ts";
import { fieldsOf, underlying } from "./types.ts";
import { unquote } from "./unquote.ts";
import { isComposite, optionsOf, pointed, type Struct, type Value } from "./values.ts";

/** What `encoding/json` makes of a value; `complete` tells whether all of it was known. */
export interface Json {
  json: unknown;
  complete: boolean;
}

const deepest = 60;

/** A value as JSON; what is not known is left out. */
export function toJson(run: Run, value: Value, depth = 0): Json {
  const of = pointed(value);
  if (!isComposite(of)) return { json: of, complete: true };
  if (depth > deepest) return { json: undefined, complete: false };
  if (of.kind === "slice") {
    const items = of.items.map((item) => toJson(run, item, depth + 1));
    const json = items.flatMap((item) => (item.json === undefined ? [] : [item.json]));
    return { json, complete: !of.open && items.every(({ complete }) => complete) };
  }
  if (of.kind === "map") {
    const entries = new Map<string, unknown>();
    let complete = !of.open;
    for (const [key, entry] of of.entries) {
      const name = pointed(key);
      // What is added under a condition is not there when nothing is set.
      if (optionsOf(entry).length > 1 && optionsOf(entry).includes(null)) continue;
      const inner = toJson(run, entry, depth + 1);
      if (!inner.complete) complete = false;
      if (isComposite(name) || name === null) complete = false;
      else if (inner.json !== undefined) entries.set(String(name), inner.json);
    }
    return { json: Object.fromEntries(entries), complete };
  }
  return of.kind === "struct" ? ofStruct(run, of, depth) : { json: undefined, complete: false };
}

function ofStruct(run: Run, struct: Struct, depth: number): Json {
  const pairs = struct.fields.get("pairs");
  if (isOrdered(struct)) return ofPairs(run, pairs ?? null, depth);
  const entries = new Map<string, unknown>();
  let complete = !struct.open;
  const declared = fieldsOf(run, struct.type);
  const known = declared.length > 0 ? declared : undefined;
  for (const [name, value] of struct.fields) {
    const field = known?.find((one) => one.name === name);
    const {
      name: key,
      omits,
      omitsNil,
      raw,
    } = jsonName(name, field?.tag ?? "", known === undefined);
    if (key === undefined) continue;
    let inner = toJson(run, value, depth + 1);
    const isText = field && underlying(run, field.type);
    if (
      typeof inner.json === "string" &&
      (raw || (isText?.kind === "external" && isText.name === "RawMessage"))
    )
      inner = parsed(inner.json);
    if (!inner.complete) complete = false;
    const isPointer =
      isComposite(value) && (value.kind === "pointer" || value.kind === "reference");
    if (
      inner.json === undefined ||
      (omits && (isPointer ? inner.json === null : isEmpty(inner.json))) ||
      (omitsNil && inner.json === null)
    )
      continue;
    if (field?.embedded && field.tag === "" && isObject(inner.json))
      for (const [own, one] of Object.entries(inner.json)) entries.set(own, one);
    else entries.set(key, inner.json);
  }
  const json = Object.fromEntries(entries);
  // The Go library's way of writing `false`, which refuses everything.
  if (entries.size === 1 && isObject(json["not"]) && Object.keys(json["not"]).length === 0)
    return { json: false, complete };
  return { json, complete };
}

function parsed(text: string): Json {
  try {
    return { json: JSON.parse(text), complete: true };
  } catch {
    return { json: undefined, complete: false };
  }
}

function isOrdered(struct: Struct): boolean {
  return (
    struct.type.kind === "named" &&
    struct.type.definition.declaration.name === "OrderedMap" &&
    struct.fields.has("pairs")
  );
}

function ofPairs(run: Run, pairs: Value, depth: number): Json {
  const list = pointed(pairs);
  const entries = new Map<string, unknown>();
  if (isComposite(list) && list.kind === "slice")
    for (const item of list.items) {
      const pair = pointed(item);
      if (!isComposite(pair) || pair.kind !== "struct") continue;
      const key = pointed(pair.fields.get("Key") ?? null);
      if (typeof key === "string")
        entries.set(key, toJson(run, pair.fields.get("Value") ?? null, depth + 1).json);
    }
  return { json: Object.fromEntries(entries), complete: true };
}

/** The name of a field in JSON; of a type that is not known, its own with a small first letter. */
export function jsonName(
  name: string,
  tag: string,
  guess: boolean,
): { name: string | undefined; omits: boolean; omitsNil: boolean; raw: boolean } {
  const written = tagValue(tag, "json");
  const [own = "", ...options] = (written ?? "").split(",");
  const omits = guess || options.includes("omitempty") || options.includes("omitzero");
  const raw = options.includes("raw");
  const omitsNil = raw || options.includes("omitnil");
  if (own === "-" || !/^[A-Z]/.test(name)) return { name: undefined, omits, omitsNil, raw };
  if (own !== "") return { name: own, omits, omitsNil, raw };
  return {
    name: guess ? `${name.slice(0, 1).toLowerCase()}${name.slice(1)}` : name,
    omits,
    omitsNil,
    raw,
  };
}

/** `json:"a,omitempty" description:"b"` and `description` -> `b`; undefined when there is no such key. */
export function tagValue(tag: string, key: string): string | undefined {
  if (tag === "") return undefined;
  let values = tags.get(tag);
  if (values === undefined) {
    if (tags.size > 20_000) tags.clear();
    values = readTag(tag);
    tags.set(tag, values);
  }
  return values.get(key);
}

/** The same few tags are asked for again and again. */
const tags = new Map<string, Map<string, string>>();

function readTag(tag: string): Map<string, string> {
  const values = new Map<string, string>();
  for (const match of tag.matchAll(/(?<key>[^\s":]+):"(?<value>(?:[^"\\]|\\.)*)"/g)) {
    const { key = "", value = "" } = match.groups ?? {};
    if (!values.has(key)) values.set(key, unquote(`"${value}"`));
  }
  return values;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isEmpty(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  if (isObject(value)) return Object.keys(value).length === 0;
  return value === null || value === "" || value === 0 || value === false;
}
