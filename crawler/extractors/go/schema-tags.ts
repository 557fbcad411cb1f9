import type { JsonSchema } from "../../../model.ts";

/** `a,b=c\\,d` -> `a`, `b=c,d`: a comma after a backslash is text. */
export function splitTag(tag: string): string[] {
  if (tag === "") return [];
  const parts: string[] = [""];
  for (let index = 0; index < tag.length; index++) {
    const letter = tag[index];
    if (letter === "\\" && tag[index + 1] === ",") {
      parts.push(`${parts.pop() ?? ""},`);
      index++;
    } else if (letter === ",") parts.push("");
    else parts.push(`${parts.pop() ?? ""}${letter ?? ""}`);
  }
  return parts;
}

const texts = new Set(["title", "description", "pattern", "format", "type"]);
const numbers = new Set([
  "minimum",
  "maximum",
  "exclusiveMinimum",
  "exclusiveMaximum",
  "multipleOf",
  "minLength",
  "maxLength",
  "minItems",
  "maxItems",
]);

/** Sets the keywords that stand in a tag as `key=value`; those of items go to the items of a list. */
export function keywords(parts: string[], schema: JsonSchema): void {
  const items = schema["items"];
  for (const part of parts) {
    const equals = part.indexOf("=");
    if (equals < 0) continue;
    const [key, value] = [part.slice(0, equals).trim(), part.slice(equals + 1)];
    if (texts.has(key)) schema[key] = value;
    else if (numbers.has(key) && Number.isFinite(Number(value))) schema[key] = Number(value);
    else if (key === "default") schema["default"] = typed(value, schema);
    else if (key === "enum") {
      const target = isSchema(items) ? items : schema;
      const known = Array.isArray(target["enum"]) ? target["enum"] : [];
      target["enum"] = [...known, typed(value, target)];
    }
  }
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function typed(value: string, { type }: JsonSchema): unknown {
  if (
    (type === "integer" || type === "number") &&
    value.trim() !== "" &&
    Number.isFinite(Number(value))
  )
    return Number(value);
  if (type === "boolean" && (value === "true" || value === "false")) return value === "true";
  return value;
}
