import type { JsonSchema } from "../model.ts";
import { shortened } from "./text.ts";

export interface Parameter {
  /** `filter.tags[]`: the way from the arguments' root. */
  path: string;
  depth: number;
  type: string;
  required: boolean;
  description?: string;
  /** Allowed values, default and bounds, each a few words. */
  facts: string[];
}

export interface Parameters {
  /** In the schema's order, a parameter before what it contains. */
  rows: Parameter[];
  /** Whether something was left out for size: deeper than three levels or past 200 rows. */
  cut: boolean;
}

const depthMax = 3;
const rowsMax = 200;
const unionMax = 6;

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function own(schema: JsonSchema, keyword: string): unknown {
  return Object.hasOwn(schema, keyword) ? schema[keyword] : undefined;
}

function resolved(schema: JsonSchema, root: JsonSchema, hops = 4): JsonSchema {
  const reference = own(schema, "$ref");
  if (typeof reference !== "string" || !/^#(?:\/|$)/.test(reference) || hops === 0) return schema;
  let target: unknown = root;
  for (const part of reference.split("/").slice(1, 9)) {
    const key = part.replaceAll("~1", "/").replaceAll("~0", "~");
    target = isSchema(target) ? own(target, key) : undefined;
  }
  return isSchema(target) ? { ...resolved(target, root, hops - 1), ...withoutRef(schema) } : schema;
}

function withoutRef({ $ref: _ref, ...rest }: JsonSchema): JsonSchema {
  return rest;
}

function variants(schema: JsonSchema): JsonSchema[] {
  return ["anyOf", "oneOf"].flatMap((keyword) => {
    const list = own(schema, keyword);
    return Array.isArray(list) ? list.filter(isSchema) : [];
  });
}

function typeWords(schema: JsonSchema, root: JsonSchema, depth = 0): string {
  if (depth > depthMax) return "…";
  const type = own(schema, "type");
  const items = own(schema, "items");
  if (type === "array" && isSchema(items))
    return `array of ${typeWords(resolved(items, root), root, depth + 1)}`;
  if (typeof type === "string") return shortened(type, 40);
  if (Array.isArray(type)) return shortened(type.slice(0, unionMax).map(String).join(" or "), 80);
  const options = variants(schema)
    .slice(0, unionMax)
    .map((option) => typeWords(resolved(option, root), root, depth + 1));
  if (options.length > 0) return shortened([...new Set(options)].join(" or "), 120);
  if (Object.hasOwn(schema, "properties")) return "object";
  if (Object.hasOwn(schema, "enum") || Object.hasOwn(schema, "const")) return "one of";
  return "any";
}

function valueWords(value: unknown): string {
  return shortened(JSON.stringify(value) ?? "", 60);
}

function facts(schema: JsonSchema): string[] {
  const values = own(schema, "enum");
  const words: string[] = [];
  if (Array.isArray(values)) {
    const more = values.length > 20 ? ` and ${values.length - 20} more` : "";
    words.push(`one of ${values.slice(0, 20).map(valueWords).join(", ")}${more}`);
  }
  if (Object.hasOwn(schema, "const")) words.push(`always ${valueWords(schema.const)}`);
  if (Object.hasOwn(schema, "default")) words.push(`default ${valueWords(schema.default)}`);
  const bounds = { minimum: "at least", maximum: "at most", format: "format", pattern: "pattern" };
  for (const [keyword, prefix] of Object.entries(bounds)) {
    const value = own(schema, keyword);
    if (typeof value === "string" || typeof value === "number")
      words.push(`${prefix} ${shortened(String(value), 60)}`);
  }
  return words;
}

function children(schema: JsonSchema, root: JsonSchema): { suffix: string; schema: JsonSchema } {
  const items = own(schema, "items");
  return isSchema(items) ? { suffix: "[]", schema: resolved(items, root) } : { suffix: "", schema };
}

/** A tool's arguments as rows; no schema, or one without properties, gives none. */
export function parameters(inputSchema: JsonSchema | undefined): Parameters {
  const root = inputSchema ?? {};
  const result: Parameters = { rows: [], cut: false };
  collect(resolved(root, root), "", 0);
  return result;

  function collect(schema: JsonSchema, prefix: string, depth: number): void {
    const properties = own(schema, "properties");
    if (!isSchema(properties)) return;
    if (depth >= depthMax) {
      result.cut = true;
      return;
    }
    const required = own(schema, "required");
    const requiredNames = new Set(Array.isArray(required) ? required : []);
    for (const [name, value] of Object.entries(properties)) {
      if (result.rows.length >= rowsMax) {
        result.cut = true;
        return;
      }
      const property = isSchema(value) ? resolved(value, root) : {};
      const description = own(property, "description");
      const path = prefix + shortened(name, 120);
      result.rows.push({
        path,
        depth,
        type: typeWords(property, root),
        required: requiredNames.has(name),
        ...(typeof description === "string" &&
          description.trim() && { description: shortened(description, 600) }),
        facts: facts(property),
      });
      const inner = children(property, root);
      collect(inner.schema, `${path}${inner.suffix}.`, depth + 1);
    }
  }
}
