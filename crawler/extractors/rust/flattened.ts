import type { JsonSchema } from "../../../model.ts";
import { typeSchema } from "./schema-of-type.ts";
import type { Making } from "./schema.ts";
import { type TypeAt, readTypePath } from "./types.ts";

export function flattened(type: TypeAt, making: Making): JsonSchema {
  const path = readTypePath(type);
  const [inner] = path?.args ?? [];
  const schema = typeSchema(path?.name === "Option" && inner !== undefined ? inner : type, making);
  const own = dereferenced(schema, making);
  const ofVariants = [own["oneOf"], own["anyOf"]]
    .filter((list) => Array.isArray(list))
    .flat() as JsonSchema[];
  if (ofVariants.length === 0) return own;
  const all = ofVariants.map((one) => dereferenced(one, making));
  const needed = all.map((one) => (one["required"] as string[] | undefined) ?? []);
  return {
    properties: Object.assign({}, ...all.map(propertiesOf)) as JsonSchema,
    required: (needed[0] ?? []).filter((name) => needed.every((names) => names.includes(name))),
  };
}

export function dereferenced(schema: JsonSchema, making: Making): JsonSchema {
  const ref = schema["$ref"];
  if (typeof ref !== "string") return schema;
  const name = ref.slice("#/$defs/".length);
  const found = making.defs.get(name) ?? {};
  return found;
}

export function propertiesOf(schema: JsonSchema): Record<string, JsonSchema> {
  return (schema["properties"] as Record<string, JsonSchema> | undefined) ?? {};
}
