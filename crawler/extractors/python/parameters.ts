import type { JsonSchema } from "../../../model.ts";
import { externalBases } from "./attribute.ts";
import { applyField, readField, type Field } from "./field.ts";
import { itemsOf } from "./items.ts";
import type { Run } from "./run.ts";
import {
  annotatedType,
  fieldWithin,
  schemaOf,
  withDefinitions,
  type Definitions,
} from "./schema.ts";
import { parametersOf } from "./signature.ts";
import { isComposite, likeliest, textOf, type Func, type Scope, type Value } from "./values.ts";

/** The input schema that the SDKs make from a function's signature: what the framework fills in itself is left out. */
export function inputSchema(run: Run, func: Func, keywords: Map<string, Value>): JsonSchema {
  const { scope } = func.wraps ?? func;
  const definitions: Definitions = { schemas: new Map(), depth: 0 };
  const excluded = new Set(itemsOf(keywords.get("exclude_args") ?? null).items.map(textOf));
  const properties: [string, JsonSchema][] = [];
  const required: string[] = [];
  for (const parameter of parametersOf(run, func)) {
    if (excluded.has(parameter.name) || parameter.kind === "args" || parameter.kind === "kwargs")
      continue;
    const type =
      parameter.type === undefined ? undefined : annotatedType(run, parameter.type, scope);
    const value = parameter.default;
    if ((type !== undefined && isContext(type)) || (value !== undefined && isInjected(value)))
      continue;
    if (
      type !== undefined &&
      isComposite(type) &&
      type.kind === "generic" &&
      type.arguments.slice(1).some(isInjected)
    )
      continue;
    const schema = type === undefined ? {} : schemaOf(run, type, scope, definitions);
    const field = fieldOf(run, type, value, scope);
    if (field) applyField(schema, field);
    const name = field?.alias ?? parameter.name;
    properties.push([name, schema]);
    if (!field || field.required) required.push(name);
  }
  const schema: JsonSchema = {
    type: "object",
    properties: Object.fromEntries(properties),
    ...(required.length > 0 && { required }),
  };
  return withDefinitions(schema, definitions);
}

function fieldOf(
  run: Run,
  type: Value | undefined,
  value: Value | undefined,
  scope: Scope,
): Field | undefined {
  if (value !== undefined) return readField(value);
  return type === undefined ? undefined : fieldWithin(run, type, scope);
}

/** The SDK's `Context`, also optional or with type arguments. */
function isContext(type: Value, seen = new Set<Value>()): boolean {
  const likely = likeliest(type);
  // A type may stand in many places of another, and is looked at once.
  if (seen.has(likely)) return false;
  seen.add(likely);
  if (typeof likely === "string") return /(?:^|\.)Context\b/.test(likely);
  if (!isComposite(likely)) return false;
  if (likely.kind === "external") return /^(?:mcp|fastmcp)\..*\bContext$/.test(likely.path);
  if (likely.kind === "class")
    return externalBases(likely).some((base) => /^(?:mcp|fastmcp)\..*\bContext$/.test(base));
  return (
    likely.kind === "generic" &&
    [likely.of, ...likely.arguments].some((one) => isContext(one, seen))
  );
}

/** A dependency that the framework provides, such as `Depends(get_user)`. */
function isInjected(value: Value): boolean {
  const likely = likeliest(value);
  return (
    isComposite(likely) &&
    likely.kind === "made" &&
    /(?:^|\.)(?:Depends|Resolve|Current\w+|Shared|Progress)$/.test(likely.path)
  );
}
