/** What an expression comes to when it is folded: JSON with maps for objects; undefined where it could not be followed. */
export type Value = string | number | boolean | null | undefined | Value[] | Map<string, Value>;

const maxDepth = 60;

/** The value as JSON, without what could not be followed. */
export function toJson(value: Value, depth = 0): unknown {
  if (depth > maxDepth) return undefined;
  if (Array.isArray(value))
    return value.filter((item) => item !== undefined).map((item) => toJson(item, depth + 1));
  if (value instanceof Map)
    return Object.fromEntries(
      [...value]
        .filter(([, item]) => item !== undefined)
        .map(([key, item]) => [key, toJson(item, depth + 1)]),
    );
  return value;
}

/** JSON as a value; undefined when the text is no JSON. */
export function parseJson(text: string): Value {
  try {
    return fromJson(JSON.parse(text), 0);
  } catch {
    return undefined;
  }
}

function fromJson(json: unknown, depth: number): Value {
  if (depth > maxDepth) return undefined;
  if (Array.isArray(json)) return json.map((item) => fromJson(item, depth + 1));
  if (typeof json === "object" && json !== null)
    return new Map(Object.entries(json).map(([key, item]) => [key, fromJson(item, depth + 1)]));
  if (typeof json === "string" || typeof json === "number" || typeof json === "boolean")
    return json;
  return null;
}

const maxTextLength = 200_000;
const maxItems = 5000;

/** A counter that folds of one extraction share: hostile constants would else double themselves without end. */
export interface Fuel {
  left: number;
}

/** What constants came to, by the node of their value: each is folded once. */
export type Folded = Map<string, Value>;

/** The value that is known for a key, or else is made now; one that needs itself comes to undefined. */
export function once(folded: Folded, key: string, make: () => Value): Value {
  if (folded.has(key)) return folded.get(key);
  folded.set(key, undefined);
  const value = make();
  folded.set(key, value);
  return value;
}

/** Fuel for one extraction. */
export function newFuel(): Fuel {
  return { left: 1_000_000 };
}

/** The value, unless it is too large to be part of a definition. */
export function bounded(value: Value): Value {
  if (typeof value === "string") return value.length > maxTextLength ? undefined : value;
  if (Array.isArray(value)) return value.length > maxItems ? undefined : value;
  return value;
}

/** All occurrences replaced; undefined when that would be too long. */
export function replaceText(text: string, from: Value, to: Value): string | undefined {
  if (typeof from !== "string" || typeof to !== "string" || from === "") return undefined;
  return text.length * Math.max(1, to.length) > maxTextLength * 10
    ? undefined
    : text.replaceAll(from, () => to);
}

/** The items as one text; undefined when one is no text or the whole would be too long. */
export function joinTexts(items: Value[], separator: Value): string | undefined {
  if (typeof separator !== "string" || separator.length * items.length > maxTextLength)
    return undefined;
  let length = 0;
  for (const item of items) {
    if (typeof item !== "string" && typeof item !== "number") return undefined;
    length += String(item).length;
  }
  return length > maxTextLength * 2 ? undefined : items.join(separator);
}
