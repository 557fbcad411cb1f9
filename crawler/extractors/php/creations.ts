import type { Node } from "web-tree-sitter";
import type { Value } from "../syntax/value.ts";
import { foldArguments, type Given, type Scope } from "./fold.ts";
import { enclosingClass } from "./program.ts";
import type { Found } from "../syntax/program.ts";
import { readParts } from "./strings.ts";

/** The values of an enum's cases, or their names. */
export function casesOf(found: Found | undefined): Value {
  if (found?.node.type !== "enum_declaration") return undefined;
  return (found.node.childForFieldName("body")?.namedChildren ?? [])
    .filter(({ type }) => type === "enum_case")
    .map((one) => {
      const value = one.childForFieldName("value");
      const [text] = value === null ? [] : (readParts(value) ?? [value.text]);
      return typeof text === "string" ? text : one.childForFieldName("name")?.text;
    });
}

/** What a value object is made from: its only array, or its named arguments. */
export function madeFrom({ positional, named }: Given): Value {
  if (named.size > 0) return named;
  return positional[0];
}

/** What `new …(…)` holds: its named arguments, or those of a class that is known. */
export function foldCreation(node: Node, scope: Scope): Value {
  const list = node.namedChildren.find(({ type }) => type === "arguments");
  const { positional, named } = foldArguments(list, scope);
  const type = node.namedChild(0)?.text.split("\\").at(-1) ?? "";
  if (type.endsWith("Property")) return propertyFrom({ positional, named });
  if (named.size > 0) return named;
  if (type.endsWith("Schema")) {
    const schema = schemaFrom(positional);
    if (schema !== undefined) return schema;
  }
  if (type === "stdClass") return new Map();
  if (type.endsWith("Annotations")) {
    const names = ["title", "readOnlyHint", "destructiveHint", "idempotentHint", "openWorldHint"];
    return new Map(names.map((name, index) => [name, positional[index]]));
  }
  if (type.endsWith("InputSchema"))
    return new Map([
      ["properties", positional[0]],
      ["required", positional[1]],
    ]);
  if (positional.length === 0 && enclosingClass(node) === undefined) return undefined;
  return positional[0];
}

const ofProperty = ["name", "type", "description", "enum", "default", "required", "items"];

/** `new SchemaProperty(name: "x", type: …)`, with its arguments by name or in this order. */
function propertyFrom({ positional, named }: Given): Value {
  const [first, second] = positional;
  if (named.size === 0 && (typeof first !== "string" || typeof second !== "string")) return first;
  return new Map([
    ...positional.map((value, index) => [ofProperty[index] ?? String(index), value] as const),
    ...named,
  ]);
}

/** The schema that is made of properties, each with its name; undefined for other arguments. */
function schemaFrom(properties: Value[]): Value {
  const named = properties.flatMap((one) => {
    const name = one instanceof Map ? one.get("name") : undefined;
    return one instanceof Map && typeof name === "string" ? [[name, one] as const] : [];
  });
  if (named.length === 0 || named.length < properties.length) return undefined;
  const required = named.filter(([, one]) => one.get("required") === true).map(([name]) => name);
  const isSaid = (key: string, value: Value) =>
    !["name", "required"].includes(key) &&
    value !== null &&
    value !== "" &&
    !(Array.isArray(value) && value.length === 0);
  const described = named.map(
    ([name, one]) =>
      [name, new Map([...one].filter(([key, value]) => isSaid(key, value)))] as const,
  );
  return new Map<string, Value>([
    ["type", "object"],
    ["properties", new Map<string, Value>(described)],
    ["required", required],
  ]);
}
