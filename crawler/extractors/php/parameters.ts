import type { Node } from "web-tree-sitter";
import type { JsonSchema } from "../../../model.ts";
import { toJson, type Value } from "../syntax/value.ts";
import { argumentsOf, attributesOf } from "./attributes.ts";
import { type Documentation, documentationOf } from "./documentation.ts";
import { casesOf } from "./creations.ts";
import { fold, type Given, type Scope } from "./fold.ts";
import { findClass } from "./program.ts";

/** Types that the SDKs hand to a method themselves. */
const handed = /^(?:Context|RequestContext|ClientGateway|ServerContext|Request|SessionInterface)$/;
const types = new Map([
  ["string", "string"],
  ["int", "integer"],
  ["integer", "integer"],
  ["float", "number"],
  ["double", "number"],
  ["bool", "boolean"],
  ["boolean", "boolean"],
  ["true", "boolean"],
  ["false", "boolean"],
  ["array", "array"],
  ["iterable", "array"],
  ["list", "array"],
  ["object", "object"],
  ["stdclass", "object"],
  ["datetime", "string"],
  ["datetimeimmutable", "string"],
  ["datetimeinterface", "string"],
  ["null", "null"],
  ["mixed", ""],
]);

/** The input schema of a function, from its parameters, their `#[Schema]` and its documentation. */
export function schemaOfParameters(callable: Node, scope: Scope): JsonSchema {
  const documentation = documentationOf(callable);
  const whole = attributesOf(callable).find(({ name }) => name === "Schema");
  const declared =
    whole === undefined ? new Map<string, Value>() : named(argumentsOf(whole, scope));
  const definition = declared.get("definition");
  if (definition instanceof Map) return toJson(definition) as JsonSchema;
  const given = declared.get("properties");
  const properties = new Map<string, unknown>();
  const inputs = declared.get("required");
  const required = new Set((Array.isArray(inputs) ? inputs : []).map(String));
  if (given instanceof Map) for (const [name, value] of given) properties.set(name, toJson(value));
  for (const parameter of callable.childForFieldName("parameters")?.namedChildren ?? []) {
    const type = parameter.childForFieldName("type");
    const name = parameter.childForFieldName("name")?.text.slice(1) ?? "";
    if (name === "" || handed.test(type?.text.split("\\").at(-1)?.replace("?", "") ?? "")) continue;
    const schema = schemaOfParameter(parameter, name, documentation, scope);
    const method = given instanceof Map ? given.get(name) : undefined;
    const over = method instanceof Map ? (toJson(method) as JsonSchema) : {};
    properties.set(name, { ...schema.inferred, ...over, ...schema.own });
    const isOptional =
      parameter.childForFieldName("default_value") !== null ||
      parameter.type === "variadic_parameter";
    if (isOptional) required.delete(name);
    else required.add(name);
  }
  return {
    type: "object",
    properties: Object.fromEntries(properties),
    ...(required.size > 0 ? { required: [...required] } : {}),
  };
}

function named({ positional, named: byName }: Given): Map<string, Value> {
  return positional[0] instanceof Map
    ? new Map([["definition", positional[0]], ...byName])
    : byName;
}

function schemaOfParameter(
  parameter: Node,
  name: string,
  documentation: Documentation | undefined,
  scope: Scope,
): { inferred: JsonSchema; own: JsonSchema } {
  const told = documentation?.parameters.get(name);
  const attribute = attributesOf(parameter).find((one) => one.name === "Schema");
  const given =
    attribute === undefined ? new Map<string, Value>() : named(argumentsOf(attribute, scope));
  const definition = given.get("definition");
  const value = parameter.childForFieldName("default_value");
  const fallback = value === null ? undefined : fold(value, scope);
  const type = schemaOfType(parameter.childForFieldName("type"), told?.type, scope);
  const isRest = parameter.type === "variadic_parameter";
  return {
    inferred: {
      ...(isRest
        ? { type: "array", ...(type["type"] === undefined ? {} : { items: type }) }
        : type),
      ...(told === undefined || told.description === "" ? {} : { description: told.description }),
      ...(fallback === undefined ? {} : { default: toJson(fallback) }),
    },
    own: toJson(definition instanceof Map ? definition : given) as JsonSchema,
  };
}

function schemaOfType(type: Node | null, documented: string | undefined, scope: Scope): JsonSchema {
  const written = type?.text ?? documented ?? "mixed";
  const isArray = /^\??(?:array|iterable)$/.test(written);
  const item = isArray
    ? (/^(?:array|list)<(?:[\w|]+,\s*)?([\w\\]+)>$/.exec(documented ?? "") ??
        /^([\w\\]+)\[\]$/.exec(documented ?? ""))?.[1]
    : undefined;
  const names = written
    .replace(/^\?/, "null|")
    .split("|")
    .map((name) => name.trim());
  const found = findClass(names.at(-1)?.split("\\").at(-1) ?? "", scope.path, scope.program);
  const cases = casesOf(found);
  if (cases !== undefined)
    return { type: names.length > 1 ? ["null", "string"] : "string", enum: toJson(cases) };
  const kinds = names.map((name) => {
    const bare = name.split("\\").at(-1)?.toLowerCase() ?? "";
    return types.get(bare) ?? (/[<[{]/.test(bare) ? "array" : "object");
  });
  if (kinds.includes("")) return {};
  const kind = new Set(kinds.toSorted((a, b) => Number(b === "null") - Number(a === "null")));
  const items = item === undefined ? undefined : types.get(item.toLowerCase());
  return {
    type: kind.size === 1 ? kinds[0] : [...kind],
    ...(items === undefined || items === "" ? {} : { items: { type: items } }),
  };
}
