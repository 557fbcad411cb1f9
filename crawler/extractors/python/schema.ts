import type { JsonSchema } from "../../../model.ts";
import { externalBases } from "./attribute.ts";
import { fieldsOf, isEnum } from "./class.ts";
import { evaluate } from "./evaluate.ts";
import { applyField, readField } from "./field.ts";
import { members } from "./items.ts";
import { fromJson, toJson } from "./json.ts";
import { step, type Run } from "./run.ts";
import {
  isComposite,
  likeliest,
  truth,
  unknown,
  type Class,
  type Scope,
  type Generic,
  type Value,
} from "./values.ts";

/** The classes that a schema refers to, by name. */
export interface Definitions {
  schemas: Map<string, JsonSchema>;
  depth: number;
}

const maxDepth = 25;
const plain = new Map<string, JsonSchema>([
  ["str", { type: "string" }],
  ["int", { type: "integer" }],
  ["float", { type: "number" }],
  ["bool", { type: "boolean" }],
  ["None", { type: "null" }],
  ["NoneType", { type: "null" }],
  ["bytes", { type: "string", format: "binary" }],
  ["datetime", { type: "string", format: "date-time" }],
  ["date", { type: "string", format: "date" }],
  ["time", { type: "string", format: "time" }],
  ["timedelta", { type: "string", format: "duration" }],
  ["UUID", { type: "string", format: "uuid" }],
  ["Path", { type: "string", format: "path" }],
  ["Decimal", { anyOf: [{ type: "number" }, { type: "string" }] }],
  ["AnyUrl", { type: "string", format: "uri" }],
  ["AnyHttpUrl", { type: "string", format: "uri" }],
  ["HttpUrl", { type: "string", format: "uri" }],
  ["EmailStr", { type: "string", format: "email" }],
  ["SecretStr", { type: "string", format: "password", writeOnly: true }],
  ["PositiveInt", { type: "integer", exclusiveMinimum: 0 }],
  ["NonNegativeInt", { type: "integer", minimum: 0 }],
  ["PositiveFloat", { type: "number", exclusiveMinimum: 0 }],
  ["NonNegativeFloat", { type: "number", minimum: 0 }],
  ["StrictStr", { type: "string" }],
  ["StrictInt", { type: "integer" }],
  ["StrictBool", { type: "boolean" }],
]);
const arrays = new Set(["list", "List", "Sequence", "Iterable", "Collection", "MutableSequence"]);
const sets = new Set(["set", "Set", "frozenset", "FrozenSet", "AbstractSet"]);
const objects = new Set([
  "dict",
  "Dict",
  "Mapping",
  "MutableMapping",
  "OrderedDict",
  "defaultdict",
  "TypedDict",
]);
const transparent = new Set([
  "Required",
  "NotRequired",
  "ReadOnly",
  "Final",
  "ClassVar",
  "SkipValidation",
  "InitVar",
]);

/** The JSON Schema of a type as pydantic gives it; an empty schema for what is not known. */
export function schemaOf(
  run: Run,
  type: Value,
  scope: Scope,
  definitions: Definitions,
): JsonSchema {
  const likely = likeliest(type);
  if (likely === null) return { type: "null" };
  if (typeof likely === "string") return schemaOfText(run, likely, scope, definitions);
  // Each type may name another twice: what is shallow can still be large.
  if (!isComposite(likely) || definitions.depth > maxDepth || !step(run)) return {};
  definitions.depth += 1;
  try {
    if (likely.kind === "external") return schemaOfExternal(likely.path);
    if (likely.kind === "generic") return schemaOfGeneric(run, likely, scope, definitions);
    if (likely.kind === "class") return refer(run, likely, definitions);
    if (likely.kind === "made" && likely.path.endsWith(".NewType"))
      return schemaOf(run, likely.positional[1] ?? null, scope, definitions);
    return {};
  } finally {
    definitions.depth -= 1;
  }
}

/** The schema of a model class on its own, as `model_json_schema()` gives it. */
export function modelSchema(run: Run, type: Class): Value {
  const definitions: Definitions = { schemas: new Map(), depth: 0 };
  const schema = schemaOfClass(run, type, definitions);
  definitions.schemas.delete(type.name);
  return fromJson(withDefinitions(schema, definitions));
}

export function withDefinitions(schema: JsonSchema, definitions: Definitions): JsonSchema {
  return definitions.schemas.size === 0
    ? schema
    : { ...schema, $defs: Object.fromEntries(definitions.schemas) };
}

/** The type that an annotation states, quoted ones included. */
export function annotatedType(run: Run, value: Value, scope: Scope): Value {
  const likely = likeliest(value);
  if (typeof likely !== "string") return likely;
  const parsed = likely.length < 2000 ? run.parser.expression(likely) : undefined;
  return parsed ? evaluate(run, parsed, scope) : unknown("a quoted type");
}

function schemaOfText(run: Run, text: string, scope: Scope, definitions: Definitions): JsonSchema {
  const type = annotatedType(run, text, scope);
  return typeof type === "string" ? {} : schemaOf(run, type, scope, definitions);
}

function schemaOfExternal(path: string): JsonSchema {
  const name = path.slice(path.lastIndexOf(".") + 1);
  const known = plain.get(name);
  if (known) return { ...known };
  if (arrays.has(name)) return { type: "array", items: {} };
  if (sets.has(name)) return { type: "array", items: {}, uniqueItems: true };
  if (name === "tuple" || name === "Tuple") return { type: "array", items: {} };
  return objects.has(name) ? { type: "object", additionalProperties: true } : {};
}

function schemaOfGeneric(
  run: Run,
  type: Generic,
  scope: Scope,
  definitions: Definitions,
): JsonSchema {
  const of = likeliest(type.of);
  const inner = (value: Value | undefined): JsonSchema =>
    value === undefined ? {} : schemaOf(run, value, scope, definitions);
  if (isComposite(of) && of.kind === "class") return refer(run, of, definitions);
  if (!isComposite(of) || of.kind !== "external") return {};
  const name = of.path.slice(of.path.lastIndexOf(".") + 1);
  const [first, second] = type.arguments;
  if (name === "Union") return anyOf(flatten(type.arguments).map(inner));
  if (name === "Optional") return anyOf([...flatten([first ?? null]).map(inner), { type: "null" }]);
  if (name === "Literal") return literal(type.arguments);
  if (name === "Annotated") {
    const schema = inner(first);
    for (const metadata of type.arguments.slice(1)) applyField(schema, metadata);
    return schema;
  }
  if (transparent.has(name)) return inner(first);
  if (arrays.has(name)) return { type: "array", items: inner(first) };
  if (sets.has(name)) return { type: "array", items: inner(first), uniqueItems: true };
  if (objects.has(name)) {
    const values = inner(second);
    return { type: "object", additionalProperties: Object.keys(values).length > 0 ? values : true };
  }
  if (name !== "tuple" && name !== "Tuple") return {};
  if (isComposite(second) && second.kind === "external" && second.path === "builtins.Ellipsis")
    return { type: "array", items: inner(first) };
  const items = type.arguments.map(inner);
  return { type: "array", prefixItems: items, minItems: items.length, maxItems: items.length };
}

function flatten(types: Value[]): Value[] {
  return types.flatMap((type) => {
    const likely = likeliest(type);
    const nested =
      isComposite(likely) &&
      likely.kind === "generic" &&
      isComposite(likely.of) &&
      likely.of.kind === "external" &&
      likely.of.path.endsWith(".Union");
    return nested ? flatten(likely.arguments) : [type];
  });
}

function anyOf(schemas: JsonSchema[]): JsonSchema {
  const [only] = schemas;
  return schemas.length === 1 && only ? only : { anyOf: schemas };
}

function literal(values: Value[]): JsonSchema {
  const list = values.flatMap((value) => toJson(value) ?? []);
  const types = new Set(
    list.map((value) => (typeof value === "number" ? "integer" : typeof value)),
  );
  const [type] = types;
  return {
    ...(list.length === 1 ? { const: list[0] } : { enum: list }),
    ...(types.size === 1 && type !== "object" && { type }),
  };
}

function refer(run: Run, type: Class, definitions: Definitions): JsonSchema {
  if (!definitions.schemas.has(type.name)) {
    definitions.schemas.set(type.name, {});
    definitions.schemas.set(type.name, schemaOfClass(run, type, definitions));
  }
  return { $ref: `#/$defs/${type.name}` };
}

function schemaOfClass(run: Run, type: Class, definitions: Definitions): JsonSchema {
  const description = type.docstring === undefined ? {} : { description: type.docstring.trim() };
  if (isEnum(type))
    return {
      ...description,
      ...literal(members(type).map((member) => member.member?.value ?? null)),
    };
  const properties: [string, JsonSchema][] = [];
  const required: string[] = [];
  const partial = !total(type);
  for (const field of fieldsOf(type)) {
    const { scope } = field.owner;
    const annotation = evaluate(run, field.annotation.annotation, scope);
    if (field.name.startsWith("_") || isClassVariable(annotation)) continue;
    const given = field.default ? readField(evaluate(run, field.default, scope)) : undefined;
    const schema = schemaOf(run, annotation, scope, definitions);
    const read = given ?? fieldWithin(run, annotation, scope);
    if (given) applyField(schema, given);
    const name = read?.alias ?? field.name;
    properties.push([name, schema]);
    if ((!read || read.required) && !partial && !isNotRequired(annotation)) required.push(name);
  }
  return {
    ...description,
    type: "object",
    properties: Object.fromEntries(properties),
    ...(required.length > 0 && { required }),
  };
}

/** The `Field(…)` among the metadata of an `Annotated`, where it says something of the default or the name. */
export function fieldWithin(
  run: Run,
  annotation: Value,
  scope: Scope,
): ReturnType<typeof readField> | undefined {
  const type = annotatedType(run, annotation, scope);
  if (
    !isComposite(type) ||
    type.kind !== "generic" ||
    !isComposite(type.of) ||
    type.of.kind !== "external" ||
    !type.of.path.endsWith(".Annotated")
  )
    return undefined;
  const fields = type.arguments
    .slice(1)
    .filter(
      (part) => isComposite(part) && part.kind === "made" && /(?:^|\.)Field$/.test(part.path),
    );
  const [field] = fields;
  return field === undefined ? undefined : readField(field);
}

function total(type: Class): boolean {
  const typed = externalBases(type).some((base) => base.endsWith(".TypedDict"));
  const given = type.scope.names.get("__total__");
  return !typed || given === undefined || truth(given) !== false;
}

function isNotRequired(annotation: Value): boolean {
  return (
    isComposite(annotation) &&
    annotation.kind === "generic" &&
    isComposite(annotation.of) &&
    annotation.of.kind === "external" &&
    annotation.of.path.endsWith(".NotRequired")
  );
}

function isClassVariable(annotation: Value): boolean {
  const of = isComposite(annotation) && annotation.kind === "generic" ? annotation.of : annotation;
  return isComposite(of) && of.kind === "external" && of.path.endsWith(".ClassVar");
}
