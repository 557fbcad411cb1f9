import type { JsonSchema } from "../../../model.ts";
import { toJson } from "./json.ts";
import { isComposite, likeliest, textOf, type Made, type Value } from "./values.ts";

/** What a default says: `x = 1`, `x = Field(default=1, description="…")`. */
export interface Field {
  required: boolean;
  default?: Value;
  alias?: string;
  /** The `Field(…)` itself. */
  given?: Made;
}

/** What pydantic's fields have for a default where there is none. */
export const undefinedPath = "pydantic_core.PydanticUndefined";

const keywords: [keyword: string, schema: string][] = [
  ["title", "title"],
  ["description", "description"],
  ["examples", "examples"],
  ["ge", "minimum"],
  ["gt", "exclusiveMinimum"],
  ["le", "maximum"],
  ["lt", "exclusiveMaximum"],
  ["multiple_of", "multipleOf"],
  ["pattern", "pattern"],
  ["regex", "pattern"],
];

/** Reads a default value; one that is no `Field` stands for itself. */
export function readField(value: Value): Field {
  const likely = likeliest(value);
  if (
    !isComposite(likely) ||
    likely.kind !== "made" ||
    !/(?:^|\.)(?:Field|field)$/.test(likely.path)
  ) {
    return isEllipsis(likely) ? { required: true } : { required: false, default: value };
  }
  const given = likely.keywords.has("default")
    ? likely.keywords.get("default")
    : likely.positional[0];
  const factory = likely.keywords.get("default_factory");
  const alias = textOf(likely.keywords.get("alias") ?? likely.keywords.get("validation_alias"));
  return {
    required: (given === undefined || isEllipsis(given)) && factory === undefined,
    ...(given !== undefined && !isEllipsis(given) && { default: given }),
    ...(alias !== undefined && { alias }),
    given: likely,
  };
}

/** Puts onto a schema what a `Field` or the metadata of an `Annotated` says. */
export function applyField(schema: JsonSchema, metadata: Value | Field): void {
  if (typeof metadata === "string") schema["description"] ??= metadata;
  if (typeof metadata !== "object" || metadata === null) return;
  const field = "kind" in metadata ? madeField(metadata) : metadata;
  if (!field) return;
  const json = field.default === undefined ? undefined : toJson(field.default);
  if (json !== undefined) schema["default"] = json;
  if (!field.given) return;
  for (const [keyword, name] of keywords) {
    const value = field.given.keywords.get(keyword);
    const stated = value === undefined || value === null ? undefined : toJson(value);
    if (stated !== undefined) schema[name] = stated;
  }
  for (const [keyword, suffix] of [
    ["min_length", "min"],
    ["max_length", "max"],
  ] as const) {
    const value = field.given.keywords.get(keyword);
    if (typeof value === "number")
      schema[`${suffix}${schema["type"] === "array" ? "Items" : "Length"}`] = value;
  }
}

function madeField(metadata: Value): Field | undefined {
  return isComposite(metadata) && metadata.kind === "made" && /(?:^|\.)Field$/.test(metadata.path)
    ? readField(metadata)
    : undefined;
}

function isEllipsis(value: Value): boolean {
  return (
    isComposite(value) &&
    value.kind === "external" &&
    (value.path === "builtins.Ellipsis" || value.path === undefinedPath)
  );
}
