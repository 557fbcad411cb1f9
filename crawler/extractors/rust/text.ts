import { apply } from "./closures.ts";
import type { Run } from "./run.ts";
import type { Value } from "./values.ts";

const maxText = 200_000;

/** What a method of a text returns; undefined when it is not one that is known here. */
export function callOnText(text: string, name: string, args: Value[], run: Run): Value | undefined {
  const [first, second] = args;
  switch (name) {
    case "to_uppercase":
    case "to_ascii_uppercase":
      return text.toUpperCase();
    case "to_lowercase":
    case "to_ascii_lowercase":
      return text.toLowerCase();
    case "trim":
      return text.trim();
    case "trim_start":
      return text.trimStart();
    case "trim_end":
      return text.trimEnd();
    case "trim_matches":
    case "trim_start_matches":
    case "trim_end_matches":
      return typeof first === "string" ? trimmed(text, first, name) : undefined;
    case "is_empty":
      return text === "";
    case "len":
      return text.length;
    case "replace":
      if (typeof first !== "string" || typeof second !== "string" || first === "") return undefined;
      return text.length * (second.length + 1) > maxText
        ? undefined
        : text.replaceAll(first, second);
    case "starts_with":
      return typeof first === "string" ? text.startsWith(first) : undefined;
    case "ends_with":
      return typeof first === "string" ? text.endsWith(first) : undefined;
    case "contains":
      return typeof first === "string" ? text.includes(first) : undefined;
    case "strip_prefix":
      return typeof first !== "string"
        ? undefined
        : text.startsWith(first)
          ? text.slice(first.length)
          : null;
    case "split":
      return typeof first === "string" && first !== "" ? text.split(first) : undefined;
    case "lines":
      return text.split("\n");
    case "repeat":
      return typeof first === "number" && text.length * first < maxText
        ? text.repeat(first)
        : undefined;
    case "join":
      return typeof first === "string"
        ? first.startsWith("/")
          ? first
          : `${text}/${first}`
        : undefined;
    case "eq":
      return typeof first === "string" ? text === first : undefined;
    case "then":
      return apply(first, [], run);
    default:
      return undefined;
  }
}

function trimmed(text: string, part: string, name: string): string {
  let [start, end] = [0, text.length];
  while (part !== "" && name !== "trim_end_matches" && text.startsWith(part, start))
    start += part.length;
  while (
    part !== "" &&
    name !== "trim_start_matches" &&
    end > start &&
    text.slice(start, end).endsWith(part)
  )
    end -= part.length;
  return text.slice(start, Math.max(start, end));
}
