import { isThing, type Value } from "./values.ts";

const maxSource = 1000;
const maxText = 100_000;

/** The value of a regular expression. */
export function makeRegExp(source: string, flags: string): Value {
  return { kind: "native", self: `/${source}/${flags}`, name: "regex" };
}

/**
 * The regular expression of a value, if matching a text of that length ends soon: nothing repeated within a repetition, no
 * references back, and few repetitions for a long text.
 */
export function readRegExp(value: Value, textLength: number): RegExp | undefined {
  if (!isThing(value) || value.kind !== "native" || value.name !== "regex") return undefined;
  if (typeof value.self !== "string") return undefined;
  const end = value.self.lastIndexOf("/");
  const source = value.self.slice(1, end);
  const repetitions = countRepetitions(source);
  if (repetitions === undefined || textLength > maxText) return undefined;
  if (repetitions > 1 && textLength ** repetitions > 100_000_000) return undefined;
  try {
    return new RegExp(source, value.self.slice(end + 1).replace(/[y]/g, ""));
  } catch {
    return undefined;
  }
}

/** How many unbounded repetitions a pattern has; undefined when one is inside another or it refers back. */
function countRepetitions(source: string): number | undefined {
  if (source.length > maxSource) return undefined;
  const groups: boolean[] = [];
  let count = 0;
  let closed: boolean | undefined;
  for (const [token] of source.matchAll(
    /\\.|\[(?:\\.|[^\]\\])*\]|\((?:\?(?:[:=!]|<[=!]|<[^>]*>))?|\)|[*+|]|\{\d*,?\d*\}|[^]/g,
  )) {
    const before = closed;
    closed = undefined;
    if (/^\\[1-9k]/.test(token)) return undefined;
    if (token.startsWith("(")) groups.push(false);
    else if (token === ")") closed = groups.pop() ?? false;
    else if (token === "*" || token === "+" || /^\{\d+,\d*\}$/.test(token)) {
      if (before === true) return undefined;
      count += 1;
      groups.fill(true);
    } else if (token === "|") {
      groups.fill(true);
    }
  }
  return count;
}
