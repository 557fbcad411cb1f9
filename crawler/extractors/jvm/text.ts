import { isKind, list, nothing, textOf, type Value } from "./values.ts";

const maxText = 200_000;

/** A method on a string; undefined when it isn't one that is known. */
export function callText(of: string, name: string, args: Value[]): Value | undefined {
  const [first, second] = args;
  switch (name) {
    case "formatted":
    case "format":
      return format([of, ...args]);
    case "trim":
    case "strip":
      return of.trim();
    case "trimIndent":
      return trimIndent(of);
    case "stripIndent":
      return trimIndent(of);
    case "trimMargin":
      return trimMargin(of, typeof first === "string" ? first : "|");
    case "stripLeading":
    case "trimStart":
      return of.trimStart();
    case "stripTrailing":
    case "trimEnd":
      return of.trimEnd();
    case "toLowerCase":
    case "lowercase":
      return of.toLowerCase();
    case "toUpperCase":
    case "uppercase":
      return of.toUpperCase();
    case "toString":
    case "intern":
    case "translateEscapes":
    case "orEmpty":
    case "name":
    case "asText":
    case "textValue":
    case "readAllBytes":
    case "readText":
    case "bufferedReader":
    case "reader":
    case "getInputStream":
    case "inputStream":
    case "openStream":
    case "getContentAsString":
    case "toPath":
    case "toURI":
      return of;
    case "concat":
    case "plus": {
      const text = textOf(first);
      return text === undefined ? nothing : of + text;
    }
    case "replaceAll":
      return replacePattern(of, first, second);
    case "replace":
      if (isKind(first, "external")) return replacePattern(of, first.args[0]?.value, second);
      return typeof first === "string" && typeof second === "string" && of.length < maxText / 10
        ? of.replaceAll(first, () => second)
        : nothing;
    case "removePrefix":
      return typeof first === "string" && of.startsWith(first) ? of.slice(first.length) : of;
    case "removeSuffix":
      return typeof first === "string" && first !== "" && of.endsWith(first)
        ? of.slice(0, -first.length)
        : of;
    case "repeat":
      return typeof first === "number" && first >= 0 && of.length * first < maxText
        ? of.repeat(first)
        : nothing;
    case "substring":
      return typeof first === "number"
        ? of.slice(first, typeof second === "number" ? second : undefined)
        : nothing;
    case "split":
      return typeof first === "string" && first.length > 0
        ? list(of.split(first.replace(/^\\(.)$/, "$1")))
        : nothing;
    case "isEmpty":
      return of === "";
    case "isBlank":
      return of.trim() === "";
    case "isNotEmpty":
      return of !== "";
    case "isNotBlank":
      return of.trim() !== "";
    case "length":
      return of.length;
    case "equals":
      return typeof first === "string" ? of === first : nothing;
    case "startsWith":
      return typeof first === "string" ? of.startsWith(first) : nothing;
    case "endsWith":
      return typeof first === "string" ? of.endsWith(first) : nothing;
    case "contains":
      return typeof first === "string" ? of.includes(first) : nothing;
    case "to":
      return list([of, first ?? nothing]);
    case "lines":
    case "lineSequence":
      return list(of.split("\n"));
    default:
      return undefined;
  }
}

/** Only patterns without repeated groups, which end in a time that the text's length bounds. */
function replacePattern(of: string, pattern: Value | undefined, by: Value | undefined): Value {
  if (typeof pattern !== "string" || pattern.length > 80 || of.length > 500) return nothing;
  if (/\)[+*{?]|\\[1-9]|[+*}].*[+*}]/.test(pattern)) return nothing;
  try {
    const expression = new RegExp(pattern, "g");
    if (typeof by === "string") return of.replace(expression, by);
  } catch {
    return nothing;
  }
  return nothing;
}

/** `String.format` with constants. https://docs.oracle.com/en/java/javase/21/docs/api/java.base/java/util/Formatter.html */
export function format(args: Value[]): Value {
  const [pattern, ...rest] = args;
  const [only] = rest;
  const values = rest.length === 1 && isKind(only, "list") ? only.items : rest;
  if (typeof pattern !== "string") return nothing;
  let next = 0;
  let isKnown = true;
  const text = pattern.replace(
    /%(?:(?<index>\d+)\$)?(?<flags>[-#+ 0,(]*)(?<width>\d+)?(?:\.(?<precision>\d+))?(?<kind>[a-zA-Z%])/g,
    (whole, ...match) => {
      const groups = match.at(-1) as Record<string, string | undefined>;
      if (groups["kind"] === "n") return "\n";
      if (groups["kind"] === "%") return "%";
      const value = values[groups["index"] === undefined ? next++ : Number(groups["index"]) - 1];
      const plain = textOf(value);
      if (plain === undefined || value === undefined) {
        isKnown = false;
        return whole;
      }
      if (typeof value === "number" && groups["kind"] === "f")
        return value.toFixed(Math.min(20, Number(groups["precision"] ?? 6)));
      if (typeof value === "number" && groups["flags"]?.includes(","))
        return value.toLocaleString("en-US");
      const width = Math.min(200, Number(groups["width"] ?? 0));
      return groups["flags"]?.includes("-") ? plain.padEnd(width) : plain.padStart(width);
    },
  );
  return isKnown && text.length < maxText ? text : nothing;
}

/** https://kotlinlang.org/api/core/kotlin-stdlib/kotlin.text/trim-indent.html */
function trimIndent(text: string): string {
  const lines = text.split(/\r?\n/);
  const indents = lines
    .filter((line) => line.trim() !== "")
    .map((line) => line.length - line.trimStart().length);
  const indent = indents.length === 0 ? 0 : Math.min(...indents);
  return withoutEdges(lines)
    .map((line) => (line.trim() === "" ? "" : line.slice(indent)))
    .join("\n");
}

/** https://kotlinlang.org/api/core/kotlin-stdlib/kotlin.text/trim-margin.html */
export function trimMargin(text: string, margin: string): string {
  return withoutEdges(text.split(/\r?\n/))
    .map((line) => {
      const start = line.trimStart();
      return start.startsWith(margin) ? start.slice(margin.length) : line;
    })
    .join("\n");
}

/** The first and the last line go when they are blank. */
function withoutEdges(lines: string[]): string[] {
  const last = lines.length - 1;
  return lines.filter((line, index) => (index !== 0 && index !== last) || line.trim() !== "");
}
