import { joinTexts, replaceText, type Value } from "../syntax/value.ts";
import { outdent } from "./strings.ts";

/** What a method of the standard library or of ActiveSupport makes of a value; undefined for other methods. */
export function foldOn(method: string, on: Value, values: Value[]): Value {
  if (/^(?:freeze|dup|to_s|to_sym|to_h|to_a|compact|html_safe|deep_dup|deep_freeze)$/.test(method))
    return on;
  if (typeof on === "string") return foldText(method, on, values);
  if (Array.isArray(on)) return foldList(method, on, values);
  if (!(on instanceof Map)) return undefined;
  const [first] = values;
  switch (method) {
    case "merge":
    case "deep_merge":
      return first instanceof Map ? new Map([...on, ...first]) : undefined;
    case "except":
      return new Map([...on].filter(([key]) => !values.includes(key)));
    case "keys":
      return [...on.keys()];
    case "values":
      return [...on.values()];
    case "fetch":
    case "[]":
    case "dig":
      return typeof first === "string" ? on.get(first) : undefined;
    default:
      return undefined;
  }
}

function foldText(method: string, on: string, [from, to]: Value[]): Value {
  switch (method) {
    case "strip":
      return on.trim();
    case "chomp":
      return on.replace(/\r?\n$/, "");
    case "rstrip":
      return on.trimEnd();
    case "lstrip":
      return on.trimStart();
    case "squish":
      return on.trim().replaceAll(/\s+/g, " ");
    case "strip_heredoc":
    case "dedent":
      return outdent(on);
    case "upcase":
      return on.toUpperCase();
    case "downcase":
      return on.toLowerCase();
    case "capitalize":
      return on.slice(0, 1).toUpperCase() + on.slice(1).toLowerCase();
    case "gsub":
    case "tr":
      return replaceText(on, from, to);
    case "concat":
      return typeof from === "string" ? on + from : undefined;
    default:
      return undefined;
  }
}

function foldList(method: string, on: Value[], values: Value[]): Value {
  switch (method) {
    case "join":
      return joinTexts(on, values[0] ?? "");
    case "uniq":
    case "sort":
    case "flatten":
      return on;
    case "first":
      return on[0];
    case "last":
      return on.at(-1);
    default:
      return undefined;
  }
}
