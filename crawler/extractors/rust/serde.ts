import type { Attribute } from "./items.ts";
import { insideBrackets, splitTokens } from "./tokens.ts";

/** One option of an attribute: `rename = "a"` has a value, `default` has none, `range(min = 1)` has args. */
export interface Option {
  /** Rust source of the value. */
  value?: string;
  args?: string;
  /** Lines of the file before the value. */
  offset: number;
}

/** The options of all attributes of these names, by option; of two the first attribute's in the order of `names` wins. */
export function readOptions(attributes: Attribute[], names: string[]): Map<string, Option> {
  const options = new Map<string, Option>();
  for (const name of names)
    for (const attribute of attributes)
      if (attribute.name === name)
        for (const [key, option] of splitOptions(attribute.args, attribute.offset))
          if (!options.has(key)) options.set(key, option);
  return options;
}

/** `name = "a", annotations(title = "b"), open` -> three options. */
export function splitOptions(args: string, offset: number): [string, Option][] {
  return splitTokens(args, ",").flatMap(({ text, line }): [string, Option][] => {
    const head = /^(?:r#)?(?<key>[\w:]+)\s*/.exec(text);
    if (head === null) return [];
    const rest = text.slice(head[0].length);
    const at = offset + line;
    const key = head.groups?.["key"] ?? "";
    if (rest === "") return [[key, { offset: at }]];
    if (rest.startsWith("=") && !rest.startsWith("=="))
      return [[key, { value: rest.slice(1).trim(), offset: at }]];
    const inner = insideBrackets(rest, "(");
    return inner === undefined ? [] : [[key, { args: inner, offset: at }]];
  });
}

/** Applies a rule of `rename_all` to the name of a field or a variant. */
export function rename(name: string, rule: string | undefined, of: "field" | "variant"): string {
  if (rule === undefined) return name;
  const words =
    of === "field"
      ? name.split("_").filter((word) => word !== "")
      : name.split(/(?=[A-Z])/).map((word) => word.toLowerCase());
  const pascal = words.map((word) => capital(word)).join("");
  switch (rule) {
    case "lowercase":
      return of === "field" ? name : name.toLowerCase();
    case "UPPERCASE":
      return name.toUpperCase();
    case "PascalCase":
      return of === "field" ? pascal : name;
    case "camelCase":
      return of === "field"
        ? pascal.charAt(0).toLowerCase() + pascal.slice(1)
        : name.charAt(0).toLowerCase() + name.slice(1);
    case "snake_case":
      return of === "field" ? name : words.join("_");
    case "SCREAMING_SNAKE_CASE":
      return (of === "field" ? name : words.join("_")).toUpperCase();
    case "kebab-case":
      return (of === "field" ? name : words.join("_")).replaceAll("_", "-");
    case "SCREAMING-KEBAB-CASE":
      return (of === "field" ? name : words.join("_")).toUpperCase().replaceAll("_", "-");
    default:
      return name;
  }
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
