/** What schemas are made of, whichever library they come from. */
import type { JsonSchema } from "../../../model.ts";
import { callValue } from "./calls.ts";
import { itemsOf, newArray, valuesOf } from "./iterate.ts";
import { put, toJson } from "./json.ts";
import type { Run } from "./run.ts";
import {
  isThing,
  optionsOf,
  settle,
  type ObjectValue,
  type SchemaValue,
  type Value,
} from "./values.ts";

/** The schema that a value is or can be; an empty one when it isn't known. */
export function toSchema(run: Run, value: Value): SchemaValue {
  for (const { value: option } of optionsOf(value)) {
    if (!isThing(option)) continue;
    if (option.kind === "schema") return option;
    if (option.kind === "unknown" && option.hint !== undefined) return option.hint;
    if (option.kind !== "object" || !option.props.has("type")) continue;
    const type = settle(option.props.get("type"));
    // `{ type: z.string(), description }`, as mcp-framework has it.
    return isThing(type) && type.kind === "schema"
      ? described(type, option.props.get("description"))
      : schema(asJson(toJson(run, option)));
  }
  return schema({});
}

/** An object schema of its members; one that is optional or has a default isn't required. */
export function objectSchema(
  run: Run,
  shape: Map<string, Value>,
  extra: JsonSchema = {},
): SchemaValue {
  const properties: Record<string, unknown> = {};
  const required: string[] = [];
  for (const [key, value] of shape) {
    const member = toSchema(run, value);
    put(properties, key, member.json);
    if (!member.optional) required.push(key);
  }
  const json: JsonSchema = { type: "object", properties };
  if (required.length > 0) json["required"] = required;
  return { ...schema({ ...json, ...extra }), shape };
}

/** The members that an object literal gives to a schema. */
export function shapeOf(run: Run, value: Value): Map<string, Value> {
  const settled = settle(value);
  if (!isThing(settled)) return new Map();
  if (settled.kind === "schema") return settled.shape ?? new Map();
  if (settled.kind !== "object" && settled.kind !== "namespace") return new Map();
  const keys =
    settled.kind === "object"
      ? [...settled.props.keys(), ...(settled.getters?.keys() ?? [])]
      : undefined;
  const values = valuesOf(run, settled).items;
  return new Map(
    (keys ?? []).filter((key) => !key.startsWith("#")).map((key, index) => [key, values[index]]),
  );
}

export function schema(json: JsonSchema, optional = false): SchemaValue {
  return { kind: "schema", json, optional };
}

export function withJson(self: SchemaValue, more: JsonSchema): SchemaValue {
  return { ...self, json: { ...self.json, ...more } };
}

export function jsonOf(run: Run, value: Value): JsonSchema {
  return toSchema(run, value).json;
}

export function innerOf(value: Value): { inner?: SchemaValue } {
  return isThing(value) && value.kind === "schema" ? { inner: value } : {};
}

export function asJson(value: unknown): JsonSchema {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as JsonSchema)
    : {};
}

export function described(self: SchemaValue, text: Value): SchemaValue {
  const settled = settle(text);
  if (typeof settled === "string") return withJson(self, { description: settled });
  if (!isThing(settled) || settled.kind !== "object") return self;
  const inner = settled.props.get("description");
  return typeof inner === "string" ? withJson(self, { description: inner }) : self;
}

export function nullable(self: SchemaValue): SchemaValue {
  const { description, ...json } = self.json;
  const wrapped: JsonSchema = { anyOf: [json, { type: "null" }] };
  if (description !== undefined) wrapped["description"] = description;
  return { ...self, json: wrapped, inner: self, wrapper: "ZodNullable" };
}

export function withDefault(run: Run, self: SchemaValue, value: Value): SchemaValue {
  const given =
    isThing(value) && value.kind === "function" ? callValue(run, value, undefined, []) : value;
  const json = toJson(run, given);
  return {
    ...(json === undefined ? self : withJson(self, { default: json })),
    optional: true,
    inner: self,
    wrapper: "ZodDefault",
  };
}

export function literal(run: Run, value: Value): SchemaValue {
  const json = toJson(run, value);
  if (json === undefined) return schema({});
  if (Array.isArray(json)) return { ...schema({ enum: json }), values: value };
  return schema(json === null ? { type: "null" } : { type: typeof json, const: json });
}

export function enumeration(run: Run, value: Value): SchemaValue {
  const settled = settle(value);
  const list = isThing(settled) && settled.kind === "object" ? enumValues(run, settled) : settled;
  const json = toJson(run, list);
  const base: JsonSchema = { type: "string" };
  if (!Array.isArray(json)) return schema(base);
  if (json.some((item) => typeof item === "number"))
    base["type"] = json.every((item) => typeof item === "number") ? "number" : ["string", "number"];
  return { ...schema({ ...base, enum: json }), values: list };
}

/** A numeric enum has no other values than those of its names. */
export function enumValues(run: Run, object: ObjectValue): Value {
  return newArray(run, [...new Set(valuesOf(run, object).items)]);
}

export function union(run: Run, value: Value): SchemaValue {
  const { items, open } = itemsOf(run, value);
  const members = items.map((item) => toSchema(run, item));
  const result = schema(
    open && members.length === 0 ? {} : { anyOf: members.map(({ json }) => json) },
  );
  return { ...result, optional: members.some(({ optional }) => optional), values: value };
}

/** What an object schema says beside its members. */
export function rest({ json }: SchemaValue): JsonSchema {
  const own = new Set(["type", "properties", "required"]);
  return Object.fromEntries(Object.entries(json).filter(([key]) => !own.has(key)));
}

export function bound(self: SchemaValue, name: string, value: Value): JsonSchema {
  const type = self.json["type"];
  const size = type === "string" ? "Length" : type === "array" ? "Items" : undefined;
  const number = typeof value === "number" ? value : undefined;
  if (name === "int") return { type: "integer" };
  if (name === "positive") return { exclusiveMinimum: 0 };
  if (name === "nonnegative") return { minimum: 0 };
  if (name === "negative") return { exclusiveMaximum: 0 };
  if (name === "nonpositive") return { maximum: 0 };
  if (name === "nonempty") return size === undefined ? {} : { [`min${size}`]: 1 };
  if (name === "regex") {
    const text =
      isThing(value) && value.kind === "native" && typeof value.self === "string"
        ? value.self
        : undefined;
    return text === undefined ? {} : { pattern: text.slice(1, text.lastIndexOf("/")) };
  }
  if (number === undefined) return {};
  if (name === "length")
    return size === undefined ? {} : { [`min${size}`]: number, [`max${size}`]: number };
  if (name === "min" || name === "gte")
    return { [size === undefined ? "minimum" : `min${size}`]: number };
  if (name === "max" || name === "lte")
    return { [size === undefined ? "maximum" : `max${size}`]: number };
  return {
    [name === "gt" ? "exclusiveMinimum" : name === "lt" ? "exclusiveMaximum" : "multipleOf"]:
      number,
  };
}

export function objectFrom(run: Run, props: Map<string, Value>, open: boolean): ObjectValue {
  return { kind: "object", props: new Map(props), open, born: run.conditions.length };
}

/** JSON Schema's name of a format where it differs from zod's. */
export const formats: Record<string, string> = {
  url: "uri",
  httpUrl: "uri",
  guid: "uuid",
  datetime: "date-time",
};
