import type { Call } from "./call.ts";
import { apply } from "./closures.ts";
import { withCondition } from "./conditions.ts";
import { sameValue } from "./operators.ts";
import type { Run } from "./run.ts";
import { type Dict, type Value, isDict, isUnknown, toDict } from "./values.ts";

/** What a method of a list or of an iterator returns; undefined when it is not one that is known here. */
export function callOnList(list: Value[], name: string, call: Call, run: Run): Value | undefined {
  const { args, types } = call;
  const [first, second] = args;
  const test = (one: Value) => apply(first, [one], run);
  switch (name) {
    case "push":
    case "push_back":
      if (first !== undefined) add(list, [first], run);
      return null;
    case "insert":
      add(list, [second ?? first ?? null], run);
      return null;
    case "extend":
    case "append":
    case "extend_from_slice":
      add(list, allOf(first), run);
      return null;
    case "chain":
      return [...list, ...allOf(first)];
    case "map":
      return list.map(test);
    case "for_each":
      for (const one of list) test(one);
      return null;
    case "filter":
      return filtered(list, test, run);
    case "retain": {
      const kept = filtered(list, test, run);
      list.splice(0, list.length, ...kept);
      return null;
    }
    case "filter_map":
      return list.map(test).filter((one) => one !== null);
    case "flat_map":
      return list.flatMap((one) => itemsOf(test(one)));
    case "flatten":
    case "concat":
      return list.every((one) => typeof one === "string") && name === "concat"
        ? list.join("")
        : list.flatMap(itemsOf).filter((one) => one !== null);
    case "enumerate":
      return list.map((one, index) => [index, one]);
    case "rev":
      return list.toReversed();
    case "zip":
      return itemsOf(first)
        .slice(0, list.length)
        .map((one, index) => [list[index] ?? null, one]);
    case "join":
      return typeof first === "string" && list.every((one) => typeof one === "string")
        ? list.join(first)
        : undefined;
    case "len":
    case "count":
      return list.length;
    case "is_empty":
      return list.length === 0;
    case "first":
    case "next":
      return list[0] ?? null;
    case "last":
      return list.at(-1) ?? null;
    case "get":
      return typeof first === "number" ? (list[first] ?? null) : undefined;
    case "contains":
      return oneOf(list.map((one) => sameValue(one, first ?? null)));
    case "any":
      return oneOf(list.map((one) => asBoolean(test(one))));
    case "find":
      return list.find((one) => test(one) === true);
    case "collect":
      return isMapType(types[0]?.node.text) ? toDict(list) : list;
    case "take":
      return typeof first === "number" ? list.slice(0, first) : list;
    case "skip":
      return typeof first === "number" ? list.slice(first) : undefined;
    default:
      return undefined;
  }
}

function isMapType(type: string | undefined): boolean {
  return (
    type !== undefined && /\bMap\b|HashMap|BTreeMap|IndexMap/.test(type) && !type.startsWith("Vec")
  );
}

function add(list: Value[], items: Value[], run: Run): void {
  for (const item of items) withCondition(item, run);
  list.push(...items.slice(0, 5000));
}

/** What a test can't decide is kept; where it decided others, under the test as a condition. */
function filtered(list: Value[], test: (one: Value) => Value, run: Run): Value[] {
  const outcomes = list.map((one) => test(one));
  const isDiscerning = outcomes.some((outcome) => typeof outcome === "boolean");
  return list.filter((one, index) => {
    const outcome = outcomes[index];
    if (isDiscerning && isUnknown(outcome)) {
      run.conditions.push(outcome.text);
      withCondition(one, run);
      run.conditions.pop();
    }
    return outcome !== false;
  });
}

function oneOf(tests: (boolean | undefined)[]): boolean | undefined {
  if (tests.includes(true)) return true;
  return tests.includes(undefined) ? undefined : false;
}

function asBoolean(value: Value): boolean | undefined {
  return typeof value === "boolean" ? value : undefined;
}

/** The items of a list, or itself where it could not be followed. */
function allOf(value: Value | undefined): Value[] {
  return isUnknown(value) ? [value] : itemsOf(value);
}

export function itemsOf(value: Value | undefined): Value[] {
  if (Array.isArray(value)) return value;
  if (isDict(value)) return [...value].map(([key, one]) => [key, one]);
  return value === undefined || value === null || isUnknown(value) ? [] : [value];
}

/** What a method of a map returns; undefined when it is not one that is known here. */
export function callOnDict(dict: Dict, name: string, call: Call, run: Run): Value | undefined {
  const [first, second] = call.args;
  const key = typeof first === "string" ? first : undefined;
  switch (name) {
    case "insert":
      if (second !== undefined) {
        withCondition(second, run);
        dict.set(key ?? `#${dict.size}`, second);
      }
      return null;
    case "entry":
      return entryOf(dict, key);
    case "get":
    case "get_mut":
      return key === undefined ? undefined : (dict.get(key) ?? null);
    case "remove":
    case "shift_remove": {
      const removed = key === undefined ? undefined : (dict.get(key) ?? null);
      if (key !== undefined) dict.delete(key);
      return removed;
    }
    case "contains_key":
      return key === undefined ? undefined : dict.has(key);
    case "keys":
    case "into_keys":
      return [...dict.keys()];
    case "values":
    case "values_mut":
    case "into_values":
      return [...dict.values()];
    case "iter":
    case "iter_mut":
    case "into_iter":
    case "drain":
      return [...dict].map(([name_, one]): Value => [name_, one]);
    case "extend":
      for (const pair of itemsOf(first))
        if (Array.isArray(pair) && typeof pair[0] === "string") dict.set(pair[0], pair[1] ?? null);
      return null;
    case "len":
      return dict.size;
    case "is_empty":
      return dict.size === 0;
    default:
      return undefined;
  }
}

function entryOf(dict: Dict, key: string | undefined): Value | undefined {
  if (key === undefined) return undefined;
  const known = dict.get(key);
  if (known !== undefined) return known;
  const list: Value[] = [];
  dict.set(key, list);
  return list;
}
