import { callValue } from "./calls.ts";
import { newArray } from "./iterate.ts";
import { makeText } from "./operators.ts";
import { readRegExp } from "./regexp.ts";
import type { Run } from "./run.ts";
import { isThing, unknown, type Value } from "./values.ts";

/** A method of a text whose arguments are known; unknown otherwise. */
export function callTextMethod(run: Run, self: string, name: string, args: Value[]): Value {
  const [first, second] = args;
  switch (name) {
    case "trim":
      return self.trim();
    case "trimStart":
      return self.trimStart();
    case "trimEnd":
      return self.trimEnd();
    case "toLowerCase":
    case "toLocaleLowerCase":
      return self.toLowerCase();
    case "toUpperCase":
    case "toLocaleUpperCase":
      return self.toUpperCase();
    case "toString":
    case "valueOf":
    case "normalize":
      return self;
    case "concat":
      return args.some(isThing) ? unknown : makeText(run, self + args.map(String).join(""));
    case "repeat":
      return typeof first === "number" && first >= 0 && self.length * first < 100_000
        ? makeText(run, self.repeat(first))
        : unknown;
    case "padStart":
    case "padEnd":
      return typeof first === "number" &&
        first < 1000 &&
        (second === undefined || typeof second === "string")
        ? self[name](first, second)
        : unknown;
    case "slice":
    case "substring":
      return typeof first === "number" && (typeof second === "number" || second === undefined)
        ? self[name](first, second)
        : unknown;
    case "charAt":
    case "at":
      return typeof first === "number" ? (self.at(first) ?? "") : unknown;
    case "startsWith":
    case "endsWith":
    case "includes":
      return typeof first === "string" ? self[name](first) : unknown;
    case "indexOf":
      return typeof first === "string" ? self.indexOf(first) : unknown;
    case "split":
      return splitText(run, self, first);
    case "match":
    case "search": {
      const pattern = readRegExp(first, self.length);
      if (pattern === undefined) return unknown;
      return name === "match" ? matched(run, self, pattern) : self.search(pattern);
    }
    case "replace":
    case "replaceAll":
      return replaceText(run, self, name, first, second);
    default:
      return unknown;
  }
}

function splitText(run: Run, self: string, separator: Value): Value {
  if (typeof separator === "string") return newArray(run, self.slice(0, 20_000).split(separator));
  const pattern = readRegExp(separator, self.length);
  return pattern === undefined ? unknown : newArray(run, self.slice(0, 20_000).split(pattern));
}

function replaceText(
  run: Run,
  self: string,
  name: "replace" | "replaceAll",
  search: Value,
  by: Value,
): Value {
  const pattern = typeof search === "string" ? search : readRegExp(search, self.length);
  if (pattern === undefined) return unknown;
  if (typeof by === "string")
    return makeText(run, self.length > 100_000 ? self : self[name](pattern, by));
  if (!isThing(by) || by.kind !== "function") return unknown;
  let isKnown = true;
  const text = self.slice(0, 10_000)[name](pattern, (...groups: unknown[]) => {
    const texts = groups.filter((group) => typeof group === "string" || typeof group === "number");
    const part = callValue(run, by, undefined, texts);
    if (isThing(part)) isKnown = false;
    return String(part);
  });
  return isKnown ? makeText(run, text) : unknown;
}

/** A method of a regular expression. */
export function callRegExpMethod(run: Run, self: Value, name: string, text: Value): Value {
  if (typeof text !== "string") return unknown;
  const pattern = readRegExp(self, text.length);
  if (pattern === undefined) return unknown;
  if (name === "test") return pattern.test(text);
  return name === "exec" ? matched(run, text, pattern) : unknown;
}

function matched(run: Run, text: string, pattern: RegExp): Value {
  const found = text.match(pattern);
  return found === null ? null : newArray(run, [...found]);
}
