import { limits } from "./run.ts";
import { isComposite, likeliest, listOf, type Value } from "./values.ts";

const maxDepth = 40;

/** Values that one document may hold: a small one may name another many times. */
const maxValues = 200_000;

/** A value as JSON; undefined for what has none or is not known, which is left out of lists and objects. */
export function toJson(value: Value, depth = 0, budget = { left: maxValues }): unknown {
  const likely = likeliest(value);
  budget.left -= 1;
  if (budget.left < 0) return undefined;
  if (!isComposite(likely)) return likely;
  if (depth > maxDepth) return undefined;
  switch (likely.kind) {
    case "list":
      return likely.items.flatMap((item) =>
        budget.left < 0 ? [] : (toJson(item, depth + 1, budget) ?? []),
      );
    case "dict":
      return object(likely.entries, depth, budget);
    case "instance":
      return likely.member
        ? toJson(likely.member.value, depth + 1, budget)
        : object(likely.attributes, depth, budget);
    case "made":
      return likely.positional.length === 0 && likely.keywords.size > 0
        ? object(likely.keywords, depth, budget)
        : undefined;
    default:
      return undefined;
  }
}

/** JSON as a value that code may go on with. */
export function fromJson(json: unknown, depth = 0): Value {
  if (
    typeof json === "string" ||
    typeof json === "number" ||
    typeof json === "boolean" ||
    json === null
  )
    return json;
  if (depth > maxDepth || typeof json !== "object") return null;
  if (Array.isArray(json))
    return listOf(json.slice(0, limits.items).map((item) => fromJson(item, depth + 1)));
  return {
    kind: "dict",
    entries: new Map(Object.entries(json).map(([key, item]) => [key, fromJson(item, depth + 1)])),
  };
}

function object(entries: Map<Value, Value>, depth: number, budget: { left: number }): unknown {
  const pairs: [string, unknown][] = [];
  for (const [key, item] of entries) {
    if (budget.left < 0) break;
    const json = toJson(key === "required" ? always(item) : item, depth + 1, budget);
    if (json !== undefined && !isComposite(key)) pairs.push([String(key), json]);
  }
  return Object.fromEntries(pairs);
}

/** A list without what is only in it under some condition: what may be left out is not required. */
function always(value: Value): Value {
  const list = likeliest(value);
  if (!isComposite(list) || list.kind !== "list" || !list.maybe) return value;
  return { ...list, items: list.items.filter((item) => !list.maybe?.has(item)) };
}
