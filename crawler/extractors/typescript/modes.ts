import { getMember } from "./members.ts";
import { valuesOf } from "./iterate.ts";
import type { Run } from "./run.ts";
import { isThing, type ArrayValue, type ObjectValue, type Value } from "./values.ts";

/** Whether a list or table of things takes the place of the usual one, rather than adding to it: a mode that a server is in or not. */
export function isOtherMode(run: Run, other: Value, usual: Value): boolean {
  if (!isTable(run, other) || !isTable(run, usual) || other.kind !== usual.kind) return false;
  const others = membersOf(run, other);
  const known = new Set(others);
  const names = new Set(others.map((each) => nameOf(run, each)));
  return membersOf(run, usual).some(
    (each) => !known.has(each) && !names.has(nameOf(run, each) ?? each),
  );
}

/** Whether it holds something, and only things. */
function isTable(run: Run, value: Value): value is ArrayValue | ObjectValue {
  if (!isThing(value) || (value.kind !== "array" && value.kind !== "object")) return false;
  if (value.kind === "object" && (value.proto !== undefined || value.base !== undefined))
    return false;
  const members = membersOf(run, value);
  return members.length > 0 && members.every((each) => isThing(each) && each.kind !== "unknown");
}

function membersOf(run: Run, value: ArrayValue | ObjectValue): Value[] {
  return value.kind === "array" ? value.items : valuesOf(run, value).items;
}

function nameOf(run: Run, value: Value): Value {
  if (!isThing(value) || value.kind !== "object") return undefined;
  const name = getMember(run, value, "name");
  return typeof name === "string" ? name : undefined;
}
