import type { JsonSchema } from "../../../model.ts";
import { callValue } from "./calls.ts";
import { itemsOf, newArray, valuesOf } from "./iterate.ts";
import { fromJson, put, toJson } from "./json.ts";
import type { Run } from "./run.ts";
import { callTypeBox, isTypeBox } from "./typebox.ts";
import {
  isThing,
  optionsOf,
  settle,
  unknown,
  type ExternalValue,
  type ObjectValue,
  type SchemaValue,
  type Value,
} from "./values.ts";

export { fromJson as jsonToValue };

/** Whether something outside the snapshot is a part of zod or TypeBox. */
export function isSchemaLibrary({ module, path }: ExternalValue): boolean {
  return (
    /^(?:npm:)?zod(?:@[^/]*)?(?:\/|$)/.test(module) ||
    (module !== "global:" && path[0] === "z") ||
    isTypeBox({ module, path })
  );
}

/** What a function of a schema library makes; undefined when it makes no schema. */
export function callSchemaFactory(run: Run, callee: ExternalValue, args: Value[]): Value {
  if (isTypeBox(callee)) return callTypeBox(run, callee.path.at(-1) ?? "", args);
  const name = callee.path.filter((part) => part !== "z" && part !== "default").join(".");
  const [first, second] = args;
  switch (name) {
    case "string":
    case "coerce.string":
    case "stringFormat":
    case "templateLiteral":
      return described(schema({ type: "string" }), first);
    case "number":
    case "coerce.number":
    case "float32":
    case "float64":
      return described(schema({ type: "number" }), first);
    case "int":
    case "int32":
    case "uint32":
    case "bigint":
    case "coerce.bigint":
      return described(schema({ type: "integer" }), first);
    case "boolean":
    case "coerce.boolean":
    case "stringbool":
      return described(schema({ type: name === "stringbool" ? "string" : "boolean" }), first);
    case "date":
    case "coerce.date":
    case "iso.datetime":
      return schema({ type: "string", format: "date-time" });
    case "iso.date":
    case "iso.time":
    case "iso.duration":
      return schema({ type: "string", format: name.slice(4) });
    case "email":
    case "uuid":
    case "guid":
    case "url":
    case "httpUrl":
    case "ipv4":
    case "ipv6":
      return schema({ type: "string", format: formats[name] ?? name });
    case "cuid":
    case "cuid2":
    case "ulid":
    case "nanoid":
    case "base64":
    case "jwt":
    case "emoji":
    case "e164":
      return schema({ type: "string" });
    case "null":
      return schema({ type: "null" });
    case "undefined":
    case "void":
      return schema({}, true);
    case "any":
    case "unknown":
    case "json":
    case "custom":
    case "instanceof":
    case "symbol":
    case "file":
      return schema({});
    case "never":
      return schema({ not: {} });
    case "literal":
      return literal(run, first);
    case "enum":
    case "nativeEnum":
      return enumeration(run, first);
    case "object":
    case "strictObject":
    case "looseObject":
    case "interface":
      return objectSchema(
        run,
        shapeOf(run, first),
        name === "looseObject" ? { additionalProperties: {} } : {},
      );
    case "array":
      return { ...schema({ type: "array", items: jsonOf(run, first) }), ...innerOf(first) };
    case "set":
      return schema({ type: "array", uniqueItems: true, items: jsonOf(run, first) });
    case "tuple":
      return schema({
        type: "array",
        prefixItems: itemsOf(run, first).items.map((item) => jsonOf(run, item)),
      });
    case "record":
    case "partialRecord":
    case "looseRecord":
    case "map":
      return schema({ type: "object", additionalProperties: jsonOf(run, second ?? first) });
    case "union":
    case "xor":
      return union(run, first);
    case "discriminatedUnion":
      return union(run, second);
    case "intersection":
      return schema({ allOf: [jsonOf(run, first), jsonOf(run, second)] });
    case "optional":
    case "exactOptional":
      return { ...toSchema(run, first), optional: true };
    case "nullable":
      return nullable(toSchema(run, first));
    case "nullish":
      return { ...nullable(toSchema(run, first)), optional: true };
    case "preprocess":
      return { ...toSchema(run, second) };
    case "pipeline":
    case "pipe":
    case "readonly":
    case "effect":
      return { ...toSchema(run, first) };
    case "_default":
    case "prefault":
      return withDefault(run, toSchema(run, first), second);
    case "lazy":
      return run.calls.length > 60
        ? schema({})
        : toSchema(run, callValue(run, first, undefined, []));
    case "toJSONSchema":
      return fromJson(run, toSchema(run, first).json);
    default:
      return undefined;
  }
}

const formats: Record<string, string> = {
  url: "uri",
  httpUrl: "uri",
  guid: "uuid",
  datetime: "date-time",
};

/** A property or method of a schema. */
export function schemaMember(run: Run, self: SchemaValue, key: string): Value {
  switch (key) {
    case "shape":
    case "properties":
      return objectFrom(run, self.shape ?? new Map<string, Value>(), self.shape === undefined);
    case "options":
      return self.values ?? unknown;
    case "enum":
    case "Enum":
    case "Values": {
      const items = itemsOf(run, self.values ?? unknown).items.filter(
        (item) => typeof item === "string",
      );
      return objectFrom(run, new Map(items.map((item) => [item, item])), items.length === 0);
    }
    case "element":
      return self.inner ?? unknown;
    case "value":
      return fromJson(run, self.json["const"]);
    case "description":
      return typeof self.json["description"] === "string" ? self.json["description"] : undefined;
    case "_def":
    case "def":
      return definitionOf(run, self);
    case "_zod":
      return objectFrom(run, new Map([["def", definitionOf(run, self)]]), true);
    case "~standard":
      return unknown;
    default:
      return {
        kind: "native",
        self,
        name: key,
        call: (args) => callSchemaMethod(run, self, key, args),
      };
  }
}

/** The name of zod's class for a schema. */
export function typeNameOf(self: SchemaValue): string | undefined {
  if (self.wrapper !== undefined) return self.wrapper;
  if (self.shape !== undefined) return "ZodObject";
  if (self.json["enum"] !== undefined) return "ZodEnum";
  if (self.json["anyOf"] !== undefined) return "ZodUnion";
  const names: Record<string, string> = {
    string: "ZodString",
    number: "ZodNumber",
    integer: "ZodNumber",
    boolean: "ZodBoolean",
    array: "ZodArray",
  };
  const type = self.json["type"];
  return typeof type === "string" && Object.hasOwn(names, type) ? names[type] : undefined;
}

function definitionOf(run: Run, self: SchemaValue): ObjectValue {
  const inner = self.inner ?? unknown;
  const props = new Map<string, Value>(
    ["innerType", "schema", "in", "element"].map((key) => [key, inner]),
  );
  const name = typeNameOf(self);
  props.set("typeName", name ?? unknown);
  props.set("type", name === undefined ? unknown : name.slice(3).toLowerCase());
  if (self.shape !== undefined) {
    const shape = objectFrom(run, self.shape, false);
    props.set("shape", { kind: "native", self: undefined, name: "shape", call: () => shape });
  }
  return objectFrom(run, props, true);
}

function callSchemaMethod(run: Run, self: SchemaValue, name: string, args: Value[]): Value {
  const [first] = args;
  const { shape } = self;
  switch (name) {
    case "optional":
    case "exactOptional":
      return { ...self, optional: true, inner: self, wrapper: "ZodOptional" };
    case "nullable":
      return nullable(self);
    case "nullish":
      return { ...nullable(self), optional: true, wrapper: "ZodOptional" };
    case "nonoptional":
      return { ...self, optional: false };
    case "unwrap":
    case "removeDefault":
    case "innerType":
      return self.inner ?? self;
    case "default":
    case "prefault":
    case "catch":
      return withDefault(run, self, first);
    case "describe":
      return described(self, first);
    case "meta":
      return first === undefined ? unknown : withJson(self, asJson(toJson(run, first)));
    case "array":
      return { ...schema({ type: "array", items: self.json }), inner: self };
    case "or":
      return schema({ anyOf: [self.json, jsonOf(run, first)] });
    case "and":
      return schema({ allOf: [self.json, jsonOf(run, first)] });
    case "pipe":
    case "to":
    case "transform":
    case "refine":
    case "superRefine":
      return { ...self };
    case "min":
    case "gte":
    case "max":
    case "lte":
    case "length":
    case "nonempty":
    case "gt":
    case "lt":
    case "positive":
    case "nonnegative":
    case "negative":
    case "nonpositive":
    case "int":
    case "multipleOf":
    case "step":
    case "regex":
      return withJson(self, bound(self, name, first));
    case "email":
    case "url":
    case "uuid":
    case "guid":
    case "datetime":
    case "date":
    case "time":
    case "ipv4":
    case "ipv6":
      return withJson(self, { format: formats[name] ?? name });
    case "extend":
    case "safeExtend":
    case "augment":
    case "setKey":
      return objectSchema(run, new Map([...(shape ?? []), ...shapeOf(run, first)]), rest(self));
    case "merge":
      return objectSchema(
        run,
        new Map([...(shape ?? []), ...(toSchema(run, first).shape ?? [])]),
        rest(self),
      );
    case "pick":
    case "omit": {
      const keys = new Set(isThing(first) && first.kind === "object" ? first.props.keys() : []);
      const kept = [...(shape ?? [])].filter(([key]) => keys.has(key) === (name === "pick"));
      return objectSchema(run, new Map(kept), rest(self));
    }
    case "partial":
    case "deepPartial":
    case "required": {
      const keys =
        isThing(first) && first.kind === "object" ? new Set(first.props.keys()) : undefined;
      const changed = [...(shape ?? [])].map(([key, value]): [string, Value] =>
        keys === undefined || keys.has(key)
          ? [key, { ...toSchema(run, value), optional: name !== "required" }]
          : [key, value],
      );
      return objectSchema(run, new Map(changed), rest(self));
    }
    case "passthrough":
    case "loose":
      return withJson(self, { additionalProperties: {} });
    case "catchall":
      return withJson(self, { additionalProperties: jsonOf(run, first) });
    case "keyof":
      return enumeration(run, newArray(run, [...(shape?.keys() ?? [])]));
    case "exclude":
    case "extract": {
      const named = new Set(itemsOf(run, first).items);
      const values = itemsOf(run, self.values ?? unknown).items;
      return enumeration(
        run,
        newArray(
          run,
          values.filter((value) => named.has(value) === (name === "extract")),
        ),
      );
    }
    case "parse":
    case "parseAsync":
    case "safeParse":
    case "safeParseAsync":
      return unknown;
    case "toJSONSchema":
      return fromJson(run, self.json);
    default:
      return { ...self };
  }
}

/** The schema that a value is or can be; an empty one when it isn't known. */
export function toSchema(run: Run, value: Value): SchemaValue {
  for (const { value: option } of optionsOf(value)) {
    if (!isThing(option)) continue;
    if (option.kind === "schema") return option;
    if (option.kind === "unknown" && option.hint !== undefined) return option.hint;
    if (option.kind === "object" && option.props.has("type"))
      return schema(asJson(toJson(run, option)));
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

function withJson(self: SchemaValue, more: JsonSchema): SchemaValue {
  return { ...self, json: { ...self.json, ...more } };
}

function jsonOf(run: Run, value: Value): JsonSchema {
  return toSchema(run, value).json;
}

function innerOf(value: Value): { inner?: SchemaValue } {
  return isThing(value) && value.kind === "schema" ? { inner: value } : {};
}

function asJson(value: unknown): JsonSchema {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as JsonSchema)
    : {};
}

function described(self: SchemaValue, text: Value): SchemaValue {
  const settled = settle(text);
  if (typeof settled === "string") return withJson(self, { description: settled });
  if (!isThing(settled) || settled.kind !== "object") return self;
  const inner = settled.props.get("description");
  return typeof inner === "string" ? withJson(self, { description: inner }) : self;
}

function nullable(self: SchemaValue): SchemaValue {
  const { description, ...json } = self.json;
  const wrapped: JsonSchema = { anyOf: [json, { type: "null" }] };
  if (description !== undefined) wrapped["description"] = description;
  return { ...self, json: wrapped, inner: self, wrapper: "ZodNullable" };
}

function withDefault(run: Run, self: SchemaValue, value: Value): SchemaValue {
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

function literal(run: Run, value: Value): SchemaValue {
  const json = toJson(run, value);
  if (json === undefined) return schema({});
  if (Array.isArray(json)) return { ...schema({ enum: json }), values: value };
  return schema(json === null ? { type: "null" } : { type: typeof json, const: json });
}

function enumeration(run: Run, value: Value): SchemaValue {
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
function enumValues(run: Run, object: ObjectValue): Value {
  return newArray(run, [...new Set(valuesOf(run, object).items)]);
}

function union(run: Run, value: Value): SchemaValue {
  const { items, open } = itemsOf(run, value);
  const members = items.map((item) => toSchema(run, item));
  const result = schema(
    open && members.length === 0 ? {} : { anyOf: members.map(({ json }) => json) },
  );
  return { ...result, optional: members.some(({ optional }) => optional), values: value };
}

/** What an object schema says beside its members. */
function rest({ json }: SchemaValue): JsonSchema {
  const own = new Set(["type", "properties", "required"]);
  return Object.fromEntries(Object.entries(json).filter(([key]) => !own.has(key)));
}

function bound(self: SchemaValue, name: string, value: Value): JsonSchema {
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

function objectFrom(run: Run, props: Map<string, Value>, open: boolean): ObjectValue {
  return { kind: "object", props: new Map(props), open, born: run.conditions.length };
}
