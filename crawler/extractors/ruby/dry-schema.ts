import type { Node } from "web-tree-sitter";
import type { JsonSchema } from "../../../model.ts";
import { toJson, type Value } from "../syntax/value.ts";
import { fold, foldPairs, type Scope } from "./fold.ts";
import { lastName, statementsOf } from "./program.ts";

const types = new Map<string, JsonSchema>([
  ["string", { type: "string" }],
  ["symbol", { type: "string" }],
  ["integer", { type: "integer" }],
  ["float", { type: "number" }],
  ["decimal", { type: "number" }],
  ["number", { type: "number" }],
  ["bool", { type: "boolean" }],
  ["boolean", { type: "boolean" }],
  ["date", { type: "string", format: "date" }],
  ["time", { type: "string", format: "time" }],
  ["date_time", { type: "string", format: "date-time" }],
  ["array", { type: "array" }],
  ["hash", { type: "object" }],
  ["nil", { type: "null" }],
]);
const maxDepth = 8;

/** The input schema of `arguments do … end`, a dry-schema: `required(:name).filled(:string).description("…")`. */
export function readDrySchema(block: Node, scope: Scope, depth = 0): JsonSchema {
  const properties = new Map<string, JsonSchema>();
  const required: string[] = [];
  for (const statement of statementsOf(block)) {
    const links = linksOf(statement);
    const start = links[0]?.childForFieldName("method")?.text;
    if (start !== "required" && start !== "optional") continue;
    const name = fold(links[0]?.childForFieldName("arguments")?.namedChild(0), scope);
    if (typeof name !== "string") continue;
    const schema = readLinks(links.slice(1), scope, depth);
    if (schema === undefined) continue;
    properties.set(name, schema);
    if (start === "required") required.push(name);
  }
  return { type: "object", properties: Object.fromEntries(properties), required };
}

/** The calls of a chain, first to last. */
function linksOf(statement: Node): Node[] {
  const links: Node[] = [];
  let node: Node | null = statement;
  while (node?.type === "call" && links.length < 30) {
    links.unshift(node);
    node = node.childForFieldName("receiver");
  }
  return links;
}

/** Undefined for an argument that is hidden. */
function readLinks(links: Node[], scope: Scope, depth: number): JsonSchema | undefined {
  let schema: JsonSchema = {};
  for (const link of links) {
    const method = link.childForFieldName("method")?.text ?? "";
    const given = link.childForFieldName("arguments")?.namedChildren ?? [];
    const block = link.childForFieldName("block");
    const [first] = given;
    if (method === "hidden" && first?.type !== "false") return undefined;
    if (method === "description" || method === "desc") {
      const description = fold(first, scope);
      if (typeof description === "string") schema = { ...schema, description };
      continue;
    }
    const inner = block === null || depth > maxDepth ? {} : readDrySchema(block, scope, depth + 1);
    const type = first === undefined || first.type === "pair" ? undefined : typeOf(first, scope);
    const limits = readPredicates(foldPairs(given, scope));
    if (method === "hash" || method === "schema") schema = { ...schema, type: "object", ...inner };
    else if (method === "array" || method === "each") {
      const items = { ...type, ...limits, ...inner };
      schema = { ...schema, type: "array", ...(Object.keys(items).length > 0 ? { items } : {}) };
    } else if (method === "maybe")
      schema = { ...schema, ...type, ...limits, ...(type === undefined ? {} : nullable(type)) };
    else if (/^(?:filled|value|type)$/.test(method))
      schema = { ...schema, ...type, ...inner, ...limits };
  }
  return schema;
}

function nullable({ type }: JsonSchema): JsonSchema {
  return typeof type === "string" ? { type: ["null", type] } : {};
}

function typeOf(node: Node, scope: Scope): JsonSchema {
  if (node.type === "array")
    return {
      type: "array",
      ...(node.namedChild(0) === null
        ? {}
        : { items: typeOf(node.namedChildren[0] ?? node, scope) }),
    };
  const value = fold(node, scope);
  const name =
    typeof value === "string" ? value : lastName(node).replace(/([a-z])([A-Z])/g, "$1_$2");
  return types.get(name.toLowerCase()) ?? {};
}

const predicates = new Map([
  ["gt?", "exclusiveMinimum"],
  ["gteq?", "minimum"],
  ["lt?", "exclusiveMaximum"],
  ["lteq?", "maximum"],
  ["min_size?", "minLength"],
  ["max_size?", "maxLength"],
]);

function readPredicates(given: Map<string, Value>): JsonSchema {
  const schema: JsonSchema = {};
  for (const [name, value] of given) {
    const keyword = predicates.get(name);
    if (keyword !== undefined && typeof value === "number") schema[keyword] = value;
    if (name === "included_in?" && Array.isArray(value)) schema["enum"] = toJson(value);
  }
  return schema;
}
