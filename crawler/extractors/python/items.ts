import { limits } from "./run.ts";
import { isComposite, listOf, type Class, type Instance, type Value } from "./values.ts";

/** The items that iteration gives, in order; `open` when there may be others. */
export function itemsOf(value: Value): { items: Value[]; open: boolean } {
  if (typeof value === "string")
    return { items: value.slice(0, limits.items).split(""), open: value.length > limits.items };
  if (!isComposite(value)) return { items: [], open: true };
  switch (value.kind) {
    case "list":
      return {
        items: value.items.slice(0, limits.items),
        open: value.open === true || value.items.length > limits.items,
      };
    case "dict":
      return { items: [...value.entries.keys()].slice(0, limits.items), open: value.open === true };
    case "class":
      return { items: members(value), open: members(value).length === 0 };
    case "choice": {
      const known = value.options.map((option) => itemsOf(option));
      return {
        items: [...new Set(known.flatMap((each) => each.items))],
        open: known.some((each) => each.open),
      };
    }
    default:
      return { items: [], open: true };
  }
}

/** The members of an Enum, in order; empty for other classes. */
export function members(type: Class): Instance[] {
  return [...type.scope.names.values()].filter(
    (value): value is Instance =>
      isComposite(value) &&
      value.kind === "instance" &&
      value.class === type &&
      value.member !== undefined,
  );
}

/** A list of pairs, as `items()` and `zip()` give. */
export function pairs(entries: Iterable<readonly [Value, Value]>): Value {
  return listOf(Array.from(entries, ([left, right]) => listOf([left, right], "tuple")));
}
