import { keysOf } from "./iterate.ts";
import { getMember } from "./members.ts";
import type { Run } from "./run.ts";
import { isThing, settle, type ObjectValue, type Value } from "./values.ts";

const maxDepth = 24;
const maxNodes = 20_000;

/** The JSON of a value without what isn't known; undefined when nothing is. */
export function toJson(run: Run, value: Value): unknown {
  return convert(run, value, 0, { left: maxNodes });
}

/** Whether a JSON stays within bounds when it is written out, all that it shares included. */
export function isBounded(json: unknown): boolean {
  const pending = [json];
  for (let count = 0; pending.length > 0; count += 1) {
    if (count > maxNodes || pending.length > maxNodes) return false;
    const next = pending.pop();
    if (typeof next === "object" && next !== null) pending.push(...Object.values(next));
  }
  return true;
}

/** The value of a JSON; what is too large or too deep is unknown. */
export function fromJson(run: Run, json: unknown): Value {
  return valueOf(run, json, 0, { left: 10 * maxNodes });
}

function valueOf(run: Run, json: unknown, depth: number, budget: { left: number }): Value {
  budget.left -= 1;
  if (depth > maxDepth || budget.left < 0) return { kind: "unknown" };
  if (typeof json !== "object" || json === null) return json as Value;
  if (Array.isArray(json)) {
    const items = json.map((item) => valueOf(run, item, depth + 1, budget));
    return { kind: "array", items, open: false, born: run.conditions.length };
  }
  const result: ObjectValue = {
    kind: "object",
    props: new Map(),
    open: false,
    born: run.conditions.length,
  };
  for (const [key, item] of Object.entries(json))
    result.props.set(key, valueOf(run, item, depth + 1, budget));
  return result;
}

/** A copy of plain data, so that what is written into it leaves the original alone; what is too large or too deep is shared. */
export function cloneValue(run: Run, value: Value): Value {
  return copy(run, value, 0, { left: maxNodes });
}

function copy(run: Run, value: Value, depth: number, budget: { left: number }): Value {
  budget.left -= 1;
  if (!isThing(value) || depth > maxDepth || budget.left < 0) return value;
  const born = run.conditions.length;
  if (value.kind === "array") {
    const items = value.items.map((item) => copy(run, item, depth + 1, budget));
    return { ...value, items, born };
  }
  if (value.kind === "choice") {
    const options = value.options.map((option) => ({
      ...option,
      value: copy(run, option.value, depth + 1, budget),
    }));
    return { ...value, options };
  }
  if (value.kind !== "object" || value.proto !== undefined || value.base !== undefined)
    return value;
  const props = new Map<string, Value>();
  for (const [key, inner] of value.props) props.set(key, copy(run, inner, depth + 1, budget));
  return { ...value, props, born };
}

/** Sets a property whatever its name. */
export function put(target: Record<string, unknown>, key: string, value: unknown): void {
  Object.defineProperty(target, key, {
    value,
    enumerable: true,
    configurable: true,
    writable: true,
  });
}

function convert(run: Run, whole: Value, depth: number, budget: { left: number }): unknown {
  budget.left -= 1;
  if (depth > maxDepth || budget.left < 0) return undefined;
  const value = settle(whole);
  if (!isThing(value))
    return typeof value === "number" && !Number.isFinite(value) ? undefined : value;
  if (value.kind === "schema") return value.json;
  if (value.kind === "unknown") return value.hint?.json;
  if (value.kind === "array") {
    const items = value.items.map((item) => convert(run, item, depth + 1, budget));
    return value.open || items.includes(undefined) ? undefined : items;
  }
  if (value.kind === "set")
    return value.open ? undefined : [...value.items].filter((item) => !isThing(item));
  if (value.kind !== "object" && value.kind !== "namespace") return undefined;
  const result: Record<string, unknown> = {};
  for (const key of keysOf(run, value).items) {
    const inner = convert(run, getMember(run, value, key), depth + 1, budget);
    if (inner !== undefined) put(result, key, inner);
  }
  return result;
}
