import type { Node } from "web-tree-sitter";
import type { JsonSchema } from "../../../model.ts";
import { toJson } from "../syntax/value.ts";
import { argumentsOf, attributeNamed, attributesOf, descriptionOf } from "./attributes.ts";
import { fold, type Scope } from "./fold.ts";
import { toCamelCase } from "./names.ts";
import { membersOf, simpleName } from "./program.ts";

const primitives = new Map<string, JsonSchema>([
  ...["string", "String", "char", "Char", "byte[]", "TimeSpan", "Version"].map(
    (name) => [name, { type: "string" }] as const,
  ),
  ...["int", "long", "short", "byte", "uint", "ulong", "ushort", "sbyte", "nint"].map(
    (name) => [name, { type: "integer" }] as const,
  ),
  ...["Int16", "Int32", "Int64", "UInt16", "UInt32", "UInt64", "Byte", "BigInteger"].map(
    (name) => [name, { type: "integer" }] as const,
  ),
  ...["double", "float", "decimal", "Double", "Single", "Decimal", "Half"].map(
    (name) => [name, { type: "number" }] as const,
  ),
  ["bool", { type: "boolean" }],
  ["Boolean", { type: "boolean" }],
  ["DateTime", { type: "string", format: "date-time" }],
  ["DateTimeOffset", { type: "string", format: "date-time" }],
  ["DateOnly", { type: "string", format: "date" }],
  ["TimeOnly", { type: "string", format: "time" }],
  ["Guid", { type: "string", format: "uuid" }],
  ["Uri", { type: "string", format: "uri" }],
  ["JsonObject", { type: "object" }],
  ["JsonArray", { type: "array" }],
  ["object", {}],
  ["Object", {}],
  ["dynamic", {}],
  ["JsonElement", {}],
  ["JsonNode", {}],
  ["JsonDocument", {}],
]);
const maps =
  /^(?:I|IReadOnly|Immutable|Sorted|Concurrent|Frozen|ReadOnly|IImmutable|Ordered)?Dictionary$/;
const lists =
  /^(?:I|IReadOnly|Immutable|IImmutable|ReadOnly|Sorted|Hash|ISet|Linked|Frozen)?(?:List|Collection|Enumerable|Set|Array|Queue|Stack|ObservableCollection)$|^IAsyncEnumerable$|^ReadOnlyMemory$|^Memory$/;
const maxTypes = 8;
const maxProperties = 2000;

/** The types that are being described around a type, and how many properties may still be written. */
interface Around {
  types: string[];
  budget: { left: number };
}

function nothingAround(): Around {
  return { types: [], budget: { left: maxProperties } };
}

/** Whether values of this type come as JSON by themselves: scalars, collections, enums; not services. */
export function isPlainType(type: Node): boolean {
  const name = simpleName(type);
  return (
    primitives.has(name) ||
    maps.test(name) ||
    lists.test(name) ||
    name === "Nullable" ||
    type.type === "predefined_type" ||
    type.type === "array_type" ||
    type.type === "tuple_type" ||
    (type.type === "nullable_type" && isPlainInner(type))
  );
}

function isPlainInner(type: Node): boolean {
  const inner = type.childForFieldName("type");
  return inner !== null && isPlainType(inner);
}

/** The schema of a type's values, as the SDK's generator makes it. */
export function schemaOfType(
  type: Node | null,
  scope: Scope,
  around = nothingAround(),
): JsonSchema {
  around.budget.left -= 1;
  if (type === null || around.budget.left < 0 || around.types.length > maxTypes) return {};
  if (type.type === "nullable_type")
    return orNull(schemaOfType(type.childForFieldName("type"), scope, around));
  if (type.type === "array_type") {
    const element = type.childForFieldName("type");
    if (element?.text === "byte") return { type: "string" };
    return { type: "array", items: schemaOfType(element, scope, around) };
  }
  const name = simpleName(type);
  const primitive = primitives.get(name);
  if (primitive !== undefined) return { ...primitive };
  const generic = type.type === "generic_name" ? type : (type.childForFieldName("name") ?? type);
  const given = generic.namedChildren.find((child) => child.type === "type_argument_list");
  const parameters = given?.namedChildren ?? [];
  if (name === "Nullable") return orNull(schemaOfType(parameters[0] ?? null, scope, around));
  if (maps.test(name))
    return {
      type: "object",
      additionalProperties: schemaOfType(parameters[1] ?? null, scope, around),
    };
  if (lists.test(name))
    return { type: "array", items: schemaOfType(parameters[0] ?? null, scope, around) };
  return schemaOfDeclared(name, scope, around);
}

function orNull(schema: JsonSchema): JsonSchema {
  if (typeof schema["type"] !== "string") return schema;
  const values = schema["enum"];
  return {
    ...schema,
    type: [schema["type"], "null"],
    ...(Array.isArray(values) ? { enum: [...(values as unknown[]), null] } : {}),
  };
}

function schemaOfDeclared(name: string, scope: Scope, around: Around): JsonSchema {
  const [declared] = scope.program.types(name);
  if (declared === undefined || around.types.includes(name)) return {};
  const inner = { program: scope.program, path: declared.path, depth: 0 };
  const description = descriptionOf(declared.node, inner);
  const described = description === undefined ? {} : { description };
  if (declared.node.type === "enum_declaration")
    return { ...described, type: "string", enum: enumNames(declared.node, inner) };
  if (declared.node.type === "interface_declaration") return { ...described, type: "object" };
  return { ...described, ...schemaOfProperties(name, scope, around) };
}

function enumNames(declaration: Node, scope: Scope): string[] {
  return (declaration.childForFieldName("body")?.namedChildren ?? [])
    .filter(({ type }) => type === "enum_member_declaration")
    .map((member) => {
      const renamed = ["JsonStringEnumMemberName", "EnumMember", "JsonPropertyName"]
        .map((name) => attributeNamed(member, name))
        .find((one) => one !== undefined);
      const { positional = [], named } = renamed === undefined ? {} : argumentsOf(renamed, scope);
      const text = positional[0] ?? named?.get("Value");
      return typeof text === "string" ? text : (member.childForFieldName("name")?.text ?? "");
    });
}

/** An object schema with the public properties of a class, struct or record. */
export function schemaOfProperties(
  type: string,
  scope: Scope,
  outer = nothingAround(),
): JsonSchema {
  const around = { ...outer, types: [...outer.types, type] };
  const properties = new Map<string, JsonSchema>();
  const required: string[] = [];
  const add = (node: Node, path: string, isRequired: boolean) => {
    const inner = { program: scope.program, path, depth: 0 };
    if (attributesOf(node).some((one) => one.name === "JsonIgnore")) return;
    const renamed = attributeNamed(node, "JsonPropertyName");
    const given = renamed === undefined ? undefined : argumentsOf(renamed, inner).positional[0];
    const name =
      typeof given === "string" ? given : toCamelCase(node.childForFieldName("name")?.text ?? "");
    const description = descriptionOf(node, inner);
    if (name === "" || properties.has(name)) return;
    properties.set(name, {
      ...(description === undefined ? {} : { description }),
      ...schemaOfType(node.childForFieldName("type"), inner, around),
      ...defaultOf(node, inner),
    });
    if (isRequired) required.push(name);
  };
  for (const { path, node } of scope.program.types(type)) {
    const list = node.namedChildren.find((child) => child.type === "parameter_list");
    if (!node.type.startsWith("record") || list === undefined) continue;
    for (const parameter of list.namedChildren)
      if (parameter.type === "parameter")
        add(parameter, path, defaultValue(parameter) === undefined);
  }
  for (const { path, node } of membersOf(scope.program, type)) {
    if (node.type !== "property_declaration") continue;
    const modifiers = node.namedChildren.filter((child) => child.type === "modifier");
    const words = new Set(modifiers.map((child) => child.text));
    if (!words.has("public") || words.has("static")) continue;
    const isRequired =
      words.has("required") || attributesOf(node).some((one) => one.name === "JsonRequired");
    add(node, path, isRequired);
  }
  return {
    type: "object",
    properties: Object.fromEntries(properties),
    ...(required.length > 0 ? { required } : {}),
  };
}

/** The node after `=` of a parameter; undefined when it has none. */
export function defaultValue(parameter: Node): Node | undefined {
  const name = parameter.childForFieldName("name");
  if (name === null || parameter.type !== "parameter") return undefined;
  return parameter.namedChildren.find((child) => child.startIndex >= name.endIndex);
}

/** `default` of a parameter's schema, when it has one that can be folded. */
export function defaultOf(parameter: Node, scope: Scope): { default?: unknown } {
  const node = defaultValue(parameter);
  if (node === undefined) return {};
  if (node.type === "default_expression")
    return parameter.childForFieldName("type")?.type === "nullable_type" ? { default: null } : {};
  if (node.type === "member_access_expression" && node.text.split(".").length === 2) {
    const [type = "", member = ""] = node.text.split(".");
    const [declared] = scope.program.types(type);
    if (declared?.node.type === "enum_declaration") return { default: member };
  }
  const value = fold(node, scope);
  return value === undefined ? {} : { default: toJson(value) };
}
