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
