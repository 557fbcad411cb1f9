import type { JsonSchema } from "../../../model.ts";
import { itemsOf } from "./iterate.ts";
import { toJson } from "./json.ts";
import type { Run } from "./run.ts";
import { objectSchema, schema, shapeOf, toSchema } from "./schemas.ts";
import { isThing, settle, type SchemaValue, type Value } from "./values.ts";

/** Whether something outside the snapshot is a part of TypeBox. */
export function isTypeBox({ module }: { module: string; path: readonly string[] }): boolean {
  return /(^|\/)typebox(\/|$)/.test(module);
}

/** What a function of TypeBox's `Type` makes; undefined when it makes no schema. */
export function callTypeBox(run: Run, name: string, args: Value[]): Value {
  const [first, second] = args;
  switch (name) {
    case "String":
    case "Number":
    case "Boolean":
    case "Integer":
    case "Null":
      return withOptions(run, schema({ type: name.toLowerCase() }), first);
    case "Any":
    case "Unknown":
      return withOptions(run, schema({}), first);
    case "Literal":
      return withOptions(run, literal(run, first), second);
    case "Object":
      return withOptions(run, objectSchema(run, shapeOf(run, first)), second);
    case "Array":
      return withOptions(run, schema({ type: "array", items: toSchema(run, first).json }), second);
    case "Record":
      return schema({ type: "object", additionalProperties: toSchema(run, second).json });
    case "Union":
      return withOptions(
        run,
        schema({ anyOf: itemsOf(run, first).items.map((item) => toSchema(run, item).json) }),
        second,
      );
    case "Intersect":
      return schema({ allOf: itemsOf(run, first).items.map((item) => toSchema(run, item).json) });
    case "Enum":
      return schema({ enum: [...shapeOf(run, first).values()].filter((value) => !isThing(value)) });
    case "Optional":
      return { ...toSchema(run, first), optional: true };
    case "Unsafe":
      return schema((toJson(run, first) ?? {}) as JsonSchema);
    default:
      return undefined;
  }
}

function literal(run: Run, value: Value): SchemaValue {
  const json = toJson(run, settle(value));
  return schema(json === undefined ? {} : { type: typeof json, const: json });
}

function withOptions(run: Run, made: SchemaValue, options: Value): SchemaValue {
  const json = toJson(run, options);
  return typeof json === "object" && json !== null
    ? { ...made, json: { ...made.json, ...json } }
    : made;
}
