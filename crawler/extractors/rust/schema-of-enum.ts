import type { JsonSchema } from "../../../model.ts";
import { dereferenced, propertiesOf } from "./flattened.ts";
import { type Item, decorated } from "./items.ts";
import { isSdkDerive } from "./resolve-type.ts";
import { structSchema } from "./schema-of-item.ts";
import { describe, renameRule, renamed, textOption } from "./schema-options.ts";
import type { Making } from "./schema.ts";
import { type Option, readOptions, rename } from "./serde.ts";
import type { TypeAt } from "./types.ts";

export function enumSchema(
  item: Item,
  generics: Map<string, TypeAt>,
  options: Map<string, Option>,
  making: Making,
): JsonSchema {
  const body = item.node.childForFieldName("body");
  const sdk = isSdkDerive(item, making.project);
  const rule = sdk ? undefined : renameRule(options.get("rename_all"), item, making);
  const tag = textOption(options.get("tag"), item, making);
  const content = textOption(options.get("content"), item, making);
  const untagged = options.has("untagged");
  const variants = (body === null ? [] : decorated(body, item.offset)).flatMap((variant) => {
    if (variant.node.type !== "enum_variant") return [];
    const own = readOptions(variant.attributes, ["schemars", "serde"]);
    if (own.has("skip") || own.has("skip_deserializing")) return [];
    const written = variant.node.childForFieldName("name")?.text ?? "";
    const name = renamed(own, item, making) ?? rename(written, rule, "variant");
    const description = describe(own, variant.docs, item, making);
    const fields = variant.node.childForFieldName("body");
    const inner =
      fields === null
        ? undefined
        : structSchema(variant.node, item, generics, fieldRule(own, options), making);
    return [{ name, inner, description: description === undefined ? {} : { description } }];
  });
  if (variants.every(({ inner }) => inner === undefined) && tag === undefined && !untagged) {
    const plain = variants.filter(
      ({ description }) => sdk || Object.keys(description).length === 0,
    );
    const plainSchema = { type: "string", enum: plain.map(({ name }) => name) };
    if (plain.length === variants.length) return plainSchema;
    const told = variants.filter((variant) => !plain.includes(variant));
    return {
      oneOf: [
        ...(plain.length === 0 ? [] : [plainSchema]),
        ...told.map(({ name, description }) => ({ ...description, type: "string", const: name })),
      ],
    };
  }
  const schemas = variants.map(({ name, inner, description }) => {
    if (untagged) return { ...description, ...(inner ?? { type: "null" }) };
    if (tag !== undefined) {
      const own = inner === undefined ? {} : dereferenced(inner, making);
      const fields =
        content === undefined ? propertiesOf(own) : inner === undefined ? {} : { [content]: inner };
      const needed =
        content === undefined
          ? ((own["required"] as string[] | undefined) ?? [])
          : inner === undefined
            ? []
            : [content];
      return {
        ...description,
        type: "object",
        properties: { [tag]: { type: "string", const: name }, ...fields },
        required: [tag, ...needed],
      };
    }
    if (inner === undefined) return { ...description, type: "string", const: name };
    return {
      ...description,
      type: "object",
      properties: { [name]: inner },
      required: [name],
      additionalProperties: false,
    };
  });
  return untagged ? { anyOf: schemas } : { oneOf: schemas };
}

function fieldRule(own: Map<string, Option>, container: Map<string, Option>): Map<string, Option> {
  const rule = own.get("rename_all") ?? container.get("rename_all_fields");
  return new Map(rule === undefined ? [] : [["rename_all", rule]]);
}
