import type { Run } from "./run.ts";
import { type Value, fieldsOf, isDict, isStruct, isUnknown } from "./values.ts";

const maxMarked = 2000;

/** Notes on the tables and structs of a value the conditions that the evaluation stands under. */
export function withCondition(value: Value, run: Run): void {
  const condition = run.conditions.filter((text) => text !== "").join(" && ");
  if (condition === "") return;
  const open: Value[] = [value];
  for (let index = 0; index < open.length && index < maxMarked; index += 1) {
    const one = open[index];
    if (Array.isArray(one)) open.push(...one.slice(0, maxMarked));
    if (typeof one !== "object" || one === null || Array.isArray(one)) continue;
    if (isDict(one) && !one.has("name")) open.push(...one.values());
    if (!isDict(one) && !isStruct(one)) continue;
    if (run.when.has(one) || (isStruct(one) && run.servers.has(one.name))) continue;
    run.when.set(one, condition);
    if (isStruct(one) && !one.fields.has("name")) open.push(...one.fields.values());
  }
}

/** A value that is there under a condition. */
export function under(condition: string, make: () => Value, run: Run): Value {
  run.conditions.push(condition);
  try {
    const value = make();
    withCondition(value, run);
    return value;
  } finally {
    run.conditions.pop();
  }
}

/** What is there when another value came under a condition: a plain value that was not there before is not sure to be there. */
export function mayBe(before: Value, values: Value[], run: Run): Value {
  const isPlain = values.every((value) => typeof value !== "object" || isTuple(value));
  if (isPlain && (before === null || isUnknown(before)))
    return { kind: "unknown", text: "a value that may be missing" };
  return merge([before, ...values], run);
}

function isTuple(value: Value): boolean {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((one) => !isStruct(one) && !isDict(one) && !Array.isArray(one))
  );
}

/** One value for several that may be: lists are joined, and what stands in each of them holds without condition. */
export function merge(values: (Value | undefined)[], run: Run): Value {
  const known = values.filter((value) => value !== undefined && !isUnknown(value));
  const lists = known.filter((value) => Array.isArray(value));
  if (lists.length > 1) return joinLists(lists, run);
  const solid = known.filter((value) => value !== null);
  const [first] = solid.length > 0 ? solid : known;
  if (typeof first === "object" && first !== null) return first;
  if (solid.length > 0 && solid.length < known.length)
    return { kind: "unknown", text: "a value that may be missing" };
  if (typeof first === "boolean" && values.some(isUnknown))
    return { kind: "unknown", text: "a switch" };
  const isSame = solid.every((value) => value === first);
  return isSame && first !== undefined ? first : { kind: "unknown", text: "one of several values" };
}

function joinLists(lists: Value[][], run: Run): Value[] {
  const joined: Value[] = [];
  const byName = new Map<string, number>();
  for (const list of lists)
    for (const item of list) {
      const name = fieldsOf(item)?.get("name");
      if (typeof name !== "string") joined.push(item);
      else if (!byName.has(name)) joined.push(item);
      if (typeof name === "string") byName.set(name, (byName.get(name) ?? 0) + 1);
    }
  for (const item of joined) {
    const name = fieldsOf(item)?.get("name");
    const isEverywhere = typeof name === "string" && byName.get(name) === lists.length;
    if (isEverywhere && typeof item === "object" && item !== null) run.when.delete(item);
  }
  return joined;
}
