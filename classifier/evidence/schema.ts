import type { JsonSchema } from "../../model.ts";
import { splitName, type Word } from "./words.ts";

/** One parameter of a tool, nested ones included. */
export interface Parameter {
  name: string;
  words: Word[];
  /** Lower-case name without separators. */
  key: string;
  type: string;
  /** Strings that it may be, as declared, from `enum`, `const` and alternatives. */
  choices: string[];
  description: string;
  required: boolean;
  /** 0 for a parameter of the call itself. */
  depth: number;
}

const depthLimit = 6;
const parameterLimit = 150;
const choiceLimit = 200;

/** The parameters of an input schema in declaration order, bounded in depth and number; anything malformed is passed over. */
export function readParameters(schema: unknown): Parameter[] {
  const found: Parameter[] = [];
  walk(schema, 0, found);
  return found;
}

function walk(schema: unknown, depth: number, found: Parameter[]): void {
  if (depth > depthLimit || !isRecord(schema)) return;
  const required = Array.isArray(schema["required"]) ? schema["required"] : [];
  const properties = schema["properties"];
  if (isRecord(properties)) {
    for (const name of Object.keys(properties)) {
      if (found.length >= parameterLimit) return;
      const property = properties[name];
      found.push(
        readParameter(name, property, required.length < 200 && required.includes(name), depth),
      );
      walk(property, depth + 1, found);
    }
  }
  if (isRecord(schema["items"])) walk(schema["items"], depth + 1, found);
  for (const keyword of ["anyOf", "oneOf", "allOf"]) {
    const parts = schema[keyword];
    if (!Array.isArray(parts)) continue;
    for (const part of parts.slice(0, 20)) walk(part, depth + 1, found);
  }
}

function readParameter(
  name: string,
  property: unknown,
  required: boolean,
  depth: number,
): Parameter {
  const { words, key } = split(name);
  const parameter: Parameter = {
    name,
    words,
    key,
    type: "",
    choices: [],
    description: "",
    required,
    depth,
  };
  if (!isRecord(property)) return parameter;
  if (typeof property["type"] === "string") parameter.type = property["type"];
  if (typeof property["description"] === "string")
    parameter.description = property["description"].slice(0, 600);
  collectChoices(property, parameter.choices, 0);
  return parameter;
}

const seen = new Map<string, { words: Word[]; key: string }>();
const seenLimit = 4000;

/** The words of a parameter's name and its key; few names are met again and again, so they are kept. */
function split(name: string): { words: Word[]; key: string } {
  const known = seen.get(name);
  if (known) return known;
  const words = splitName(name);
  const fresh = { words, key: words.map((word) => word.text).join("") };
  if (seen.size >= seenLimit) seen.clear();
  if (name.length < 60) seen.set(name, fresh);
  return fresh;
}

function collectChoices(schema: JsonSchema, choices: string[], depth: number): void {
  if (depth > 2 || choices.length >= choiceLimit) return;
  if (Array.isArray(schema["enum"])) {
    for (const choice of schema["enum"].slice(0, choiceLimit))
      if (typeof choice === "string") choices.push(choice);
  }
  if (typeof schema["const"] === "string") choices.push(schema["const"]);
  for (const keyword of ["anyOf", "oneOf"]) {
    const parts = schema[keyword];
    if (Array.isArray(parts))
      for (const part of parts.slice(0, 50))
        if (isRecord(part)) collectChoices(part, choices, depth + 1);
  }
  if (isRecord(schema["items"])) collectChoices(schema["items"], choices, depth + 1);
}

function isRecord(value: unknown): value is JsonSchema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
