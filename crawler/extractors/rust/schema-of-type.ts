import type { Node } from "web-tree-sitter";
import type { JsonSchema } from "../../../model.ts";
import type { Item } from "./items.ts";
import { knownType, wrappers } from "./known-types.ts";
import { associatedType, defName, isSdkDerive, resolveType } from "./resolve-type.ts";
import { itemSchema } from "./schema-of-item.ts";
import type { Making } from "./schema.ts";
import { readOptions } from "./serde.ts";
import { type TypeAt, readTypePath } from "./types.ts";

const maxDepth = 24;

export function typeSchema(type: TypeAt, making: Making): JsonSchema {
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
