import type { Annotations, Definition, JsonSchema } from "../../../model.ts";
import type { Item } from "./items.ts";
import type { Run } from "./run.ts";
import {
  type Dict,
  type Struct,
  type Value,
  fieldsOf,
  isStruct,
  isUnknown,
  toJson,
} from "./values.ts";

/** Whether a value looks like a tool: it has a name and a schema or a description. */
export function isToolShaped(value: Value | undefined): value is Struct | Dict {
  const fields = fieldsOf(value);
  if (fields === undefined || !fields.has("name")) return false;
  if (isStruct(value) && /^(?:Tool|ToolInfo|ToolDefinition)$/.test(value.name)) return true;
  return schemaKeys.some((key) => fields.has(key));
}

const schemaKeys = ["inputSchema", "input_schema", "parameters", "schema"];
const hints = [
  ["title", "title"],
  ["readOnlyHint", "read_only_hint"],
  ["destructiveHint", "destructive_hint"],
  ["idempotentHint", "idempotent_hint"],
  ["openWorldHint", "open_world_hint"],
] as const;

/** What of a tool's description could not be folded, in the source's words; undefined when all of it was. */
export function unfoldedDescription(value: Struct | Dict): string | undefined {
  const description = fieldsOf(value)?.get("description");
  return isUnknown(description) ? description.text : undefined;
}

/** What a client sees of a tool; undefined when its name could not be folded. */
export function describeTool(value: Struct | Dict): Definition | undefined {
  const fields = fieldsOf(value) ?? new Map<string, Value>();
  const name = fields.get("name");
  if (typeof name !== "string" || name === "" || name.length > 200 || /[<>{}]/.test(name))
    return undefined;
  const title = fields.get("title");
  const description = fields.get("description");
  const known = isUnknown(description) ? description.partly : description;
  const input = schemaKeys
    .map((key) => fields.get(key))
    .find((found) => found !== undefined && found !== null);
  const output = fields.get("outputSchema") ?? fields.get("output_schema");
  const annotations = annotationsOf(fields.get("annotations"));
  return {
    name,
    ...(typeof title === "string" ? { title } : {}),
    ...(typeof known === "string" ? { description: known } : {}),
    ...schemaField("inputSchema", input),
    ...schemaField("outputSchema", output),
    ...(annotations === undefined ? {} : { annotations }),
  };
}

function schemaField(
  key: "inputSchema" | "outputSchema",
  value: Value | undefined,
): Partial<Definition> {
  if (value === undefined || isUnknown(value)) return {};
  const json = toJson(value);
  const parsed = typeof json === "string" ? parse(json) : json;
  const isObject = typeof parsed === "object" && parsed !== null && !Array.isArray(parsed);
  return isObject ? { [key]: camelKeys(parsed as JsonSchema) } : {};
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Fields of a schema struct that is written in Rust's own case. */
function camelKeys(schema: JsonSchema): JsonSchema {
  const { additional_properties: additional, type_: type, schema_type: kind, ...rest } = schema;
  return {
    ...(type === undefined && kind === undefined ? {} : { type: type ?? kind }),
    ...rest,
    ...(additional === undefined ? {} : { additionalProperties: additional }),
  };
}

function annotationsOf(value: Value | undefined): Annotations | undefined {
  const fields = fieldsOf(value);
  if (fields === undefined) return undefined;
  const found = new Map<string, string | boolean>();
  for (const [served, written] of hints) {
    const hint = fields.get(written) ?? fields.get(served);
    if (typeof hint === (served === "title" ? "string" : "boolean"))
      found.set(served, hint as string | boolean);
  }
  return found.size === 0 ? undefined : (Object.fromEntries(found) as Annotations);
}

/** Every tool in a value, in order: of an answer, of a router, of a list. */
export function toolsIn(value: Value, run: Run): (Struct | Dict)[] {
  const found = new Set<Struct | Dict>();
  const seen = new Set<Value>();
  const open: { value: Value; depth: number }[] = [{ value, depth: 0 }];
  for (let next = open.shift(); next !== undefined && seen.size < 20_000; next = open.shift()) {
    const { value: one, depth } = next;
    if (typeof one !== "object" || one === null || seen.has(one) || depth > 8) continue;
    seen.add(one);
    if (isToolShaped(one)) found.add(one);
    else {
      const inner = Array.isArray(one) ? one : [...(fieldsOf(one)?.values() ?? [])];
      open.push(...inner.slice(0, 5000).map((child) => ({ value: child, depth: depth + 1 })));
    }
  }
  return [...found].filter((tool) => !isRemoved(run.origin.get(tool), run));
}

function isRemoved(origin: Item | undefined, run: Run): boolean {
  return origin !== undefined && run.removed.has(origin);
}
