/** From what is known of a registration or a listed tool to the nouns of the model. */
import type { Annotations, Definition, JsonSchema } from "../../../model.ts";
import { isBounded, toJson } from "./json.ts";
import { getMember } from "./members.ts";
import type { Run } from "./run.ts";
import { objectSchema, shapeOf } from "./schemas.ts";
import { isThing, isUnknown, optionsOf, settle, type Value } from "./values.ts";

export interface Parts {
  title: Value;
  description: Value;
  inputSchema: Value;
  outputSchema: Value;
  annotations: Value;
}

export interface Read {
  definition: Omit<Definition, "name">;
  /** The parts that were declared and could not be read. */
  unread: string[];
}

const hints = ["readOnlyHint", "destructiveHint", "idempotentHint", "openWorldHint"] as const;

/** Reads the parts of a definition; what was declared and isn't known is named in `unread`. */
export function readParts(run: Run, parts: Parts): Read {
  const definition: Omit<Definition, "name"> = {};
  const unread: string[] = [];
  const title = settle(parts.title);
  if (typeof title === "string") definition.title = title;
  const description = settle(parts.description);
  if (typeof description === "string") definition.description = description;
  else if (isThing(description)) unread.push("description");
  const input = bounded(readSchema(run, parts.inputSchema));
  if (input === undefined) unread.push("parameters");
  else definition.inputSchema = input;
  if (parts.outputSchema !== undefined) {
    const output = bounded(readSchema(run, parts.outputSchema));
    if (output !== undefined) definition.outputSchema = output;
  }
  const annotations = readAnnotations(run, parts.annotations);
  if (annotations === "unread") unread.push("annotations");
  else if (annotations !== undefined) definition.annotations = annotations;
  return { definition, unread };
}

/** The names that a value can be, each with its condition. */
export function readNames(value: Value): { name: string; when: string | undefined }[] {
  return optionsOf(value).flatMap(({ value: name, when }) =>
    typeof name === "string" && name !== "" && name.length <= 200 ? [{ name, when }] : [],
  );
}

/** JSON Schema of a schema, a shape of schemas, or JSON Schema as it stands; of nothing, the schema of no parameters. */
export function readSchema(run: Run, value: Value): JsonSchema | undefined {
  const settled = settle(value);
  if (settled === undefined || settled === null) return { type: "object", properties: {} };
  if (!isThing(settled)) return undefined;
  if (settled.kind === "schema") return settled.json;
  if (settled.kind === "unknown") return settled.hint === undefined ? undefined : settled.hint.json;
  if (settled.kind !== "object") return undefined;
  const json = toJson(run, settled);
  if (typeof json !== "object" || json === null) return undefined;
  const type = getMember(run, settled, "type");
  if (type === "object" || "properties" in json || "$ref" in json || "anyOf" in json)
    return json as JsonSchema;
  const shape = shapeOf(run, settled);
  if (shape.size === 0 && settled.open) return undefined;
  return objectSchema(run, shape).json;
}

function bounded(schema: JsonSchema | undefined): JsonSchema | undefined {
  return schema !== undefined && isBounded(schema) ? schema : undefined;
}

function readAnnotations(run: Run, value: Value): Annotations | undefined | "unread" {
  const settled = settle(value);
  if (settled === undefined || settled === null) return undefined;
  if (!isThing(settled) || isUnknown(settled) || settled.kind === "external") return "unread";
  const result: Annotations = {};
  const title = settle(getMember(run, settled, "title"));
  if (typeof title === "string") result.title = title;
  for (const hint of hints) {
    const known = settle(getMember(run, settled, hint));
    if (typeof known === "boolean") result[hint] = known;
  }
  return Object.keys(result).length > 0 ? result : undefined;
}
