import type { Run } from "./run.ts";
import { choose, isThing, optionsOf, unknown, type ObjectValue, type Value } from "./values.ts";

const maxText = 200_000;
const maxPairs = 64;
const maxChain = 30;

/** `a + b`: joined text, a sum, or each pair of what the two can be. */
export function addValues(run: Run, left: Value, right: Value): Value {
  const lefts = optionsOf(left);
  const rights = optionsOf(right);
  if (lefts.length * rights.length > 1) {
    if (lefts.length * rights.length > maxPairs) return unknown;
    return choose(
      lefts.flatMap((a) =>
        rights.map((b) => ({
          value: addValues(run, a.value, b.value),
          when: a.when ?? b.when,
          isUnlikely: a.isUnlikely === true || b.isUnlikely === true,
        })),
      ),
    );
  }
  const [a, b] = [joined(lefts[0]?.value), joined(rights[0]?.value)];
  if (typeof a === "number" && typeof b === "number") return a + b;
  if (isThing(a) || isThing(b)) return unknown;
  if (typeof a !== "string" && typeof b !== "string") return unknown;
  return makeText(run, String(a) + String(b));
}

/** A text that was made, or unknown when it is larger than a definition can be. */
export function makeText(run: Run, text: string): Value {
  run.charactersLeft -= text.length;
  return text.length > maxText || run.charactersLeft < 0 ? unknown : text;
}

/** Binary operators other than `+` on primitives; identity of things is only known to hold. */
export function compare(operator: string, left: Value, right: Value): Value {
  if (isThing(left) || isThing(right)) {
    if (operator !== "===" && operator !== "!==" && operator !== "==" && operator !== "!=")
      return unknown;
    return compareThings(operator.startsWith("!"), left, right);
  }
  switch (operator) {
    case "===":
      return left === right;
    case "!==":
      return left !== right;
    case "==":
      return left === right || ((left ?? null) === null && (right ?? null) === null);
    case "!=":
      return !(left === right || ((left ?? null) === null && (right ?? null) === null));
  }
  if (typeof left !== "number" || typeof right !== "number") return unknown;
  switch (operator) {
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
      return left / right;
    case "%":
      return left % right;
    case "**":
      return left ** right;
    case "<":
      return left < right;
    case "<=":
      return left <= right;
    case ">":
      return left > right;
    case ">=":
      return left >= right;
    case "&":
      return left & right;
    case "|":
      return left | right;
    case "<<":
      return left << right;
    default:
      return unknown;
  }
}

/** What is known of `key in object`: a record whose members are all known has it or not. */
export function hasMember(object: Value, key: Value): Value {
  if (!isThing(object) || object.kind !== "object" || typeof key !== "string") return unknown;
  let at: ObjectValue | undefined = object;
  for (let length = 0; at !== undefined; length += 1) {
    const value = at.props.get(key);
    if (isThing(value) && value.kind === "choice") return unknown;
    if (at.props.has(key) || at.getters?.has(key) === true) return true;
    if (at.open || at.base !== undefined || length > maxChain) return unknown;
    at = at.proto;
  }
  return object.escaped === true ? unknown : false;
}

function compareThings(isNegated: boolean, left: Value, right: Value): Value {
  const isOpaque = (value: Value): boolean =>
    isThing(value) &&
    (value.kind === "unknown" || value.kind === "choice" || value.kind === "external");
  if (isOpaque(left) || isOpaque(right)) return unknown;
  return (left === right) !== isNegated;
}

/** An array in a text is its items with commas. */
function joined(value: Value): Value {
  if (!isThing(value) || value.kind !== "array" || value.open || value.items.some(isThing))
    return value;
  return value.items.join(",");
}
