import type { JsonSchema } from "../../../model.ts";
import { keywords, splitTag } from "./schema-tags.ts";
import type { Run } from "./run.ts";
import { fieldsOf, pointee, underlying } from "./types.ts";
import { tagValue } from "./to-json.ts";
import { type FieldType, type Type } from "./values.ts";
import { sameType } from "./same.ts";

/** How a library makes a schema of a Go type. */
interface Dialect {
  /** What a field's tags say about it. */
  describe(field: FieldType, schema: JsonSchema): void;
  required(field: FieldType, options: string[]): boolean;
  /** Whether a list or a pointer may be null, and other fields are refused. */
  strict: boolean;
}

const dialects = new Map<string, Dialect>([
  // https://pkg.go.dev/github.com/google/jsonschema-go/jsonschema#For
  [
    "google",
    { describe: describeWhole, required: (_field, options) => !isOptional(options), strict: true },
  ],
  // https://pkg.go.dev/github.com/mark3labs/mcp-go/mcp#WithInputSchema
  [
    "mcpgo",
    {
      describe: describeEither,
      required: (field, options) => !isOptional(options) || tagged(field, "required"),
      strict: false,
    },
  ],
  // https://pkg.go.dev/github.com/invopop/jsonschema#Reflector
  [
    "invopop",
    {
      describe: describeKeywords,
      required: (field, options) => !isOptional(options) || tagged(field, "required"),
      strict: false,
    },
  ],
  [
    "invopoptags",
    { describe: describeKeywords, required: (field) => tagged(field, "required"), strict: false },
  ],
  // https://pkg.go.dev/github.com/ThinkInAIXYZ/go-mcp/protocol#NewTool
  [
    "gomcp",
    {
      describe: describeTags,
      required: (field, options) => requiredTag(field) ?? !options.includes("omitempty"),
      strict: false,
    },
  ],
]);

const deepest = 12;

/** The schema that a library would make; undefined when the type is not known. */
export function schemaOf(run: Run, type: Type, dialect: string): JsonSchema | undefined {
  const rules = dialects.get(dialect);
  if (rules === undefined || type.kind === "unknown") return undefined;
  const base = underlying(run, type);
  if (base.kind === "external" && base.package !== "time") return undefined;
  if (base.kind === "basic" && base.name === "any") return { type: "object" };
  return ofType(run, type, rules, []);
}

function ofType(run: Run, type: Type, rules: Dialect, above: Type[]): JsonSchema {
  if (above.length > deepest || above.some((one) => one.kind === "named" && sameType(one, type)))
    return {};
  const inner = (other: Type) => ofType(run, other, rules, [...above, type]);
  if (type.kind === "pointer") {
    const schema = inner(pointee(type));
    return rules.strict && typeof schema["type"] === "string"
      ? { ...schema, type: ["null", schema["type"]] }
      : schema;
  }
  const base = underlying(run, type);
  switch (base.kind) {
    case "basic":
      return basic(base.name);
    case "slice":
      if (
        base.element.kind === "basic" &&
        /^(?:byte|uint8)$/.test(base.element.name) &&
        !rules.strict
      )
        return { type: "string" };
      return { type: rules.strict ? ["null", "array"] : "array", items: inner(base.element) };
    case "map":
      return { type: "object", ...additional(inner(base.element)) };
    case "struct":
      return ofStruct(run, type, rules, above);
    case "external":
      if (base.package === "time" && base.name === "Time")
        return rules.strict ? { type: "string" } : { type: "string", format: "date-time" };
      return base.package === "time" && base.name === "Duration" ? { type: "integer" } : {};
    default:
      return {};
  }
}

function additional(schema: JsonSchema): JsonSchema {
  return Object.keys(schema).length === 0 ? {} : { additionalProperties: schema };
}

function basic(name: string): JsonSchema {
  if (name === "string") return { type: "string" };
  if (name === "bool") return { type: "boolean" };
  if (name.startsWith("float")) return { type: "number" };
  return /^u?int|^byte$|^rune$/.test(name) ? { type: "integer" } : {};
}

function ofStruct(run: Run, type: Type, rules: Dialect, above: Type[]): JsonSchema {
  const properties = new Map<string, JsonSchema>();
  const required = new Set<string>();
  collect(run, type, rules, [...above, type], properties, required);
  return {
    type: "object",
    properties: Object.fromEntries(properties),
    ...(required.size > 0 && { required: [...required] }),
    ...(rules.strict && { additionalProperties: false }),
  };
}

function collect(
  run: Run,
  type: Type,
  rules: Dialect,
  above: Type[],
  properties: Map<string, JsonSchema>,
  required: Set<string>,
): void {
  for (const field of fieldsOf(run, type)) {
    const [name = "", ...options] = (tagValue(field.tag, "json") ?? "").split(",");
    if (name === "-" && options.length === 0) continue;
    if (splitTag(tagValue(field.tag, "jsonschema") ?? "")[0] === "-") continue;
    const base = underlying(run, pointee(field.type));
    if ((field.embedded || options.includes("inline")) && name === "" && base.kind === "struct") {
      if (
        above.length > deepest ||
        above.some((one) => one.kind === "named" && sameType(one, pointee(field.type)))
      )
        continue;
      collect(run, field.type, rules, [...above, field.type], properties, required);
      continue;
    }
    if (!/^\p{Lu}/u.test(field.name) || base.kind === "func" || base.kind === "chan") continue;
    const key = name === "" ? field.name : name;
    const schema = ofType(run, field.type, rules, above);
    rules.describe(field, schema);
    properties.set(key, schema);
    required.delete(key);
    if (rules.required(field, options)) required.add(key);
  }
}

function isOptional(options: string[]): boolean {
  return options.includes("omitempty") || options.includes("omitzero");
}

function tagged(field: FieldType, word: string): boolean {
  return splitTag(tagValue(field.tag, "jsonschema") ?? "").some((part) => part.trim() === word);
}

function requiredTag(field: FieldType): boolean | undefined {
  const written = tagValue(field.tag, "required");
  return written === undefined || written === ""
    ? undefined
    : /^(?:1|t|T|true|TRUE|True)$/.test(written);
}

function describeWhole(field: FieldType, schema: JsonSchema): void {
  const text = tagValue(field.tag, "jsonschema");
  if (text !== undefined && text !== "") schema["description"] = text;
}

/** Its generator changed between versions: a tag is a description as a whole, or a list of keywords. */
function describeEither(field: FieldType, schema: JsonSchema): void {
  const text = tagValue(field.tag, "jsonschema") ?? "";
  if (
    /^required$|^\s*required\s*,|^\S+=|,\s*(?:description|enum|required)\b/.test(text) ||
    text === ""
  )
    describeKeywords(field, schema);
  else schema["description"] = text;
}

function describeKeywords(field: FieldType, schema: JsonSchema): void {
  const text = tagValue(field.tag, "jsonschema_description");
  if (text !== undefined && text !== "") schema["description"] = text;
  keywords(splitTag(tagValue(field.tag, "jsonschema") ?? ""), schema);
}

function describeTags(field: FieldType, schema: JsonSchema): void {
  const text = tagValue(field.tag, "description");
  if (text !== undefined && text !== "") schema["description"] = text;
  const values = tagValue(field.tag, "enum");
  const parts =
    values === undefined || values === ""
      ? []
      : values.split(",").map((value) => `enum=${value.trim()}`);
  const initial = tagValue(field.tag, "default");
  if (initial !== undefined && initial !== "") parts.push(`default=${initial}`);
  keywords(parts, schema);
}
