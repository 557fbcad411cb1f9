import type { Node } from "web-tree-sitter";
import type { JsonSchema } from "../../../model.ts";
import { flattened, propertiesOf } from "./flattened.ts";
import { type Attribute, type Doc, type Item, decorated } from "./items.ts";
import { isSdkDerive } from "./resolve-type.ts";
import { isSchema } from "./schema-of-item.ts";
import { typeSchema } from "./schema-of-type.ts";
import { extended, describe, renameRule, renamed, textOption } from "./schema-options.ts";
import type { Making } from "./schema.ts";
import { type Option, readOptions, rename, splitOptions } from "./serde.ts";
import { type TypeAt, readTypePath } from "./types.ts";

interface Field {
  node: Node;
  attributes: Attribute[];
  docs: Doc[];
}

export function fieldsSchema(
  body: Node,
  item: Item,
  generics: Map<string, TypeAt>,
  container: Map<string, Option>,
  making: Making,
): JsonSchema {
  const sdk = isSdkDerive(item, making.project);
  const properties = new Map<string, JsonSchema>();
  const required: string[] = [];
  let additional: unknown;
  const rule = sdk ? undefined : renameRule(container.get("rename_all"), item, making);
  for (const field of decorated(body, item.offset)) {
    const typeNode = field.node.childForFieldName("type");
    const name = field.node.childForFieldName("name")?.text.replace(/^r#/, "");
    if (typeNode === null || name === undefined) continue;
    const options = readOptions(
      field.attributes,
      sdk ? ["serde", "json_schema"] : ["schemars", "serde", "validate", "garde"],
    );
    const skipped = making.contract === "in" ? "skip_deserializing" : "skip_serializing";
    if (!sdk && (options.has("skip") || options.has(skipped))) continue;
    const type: TypeAt = { node: typeNode, path: item.path, generics };
    const isOption = readTypePath(type)?.name === "Option";
    if (options.has("flatten") && !sdk) {
      const inner = flattened(type, making);
      for (const [key, value] of Object.entries(propertiesOf(inner))) properties.set(key, value);
      if (!isOption && Array.isArray(inner["required"]))
        required.push(...(inner["required"] as string[]));
      if (inner["additionalProperties"] !== undefined) additional = inner["additionalProperties"];
      continue;
    }
    const key = renamed(options, item, making) ?? rename(name, rule, "field");
    properties.set(key, fieldSchema(type, field, options, item, making, sdk));
    const isDefault = options.has("default") || container.has("default");
    const isRequired = sdk
      ? !isOption
      : options.has("required") || (!isOption && !(making.contract === "in" && isDefault));
    const mayMiss = making.contract === "out" && options.has("skip_serializing_if");
    if (isRequired && !mayMiss) required.push(key);
  }
  if (container.has("deny_unknown_fields")) additional = false;
  return {
    type: "object",
    properties: Object.fromEntries(properties),
    ...(required.length === 0 ? {} : { required: [...new Set(required)] }),
    ...(additional === undefined ? {} : { additionalProperties: additional }),
  };
}

function fieldSchema(
  type: TypeAt,
  field: Field,
  options: Map<string, Option>,
  item: Item,
  making: Making,
  sdk: boolean,
): JsonSchema {
  const proxy = textOption(options.get("with"), item, making);
  const proxyNode = proxy === undefined ? undefined : making.project.fragment(proxy, "type");
  const schemaWith = textOption(options.get("schema_with"), item, making);
  let schema: JsonSchema;
  if (schemaWith === undefined)
    schema = typeSchema(proxyNode === undefined ? type : { ...type, node: proxyNode }, making);
  else {
    const [made] = making.project.find(["fn"], schemaWith, item.path);
    const value = made === undefined ? undefined : making.call(made);
    schema = isSchema(value) ? value : {};
  }
  const description = describe(options, field.docs, item, making);
  const title = textOption(options.get("title"), item, making);
  return {
    ...schema,
    ...limits(options, schema, item, making),
    ...(title === undefined ? {} : { title }),
    ...(description === undefined ? {} : { description }),
    ...defaultOf(options, type, item, making, sdk),
    ...extended(options, item, making),
  };
}

function defaultOf(
  options: Map<string, Option>,
  type: TypeAt,
  item: Item,
  making: Making,
  sdk: boolean,
): JsonSchema {
  const option = options.get("default");
  if (option === undefined || (sdk && option.value === undefined)) return {};
  if (option.value === undefined) {
    const name = readTypePath(type)?.name ?? "";
    if (name === "Option") return { default: null };
    if (name === "bool") return { default: false };
    if (name === "String") return { default: "" };
    if (/^(?:[iu](?:8|16|32|64|128|size)|f(?:32|64))$/.test(name)) return { default: 0 };
    return /^(?:Vec|HashSet|BTreeSet)$/.test(name) ? { default: [] } : {};
  }
  const written = making.fold(option.value, item.path, option.offset);
  if (sdk) return written === undefined ? {} : { default: written };
  if (typeof written !== "string") return {};
  const value = making.fold(`${written}()`, item.path, option.offset);
  return value === undefined ? {} : { default: value };
}

const limitKeys = new Map([
  ["min", ["minimum", "minLength", "minItems"]],
  ["max", ["maximum", "maxLength", "maxItems"]],
]);

function limits(
  options: Map<string, Option>,
  schema: JsonSchema,
  item: Item,
  making: Making,
): JsonSchema {
  const found: JsonSchema = {};
  const types = [schema["type"]].flat();
  for (const [name, keys] of [
    ["range", 0],
    ["length", types.includes("array") ? 2 : 1],
  ] as const) {
    const option = options.get(name);
    if (option?.args === undefined) continue;
    for (const [key, { value, offset }] of splitOptions(option.args, option.offset)) {
      const keyword = limitKeys.get(key)?.[keys];
      const limit = value === undefined ? undefined : making.fold(value, item.path, offset);
      if (keyword !== undefined && typeof limit === "number") found[keyword] = limit;
    }
  }
  return found;
}
