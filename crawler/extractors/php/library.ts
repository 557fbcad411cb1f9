import { joinTexts, parseJson, replaceText, type Value } from "../syntax/value.ts";

/** What a function of PHP, Laravel or WordPress makes of its arguments; undefined for other functions. */
export function foldLibrary(called: string, values: Value[]): Value {
  const name = called.replace(/^\\/, "");
  const [first, second, third] = values;
  switch (name) {
    case "__":
    case "_x":
    case "esc_html__":
    case "esc_attr__":
    case "trans":
    case "strval":
    case "array_values":
    case "array_filter":
    case "array_unique":
    case "collect":
    case "apply_filters_deprecated":
      return first;
    case "trim":
      return typeof first === "string" && second === undefined ? first.trim() : undefined;
    case "rtrim":
      return typeof first === "string" && second === undefined ? first.trimEnd() : undefined;
    case "strtolower":
      return typeof first === "string" ? first.toLowerCase() : undefined;
    case "ucfirst":
      return typeof first === "string"
        ? first.slice(0, 1).toUpperCase() + first.slice(1)
        : undefined;
    case "implode":
    case "join":
      return Array.isArray(second) ? joinTexts(second, first) : undefined;
    case "str_replace":
      return typeof third === "string" ? replaceText(third, first, second) : undefined;
    case "array_keys":
      return first instanceof Map ? [...first.keys()] : undefined;
    case "array_merge":
      if (values.every((value) => Array.isArray(value))) return values.flat();
      return values.every((value) => value instanceof Map || isEmpty(value))
        ? new Map(values.flatMap((value) => (value instanceof Map ? [...value] : [])))
        : undefined;
    case "array_column":
      return first;
    case "json_decode":
      return typeof first === "string" ? parseJson(first) : undefined;
    case "sprintf":
      return typeof first === "string" ? format(first, values.slice(1)) : undefined;
    case "class_basename":
      return typeof first === "string" ? first.split("\\").at(-1) : undefined;
    default:
      return undefined;
  }
}

function isEmpty(value: Value): boolean {
  return Array.isArray(value) && value.length === 0;
}

function format(pattern: string, values: Value[]): string | undefined {
  let index = 0;
  let isKnown = true;
  const text = pattern.replaceAll(/%(?:(\d+)\$)?([sd%])/g, (_all, at: string | undefined, kind) => {
    if (kind === "%") return "%";
    const value = values[at === undefined ? index++ : Number(at) - 1];
    isKnown &&= typeof value === "string" || typeof value === "number";
    return typeof value === "string" || typeof value === "number" ? String(value) : "";
  });
  return isKnown ? text : undefined;
}
