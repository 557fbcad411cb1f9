import type { Node } from "web-tree-sitter";
import type { JsonSchema } from "../../../model.ts";
import { type Item, decorated } from "./items.ts";
import { isSdkDerive } from "./resolve-type.ts";
import { enumSchema } from "./schema-of-enum.ts";
import { fieldsSchema } from "./schema-of-fields.ts";
import { typeSchema } from "./schema-of-type.ts";
import { extended, describe, textOption } from "./schema-options.ts";
import type { Making } from "./schema.ts";
import { type Option, readOptions } from "./serde.ts";
import type { TypeAt } from "./types.ts";

export function itemSchema(item: Item, generics: Map<string, TypeAt>, making: Making): JsonSchema {
  const options = readOptions(item.attributes, ["schemars", "serde"]);
  const other = options.get("from") ?? options.get("try_from") ?? options.get("with");
  const proxy = textOption(other, item, making);
  if (proxy !== undefined && making.contract === "in") {
    const node = making.project.fragment(proxy, "type");
    return node === undefined ? {} : typeSchema({ node, path: item.path, generics }, making);
  }
  const [manual] = making.project.members(item.name, "json_schema", item.path);
  if (manual !== undefined && manual.kind === "fn") {
    const made = making.call(manual);
    return isSchema(made) ? made : {};
  }
  const sdk = isSdkDerive(item, making.project);
  const description = sdk ? undefined : describe(options, item.docs, item, making);
  const title = textOption(options.get("title"), item, making);
  const body =
    item.kind === "enum"
      ? enumSchema(item, generics, options, making)
      : structSchema(item.node, item, generics, options, making);
  return {
    ...(title === undefined ? {} : { title }),
    ...(description === undefined ? {} : { description }),
    ...body,
    ...extended(options, item, making),
  };
}

export function structSchema(
  node: Node,
  item: Item,
  generics: Map<string, TypeAt>,
  options: Map<string, Option>,
  making: Making,
): JsonSchema {
  const body = node.childForFieldName("body");
  if (body === null) return { type: "null" };
  if (body.type === "ordered_field_declaration_list") {
    const fields = decorated(body, item.offset);
    const [only] = fields;
    if (fields.length === 1 && only !== undefined)
      return typeSchema({ node: only.node, path: item.path, generics }, making);
    const items = fields.map((field) =>
      typeSchema({ node: field.node, path: item.path, generics }, making),
    );
    return { type: "array", prefixItems: items, minItems: items.length, maxItems: items.length };
  }
  return fieldsSchema(body, item, generics, options, making);
}

export function isSchema(value: unknown): value is JsonSchema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
