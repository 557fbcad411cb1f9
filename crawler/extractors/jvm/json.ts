import type { JsonSchema } from "../../../model.ts";
import { scopeOf } from "./names.ts";
import { memberOf } from "./names.ts";
import type { Run } from "./run.ts";
import { schemaOf } from "./schema.ts";
import { type External, isKind, isUnknown, type Value } from "./values.ts";

const maxDepth = 40;

/** A value as JSON; undefined where it could not be followed. */
export function toJson(run: Run, value: Value | undefined, depth = 0): unknown {
  if (value === undefined || depth > maxDepth) return undefined;
  if (typeof value !== "object" || value === null) return value;
  switch (value.kind) {
    case "list":
      return value.items
        .map((item) => toJson(run, item, depth + 1))
        .filter((item) => item !== undefined);
    case "dictionary":
      return Object.fromEntries(
        [...value.entries]
          .map(([key, item]) => [key, toJson(run, item, depth + 1)] as const)
          .filter(([, item]) => item !== undefined && item !== null),
      );
    case "buffer":
      return value.text;
    case "instance": {
      if (value.constant !== undefined) return value.constant;
      const { components } = value.declaration;
      return components === undefined
        ? undefined
        : Object.fromEntries(
            components
              .map(
                ({ name }) => [name, toJson(run, memberOf(run, value, name), depth + 1)] as const,
              )
              .filter(([, item]) => item !== undefined && item !== null),
          );
    }
    case "external":
      return schemaOfExternal(run, value, depth + 1);
    default:
      return undefined;
  }
}

/** The JSON Schema that a value given as a tool's schema stands for; undefined when it could not be followed. */
export function toSchema(run: Run, value: Value | undefined): JsonSchema | undefined {
  if (value === undefined || isUnknown(value) || value === null) return undefined;
  if (isKind(value, "type")) return schemaOf(run, value.type, value.scope);
  if (
    isKind(value, "instance") &&
    value.constant === undefined &&
    value.declaration.components === undefined
  )
    return schemaOf(
      run,
      { name: value.declaration.name, args: [], nullable: false },
      scopeOf(value.declaration),
    );
  const json = typeof value === "string" ? parse(value) : toJson(run, value);
  return isObject(json) ? json : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function isObject(json: unknown): json is JsonSchema {
  return typeof json === "object" && json !== null && !Array.isArray(json);
}

const order = ["type", "properties", "required", "additionalProperties", "$defs", "definitions"];

/** The schema objects of the SDKs: Java's `JsonSchema(type, properties, required, …)`, Kotlin's `Tool.Input(properties, required)`. */
function schemaOfExternal(run: Run, external: External, depth: number): unknown {
  if (!/(?:JsonSchema|Input|Output|ToolSchema|Schema)$/.test(external.types.at(-1) ?? ""))
    return undefined;
  const startsWithType = typeof external.args[0]?.value === "string";
  const names = startsWithType ? order : order.slice(1);
  const schema = new Map<string, unknown>([["type", "object"]]);
  external.args.forEach((arg, index) => {
    const name = (arg.name === "defs" ? "$defs" : arg.name) ?? names[index];
    const json = toJson(run, arg.value, depth);
    if (name !== undefined && json !== undefined && json !== null) schema.set(name, json);
  });
  for (const call of external.calls) {
    const json = toJson(run, call.args[0], depth);
    if (order.includes(call.name) && json !== undefined) schema.set(call.name, json);
  }
  if (!schema.has("properties")) schema.set("properties", {});
  return Object.fromEntries(schema);
}
