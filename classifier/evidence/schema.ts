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

/** `mainScript`, `script`: its last word is the text of a program. */
export const isScript = ({ words }: Parameter): boolean => words.at(-1)?.text === "script";

const depthLimit = 6;
const parameterLimit = 150;
const choiceLimit = 200;

/** The parameters of an input schema in declaration order, bounded in depth and number; anything malformed is passed over. */
export function readParameters(schema: unknown): Parameter[] {
  const found: Parameter[] = [];
  walk(schema, 0, found);
  return found;
}

/** The keywords of a schema that are read. */
interface Keywords {
  type: unknown;
  description: unknown;
  properties: unknown;
  required: unknown;
  items: unknown;
  enum: unknown;
  const: unknown;
  anyOf: unknown;
  oneOf: unknown;
  allOf: unknown;
}

/** One pass over what a schema has is several times as fast as asking for each keyword, most of which are absent. */
function keywordsOf(schema: JsonSchema): Keywords {
  const found: Keywords = {
    type: undefined,
    description: undefined,
    properties: undefined,
    required: undefined,
    items: undefined,
    enum: undefined,
    const: undefined,
    anyOf: undefined,
    oneOf: undefined,
    allOf: undefined,
  };
  for (const keyword in schema) {
    switch (keyword) {
      case "type":
      case "description":
      case "properties":
      case "required":
      case "items":
      case "enum":
      case "const":
      case "anyOf":
      case "oneOf":
      case "allOf":
        found[keyword] = schema[keyword];
    }
  }
  return found;
}

function walk(schema: unknown, depth: number, found: Parameter[]): void {
  if (depth <= depthLimit && isRecord(schema)) walkInto(keywordsOf(schema), depth, found);
}

function walkInto(keywords: Keywords, depth: number, found: Parameter[]): void {
  const { properties, items, anyOf, oneOf, allOf } = keywords;
  if (isRecord(properties)) {
    const { required } = keywords;
    const names: unknown[] = Array.isArray(required) && required.length < 200 ? required : [];
    for (const name of Object.keys(properties)) {
      if (found.length >= parameterLimit) return;
      const property = properties[name];
      const inner = isRecord(property) ? keywordsOf(property) : undefined;
      found.push(readParameter(name, inner, names.includes(name), depth));
      if (inner && depth < depthLimit) walkInto(inner, depth + 1, found);
    }
  }
  if (items !== undefined) walk(items, depth + 1, found);
  if (anyOf !== undefined) walkParts(anyOf, depth, found);
  if (oneOf !== undefined) walkParts(oneOf, depth, found);
  if (allOf !== undefined) walkParts(allOf, depth, found);
}

function walkParts(parts: unknown, depth: number, found: Parameter[]): void {
  if (!Array.isArray(parts)) return;
  for (const part of parts.slice(0, 20)) walk(part, depth + 1, found);
}

function readParameter(
  name: string,
  keywords: Keywords | undefined,
  required: boolean,
  depth: number,
): Parameter {
  const { words, key } = split(name);
  const type = keywords?.type;
  const description = keywords?.description;
  const choices: string[] = [];
  if (keywords) collectChoices(keywords, choices, 0);
  return {
    name,
    words,
    key,
    type: typeof type === "string" ? type : "",
    choices,
    description: typeof description === "string" ? description.slice(0, 600) : "",
    required,
    depth,
  };
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

function collectChoices(keywords: Keywords, choices: string[], depth: number): void {
  if (choices.length >= choiceLimit) return;
  if (Array.isArray(keywords.enum)) {
    for (const choice of keywords.enum.slice(0, choiceLimit))
      if (typeof choice === "string") choices.push(choice);
  }
  if (typeof keywords.const === "string") choices.push(keywords.const);
  if (depth === 2) return;
  for (const parts of [keywords.anyOf, keywords.oneOf]) {
    if (!Array.isArray(parts)) continue;
    for (const part of parts.slice(0, 50))
      if (isRecord(part)) collectChoices(keywordsOf(part), choices, depth + 1);
  }
  if (isRecord(keywords.items)) collectChoices(keywordsOf(keywords.items), choices, depth + 1);
}

function isRecord(value: unknown): value is JsonSchema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
