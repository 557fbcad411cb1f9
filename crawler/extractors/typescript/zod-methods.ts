import { itemsOf, newArray } from "./iterate.ts";
import { fromJson, toJson } from "./json.ts";
import type { Run } from "./run.ts";
import {
  asJson,
  bound,
  described,
  enumeration,
  formats,
  jsonOf,
  nullable,
  objectFrom,
  objectSchema,
  rest,
  schema,
  toSchema,
  withDefault,
  withJson,
  shapeOf,
} from "./schemas.ts";
import { isThing, unknown, type ObjectValue, type SchemaValue, type Value } from "./values.ts";

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
