import type { Node } from "web-tree-sitter";
import type { JsonSchema } from "../../../model.ts";
import { decorated, type Attribute, type Doc, type Item } from "./items.ts";
import type { Project } from "./project.ts";
import { type Option, readOptions, rename, splitOptions } from "./serde.ts";
import { knownType, wrappers } from "./known-types.ts";
import { bindGenerics, readTypePath, type TypeAt } from "./types.ts";

/** What making a schema needs beside the types: the value of an expression as JSON, undefined when it could not be folded. */
export interface Folding {
  project: Project;
  fold(code: string, path: string, offset: number): unknown;
  /** What a function gives when it is called without arguments. */
  call(item: Item): unknown;
}

/** Which side of serde a schema is for: what is read from a caller, or what is written to one. */
export type Contract = "in" | "out";

interface Making extends Folding {
  contract: Contract;
  defs: Map<string, JsonSchema>;
  open: number;
  budget: { left: number };
}

const maxDepth = 24;
const maxSchemas = 4000;

/** The schema of a type as schemars derives it, nested types under `$defs`; of a derive of rust-mcp-sdk, inlined. */
export function schemaOf(type: TypeAt, folding: Folding, contract: Contract = "in"): JsonSchema {
  const making: Making = {
    ...folding,
    contract,
    defs: new Map(),
    open: 0,
    budget: { left: maxSchemas },
  };
  const found = resolveType(type, making);
  const body =
    found === undefined ? typeSchema(type, making) : itemSchema(found.item, found.generics, making);
  const named = found === undefined || isSdkDerive(found.item, making.project);
  const title = found === undefined ? undefined : schemaName(found.item, making);
  const defs = reachable(body, making.defs);
  return {
    ...(named || title === undefined ? {} : { title }),
    ...body,
    ...(defs.length === 0 ? {} : { $defs: Object.fromEntries(defs) }),
  };
}

/** The definitions that are referred to: one that was only taken apart is left out. */
function reachable(body: JsonSchema, defs: Map<string, JsonSchema>): [string, JsonSchema][] {
  const used = new Set<string>();
  const open: unknown[] = [body];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (typeof next !== "object" || next === null) continue;
    const ref = (next as JsonSchema)["$ref"];
    const name = typeof ref === "string" ? ref.slice("#/$defs/".length) : undefined;
    if (name !== undefined && !used.has(name)) {
      used.add(name);
      open.push(defs.get(name) ?? null);
    }
    open.push(
      ...Object.values(next).filter((value) => typeof value === "object" && value !== null),
    );
  }
  return [...defs].filter(([name]) => used.has(name));
}

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

function resolveType(
  type: TypeAt,
  making: Making,
): { item: Item; generics: Map<string, TypeAt> } | undefined {
  let current = type;
  for (let steps = 0; steps < 20; steps += 1) {
    const path = readTypePath(current);
    if (path === undefined) return undefined;
    const bound = current.generics.get(path.full);
    if (bound !== undefined && bound.node !== current.node) {
      current = bound;
      continue;
    }
    const associated = associatedType(path.full, current, making);
    if (associated !== undefined) {
      current = associated;
      continue;
    }
    const [inner] = path.args;
    if (wrappers.has(path.name) && inner !== undefined) {
      current = inner;
      continue;
    }
    const [item] = making.project.find(["struct", "enum", "type"], path.full, current.path);
    if (item === undefined) return undefined;
    const generics = bindGenerics(item.node, item.path, path.args);
    if (item.kind !== "type") return { item, generics };
    const aliased = item.node.childForFieldName("type");
    if (aliased === null) return undefined;
    current = { node: aliased, path: item.path, generics };
  }
  return undefined;
}

/** `T::Args`, where `T` stands for a type whose `impl` says what `Args` is. */
function associatedType(full: string, type: TypeAt, making: Making): TypeAt | undefined {
  const [first = "", name, ...rest] = full.split("::");
  const owner = type.generics.get(first);
  if (owner === undefined || name === undefined || rest.length > 0) return undefined;
  const [item] = making.project
    .members(owner.node.text, name, owner.path)
    .filter(({ kind, node }) => kind === "type" && node.childForFieldName("type") !== null);
  const node = item?.node.childForFieldName("type");
  return item === undefined || !node ? undefined : { node, path: item.path, generics: new Map() };
}

function typeSchema(type: TypeAt, making: Making): JsonSchema {
  making.budget.left -= 1;
  if (making.open > maxDepth || making.budget.left < 0) return {};
  const deeper = { ...making, open: making.open + 1 };
  const { node } = type;
  const at = (child: Node | null | undefined): JsonSchema =>
    child === null || child === undefined ? {} : typeSchema({ ...type, node: child }, deeper);
  if (node.type === "reference_type") return at(node.childForFieldName("type"));
  if (node.type === "array_type")
    return { type: "array", items: at(node.childForFieldName("element")) };
  if (node.type === "unit_type") return { type: "null" };
  if (node.type === "tuple_type") {
    const items = node.namedChildren.map(at);
    return { type: "array", prefixItems: items, minItems: items.length, maxItems: items.length };
  }
  const path = readTypePath(type);
  if (path === undefined) return {};
  const associated = associatedType(path.full, type, making);
  if (associated !== undefined) return typeSchema(associated, deeper);
  const bound = type.generics.get(path.full);
  if (bound !== undefined && bound.node !== node) return typeSchema(bound, deeper);
  if (wrappers.has(path.name) && path.args[0] !== undefined)
    return typeSchema(path.args[0], deeper);
  const found = resolveType(type, deeper);
  if (found === undefined) {
    const [first, second] = path.args.map((arg) => () => typeSchema(arg, deeper));
    return path.name === "Option"
      ? nullable(first?.() ?? {})
      : knownType(path.name, path.full, first, second);
  }
  if (isSdkDerive(found.item, making.project))
    return itemSchema(found.item, found.generics, deeper);
  const name = defName(found.item, found.generics, making);
  if (isTransparent(found.item)) return itemSchema(found.item, found.generics, deeper);
  if (!making.defs.has(name)) {
    making.defs.set(name, {});
    making.defs.set(name, itemSchema(found.item, found.generics, deeper));
  }
  return { $ref: `#/$defs/${name}` };
}

function isTransparent(item: Item): boolean {
  return (
    item.kind === "struct" && readOptions(item.attributes, ["serde", "schemars"]).has("transparent")
  );
}

function schemaName(item: Item, making: Making): string {
  return (
    textOption(readOptions(item.attributes, ["schemars", "serde"]).get("rename"), item, making) ??
    item.name
  );
}

function defName(item: Item, generics: Map<string, TypeAt>, making: Making): string {
  const args = [...generics.values()].map((arg) => arg.node.text.replace(/\W+/g, "_"));
  return [schemaName(item, making), ...args].join("_for_");
}

/** Whether the derive is the one of rust-mcp-sdk, which knows no `rename_all` and no defaults, and inlines. */
export function isSdkDerive(item: Item, project: Project): boolean {
  const derives = item.attributes
    .filter(({ name }) => name === "derive")
    .map(({ args }) => args)
    .join(",");
  const written = /(?<path>[\w:]*)\bJsonSchema\b/.exec(derives)?.groups?.["path"] ?? "";
  const uses = project.uses(item.path);
  const imported = uses.named.get("JsonSchema")?.join("::") ?? "";
  if (written !== "") return /rust_mcp|macros/.test(written);
  if (imported !== "") return /rust_mcp/.test(imported);
  return uses.globs.some((glob) => /^rust_mcp_(?:sdk|macros)/.test(glob.join("::")));
}

function nullable(schema: JsonSchema): JsonSchema {
  if (Object.keys(schema).length === 0) return schema;
  const { type, enum: values, ...rest } = schema;
  if (typeof type === "string")
    return {
      type: [type, "null"],
      ...rest,
      ...(Array.isArray(values) ? { enum: [...(values as unknown[]), null] } : {}),
    };
  return { anyOf: [schema, { type: "null" }] };
}

function itemSchema(item: Item, generics: Map<string, TypeAt>, making: Making): JsonSchema {
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

function structSchema(
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

interface Field {
  node: Node;
  attributes: Attribute[];
  docs: Doc[];
}

function fieldsSchema(
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

function extended(options: Map<string, Option>, item: Item, making: Making): JsonSchema {
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

function enumSchema(
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

function flattened(type: TypeAt, making: Making): JsonSchema {
  const path = readTypePath(type);
  const [inner] = path?.args ?? [];
  const schema = typeSchema(path?.name === "Option" && inner !== undefined ? inner : type, making);
  const own = dereferenced(schema, making);
  const ofVariants = [own["oneOf"], own["anyOf"]]
    .filter((list) => Array.isArray(list))
    .flat() as JsonSchema[];
  if (ofVariants.length === 0) return own;
  const all = ofVariants.map((one) => dereferenced(one, making));
  const needed = all.map((one) => (one["required"] as string[] | undefined) ?? []);
  return {
    properties: Object.assign({}, ...all.map(propertiesOf)) as JsonSchema,
    required: (needed[0] ?? []).filter((name) => needed.every((names) => names.includes(name))),
  };
}

function dereferenced(schema: JsonSchema, making: Making): JsonSchema {
  const ref = schema["$ref"];
  if (typeof ref !== "string") return schema;
  const name = ref.slice("#/$defs/".length);
  const found = making.defs.get(name) ?? {};
  return found;
}

function propertiesOf(schema: JsonSchema): Record<string, JsonSchema> {
  return (schema["properties"] as Record<string, JsonSchema> | undefined) ?? {};
}

function describe(
  options: Map<string, Option>,
  docs: Doc[],
  item: Item,
  making: Making,
): string | undefined {
  return textOption(options.get("description"), item, making) ?? docText(docs, item.path, making);
}

function renamed(options: Map<string, Option>, item: Item, making: Making): string | undefined {
  return renameRule(options.get("rename"), item, making);
}

/** `rename = "a"` or `rename(deserialize = "a")`. */
function renameRule(option: Option | undefined, item: Item, making: Making): string | undefined {
  if (option?.args === undefined) return textOption(option, item, making);
  const side = making.contract === "in" ? "deserialize" : "serialize";
  return textOption(new Map(splitOptions(option.args, option.offset)).get(side), item, making);
}

function textOption(option: Option | undefined, item: Item, making: Making): string | undefined {
  if (option?.value === undefined) return undefined;
  const value = making.fold(option.value, item.path, option.offset);
  return typeof value === "string" ? value : undefined;
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
