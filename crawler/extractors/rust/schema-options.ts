import type { JsonSchema } from "../../../model.ts";
import type { Doc, Item } from "./items.ts";
import type { Folding, Making } from "./schema.ts";
import { type Option, splitOptions } from "./serde.ts";

/** The documentation of an item as one text; undefined when there is none. */
export function docText(docs: Doc[], path: string, folding: Folding): string | undefined {
  const lines = docs.map((doc) =>
    "text" in doc ? doc.text : String(folding.fold(doc.code, path, doc.offset) ?? ""),
  );
  const text = lines
    .flatMap((line) => line.split("\n"))
    .map((line) => line.trim())
    .join("\n")
    .trim();
  return text === "" ? undefined : text;
}

export function extended(options: Map<string, Option>, item: Item, making: Making): JsonSchema {
  const extend = options.get("extend");
  const found: JsonSchema = {};
  for (const match of (extend?.args ?? "").matchAll(
    /"(?<key>[\w$-]+)"\s*=\s*(?<value>"[^"]*"|[\d.]+|true|false)/g,
  )) {
    const { key = "", value = "" } = match.groups ?? {};
    const folded = making.fold(value, item.path, extend?.offset ?? 0);
    if (folded !== undefined && key !== "__proto__") found[key] = folded;
  }
  return found;
}

export function describe(
  options: Map<string, Option>,
  docs: Doc[],
  item: Item,
  making: Making,
): string | undefined {
  return textOption(options.get("description"), item, making) ?? docText(docs, item.path, making);
}

export function renamed(
  options: Map<string, Option>,
  item: Item,
  making: Making,
): string | undefined {
  return renameRule(options.get("rename"), item, making);
}

/** `rename = "a"` or `rename(deserialize = "a")`. */
export function renameRule(
  option: Option | undefined,
  item: Item,
  making: Making,
): string | undefined {
  if (option?.args === undefined) return textOption(option, item, making);
  const side = making.contract === "in" ? "deserialize" : "serialize";
  return textOption(new Map(splitOptions(option.args, option.offset)).get(side), item, making);
}

export function textOption(
  option: Option | undefined,
  item: Item,
  making: Making,
): string | undefined {
  if (option?.value === undefined) return undefined;
  const value = making.fold(option.value, item.path, option.offset);
  return typeof value === "string" ? value : undefined;
}
