import type { Annotations } from "../../../model.ts";
import { type External, type Given, isKind, isUnknown, type Value } from "./values.ts";

/** What a tool's definition is made of, as it was given. */
export interface Parts {
  name?: Value;
  title?: Value;
  description?: Value;
  input?: Value;
  output?: Value;
  annotations?: Value;
  handler?: Value;
}

const setters = new Map<string, keyof Parts>([
  ["name", "name"],
  ["title", "title"],
  ["description", "description"],
  ["inputschema", "input"],
  ["inputtype", "input"],
  ["schema", "input"],
  ["outputschema", "output"],
  ["annotations", "annotations"],
  ["toolannotations", "annotations"],
  ["handler", "handler"],
  ["asynchandler", "handler"],
  ["virtualthreadhandler", "handler"],
  ["dohandle", "handler"],
  ["toolfunction", "handler"],
]);

/** The parts that the arguments and setters of an object give. */
export function partsOf(external: External): Parts {
  const parts: Parts = {};
  fromArguments(external, parts);
  for (const call of external.calls) {
    const part = setters.get(call.name.replace(/^(?:set|with)(?=[A-Z])/, "").toLowerCase());
    // A mapper may come before the text that it reads.
    const value = call.args.findLast((arg) => !isUnknown(arg)) ?? call.args.at(-1);
    if (part !== undefined && value !== undefined) parts[part] = value;
  }
  return parts;
}

/** Arguments without names are told by what they are: texts in order, then schemas, annotations, a handler. */
function fromArguments(external: External, parts: Parts): void {
  const texts: Value[] = [];
  const schemas: Value[] = [];
  external.args.forEach((arg: Given, index) => {
    const { value } = arg;
    if (arg.name !== undefined) {
      const part = setters.get(arg.name.toLowerCase());
      if (part !== undefined) parts[part] = value;
    } else if (isKind(value, "closure")) parts.handler = value;
    else if (isKind(value, "external") && value.types.at(-1)?.endsWith("ToolAnnotations"))
      parts.annotations = value;
    else if (index === 0) parts.name = value;
    else if (typeof value === "string" && /^\s*\{/.test(value)) schemas.push(value);
    else if (typeof value === "string" || (isUnknown(value) && schemas.length === 0 && index < 3))
      texts.push(value);
    else if (isKind(value, "dictionary") || isKind(value, "external") || isKind(value, "type"))
      schemas.push(value);
    else if (isKind(value, "instance")) schemas.push(value);
  });
  // An unknown in the place of the schema is not the description.
  if (
    texts.length > 1 &&
    isUnknown(texts.at(-1) ?? null) &&
    schemas.length === 0 &&
    external.args.length === 3
  )
    schemas.push(texts.pop() ?? null);
  const description = texts.length > 1 ? texts[1] : texts[0];
  if (texts.length > 1 && texts[0] !== undefined) parts.title ??= texts[0];
  if (description !== undefined) parts.description ??= description;
  if (schemas[0] !== undefined) parts.input ??= schemas[0];
  if (schemas[1] !== undefined) parts.output ??= schemas[1];
}

const hints = [
  "title",
  "readOnlyHint",
  "destructiveHint",
  "idempotentHint",
  "openWorldHint",
] as const;

/** The hints of an annotations object, in the order of its record or by its setters. */
export function annotationsOf(value: Value | undefined): Annotations | undefined {
  if (!isKind(value, "external")) return undefined;
  const annotations: Annotations = {};
  const set = (name: string | undefined, given: Value | undefined) => {
    if (name === "title" && typeof given === "string") annotations.title = given;
    for (const hint of hints)
      if (hint !== "title" && name === hint && typeof given === "boolean")
        annotations[hint] = given;
  };
  value.args.forEach((arg, index) => set(arg.name ?? hints[index], arg.value));
  for (const call of value.calls) set(call.name, call.args[0]);
  return annotations;
}
