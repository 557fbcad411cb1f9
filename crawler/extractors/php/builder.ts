import type { Node } from "web-tree-sitter";
import type { JsonSchema } from "../../../model.ts";
import { toJson, type Value } from "../syntax/value.ts";
import { casesOf } from "./creations.ts";
import { foldArguments, type Scope } from "./fold.ts";
import { findClass } from "./program.ts";

/** Keys of what a builder is, which no schema has. */
const mark = "\u0000builder";
const isRequired = "\u0000required";
const current = "\u0000current";

const types = new Set(["string", "integer", "number", "boolean", "array", "object"]);
const keywords = new Map([
  ["format", "format"],
  ["pattern", "pattern"],
  ["title", "title"],
  ["multipleOf", "multipleOf"],
]);

/** The `$schema` that a tool's `schema()` is given. */
export function newBuilder(): Map<string, Value> {
  return new Map<string, Value>([[mark, true]]);
}

/** Whether a value is a schema under construction. */
export function isBuilder(value: Value): boolean {
  return value instanceof Map && value.has(mark);
}

/** A call on a builder: of the factory that makes types, of a type, or of the older builder that names its properties. */
export function callBuilder(
  on: Map<string, Value>,
  method: string,
  list: Node | null,
  scope: Scope,
): Value {
  const [argument] = list?.namedChildren.filter(({ type }) => type === "argument") ?? [];
  const isCallable = /function/.test(argument?.namedChildren.at(-1)?.type ?? "");
  const bound = new Map(scope.bound);
  const parameters = argument?.namedChildren.at(-1)?.childForFieldName("parameters");
  const parameter = parameters?.namedChild(0)?.childForFieldName("name")?.text.slice(1);
  if (isCallable && parameter !== undefined) bound.set(parameter, newBuilder());
  const { positional, named } = foldArguments(list, { ...scope, bound });
  const first = positional[0] ?? [...named.values()][0];
  if (types.has(method) || method === "raw") {
    const isNamed = typeof first === "string";
    const type = new Map<string, Value>([[mark, true]]);
    if (types.has(method)) type.set("type", method);
    if (isNamed && positional[1] instanceof Map)
      for (const [key, value] of positional[1]) type.set(key, value);
    if (typeof positional[1] === "string") type.set("description", positional[1]);
    if (!isNamed) {
      if (method === "object" && first instanceof Map) setProperties(type, first);
      return type;
    }
    const properties = on.get("properties");
    if (properties instanceof Map) properties.set(first, type);
    else on.set("properties", new Map([[first, type]]));
    on.set(current, type);
    return on;
  }
  const target = on.get(current);
  const type = target instanceof Map ? target : on;
  const value = first === undefined && positional.length === 0 && named.size === 0 ? true : first;
  if (method === "required") type.set(isRequired, value !== false);
  else if (method === "optional") type.set(isRequired, false);
  else if (method === "nullable" && typeof type.get("type") === "string" && value !== false)
    type.set("type", [type.get("type"), "null"]);
  else if (method === "description" || method === "desc") type.set("description", value);
  else if (method === "default") type.set("default", value);
  else if (method === "enum") type.set("enum", enumOf(value, scope));
  else if (method === "items") type.set("items", value);
  else if (method === "properties" && value instanceof Map) setProperties(type, value);
  else if (method === "min" || method === "max") type.set(limit(method, type.get("type")), value);
  else if (method === "withoutAdditionalProperties") type.set("additionalProperties", false);
  else if (keywords.has(method)) type.set(keywords.get(method) ?? method, value);
  return on;
}

function limit(method: string, type: Value): string {
  if (type === "string") return `${method}Length`;
  return type === "array" ? `${method}Items` : `${method}imum`;
}

function enumOf(value: Value, scope: Scope): Value {
  if (typeof value !== "string") return value;
  return casesOf(findClass(value, scope.path, scope.program));
}

function setProperties(type: Map<string, Value>, properties: Map<string, Value>): void {
  type.set("properties", properties);
}

/** The JSON Schema of what `schema()` gave back: its types by name, a builder that was filled, or a plain schema. */
export function toSchema(returned: Value, given: Map<string, Value>): JsonSchema {
  if (returned instanceof Map && !isBuilder(returned)) {
    if (returned.get("type") === "object") return toJson(clean(returned)) as JsonSchema;
    return toJson(
      clean(new Map<string, Value>([["properties", returned]]), "object"),
    ) as JsonSchema;
  }
  const filled = returned instanceof Map ? returned : given;
  const properties = filled.get("properties") ?? new Map();
  return toJson(clean(new Map([["properties", properties]]), "object")) as JsonSchema;
}

/** Without the builders' own keys, and with the required set of each object. */
function clean(schema: Map<string, Value>, type?: string, depth = 0): Map<string, Value> {
  if (depth > 12) return new Map();
  const cleaned = new Map<string, Value>(type === undefined ? [] : [["type", type]]);
  for (const [key, value] of schema) {
    if (key.startsWith("\u0000")) continue;
    if (key === "properties" && value instanceof Map)
      cleaned.set(
        key,
        new Map(
          [...value].map(([name, one]) => [
            name,
            one instanceof Map ? clean(one, undefined, depth + 1) : new Map(),
          ]),
        ),
      );
    else if (value instanceof Map) cleaned.set(key, clean(value, undefined, depth + 1));
    else cleaned.set(key, key === "properties" ? new Map() : value);
  }
  const properties = schema.get("properties");
  if (properties instanceof Map && !schema.has("required")) {
    const required = [...properties]
      .filter(([, one]) => one instanceof Map && one.get(isRequired) === true)
      .map(([name]) => name);
    if (required.length > 0) cleaned.set("required", required);
  }
  return cleaned;
}
