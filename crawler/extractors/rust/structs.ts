import type { Node } from "web-tree-sitter";
import { evaluate, inner } from "./evaluate.ts";
import { instanceOf } from "./instance.ts";
import { lastSegment } from "./items.ts";
import type { Run } from "./run.ts";
import { lookUp, placeIn } from "./scopes.ts";
import {
  type Scope,
  type Struct,
  type Value,
  fieldsOf,
  isDict,
  isStruct,
  unknown,
} from "./values.ts";

export function evaluateField(node: Node, scope: Scope, run: Run): Value {
  const target = node.childForFieldName("value");
  const name = node.childForFieldName("field")?.text ?? "";
  if (target === null) return unknown(node.text);
  const value = evaluate(target, scope, run);
  if (Array.isArray(value) && /^\d+$/.test(name)) return value[Number(name)] ?? unknown(node.text);
  const known = fieldsOf(value)?.get(name);
  if (known !== undefined) return known;
  if (isDict(value)) {
    const isWhole = run.places.get(value)?.path.endsWith(".json") === true;
    return value.get(camelCase(name)) ?? (isWhole ? null : unknown(node.text));
  }
  if (isStruct(value)) return instanceOf(value, name, run) ?? unknown(node.text);
  return unknown(node.text);
}

/** A field of a struct that was read from JSON stands there under its own name, or in camel case. */
function camelCase(name: string): string {
  return name.replace(/_(?<letter>[a-z])/g, (_whole, letter: string) => letter.toUpperCase());
}

export function evaluateIndex(node: Node, scope: Scope, run: Run): Value {
  const [target, key] = node.namedChildren;
  if (target === undefined || key === undefined) return unknown(node.text);
  const value = evaluate(target, scope, run);
  const at = evaluate(key, scope, run);
  if (Array.isArray(value) && typeof at === "number") return value[at] ?? unknown(node.text);
  if (isDict(value) && typeof at === "string") return value.get(at) ?? null;
  return Array.isArray(value) && key.type === "range_expression" ? value : unknown(node.text);
}

export function evaluateStruct(node: Node, scope: Scope, run: Run): Value {
  const type = node.childForFieldName("name");
  const body = node.childForFieldName("body");
  if (type === null || body === null) return unknown(node.text);
  const written = type.text.replace(/<[^]*$/, "").replace(/\s+/g, "");
  const { owner, path } = scope.frame;
  const name = written === "Self" ? (owner?.type ?? "Self") : lastSegment(written);
  const [item] = run.project.find(["struct"], written === "Self" ? name : written, path);
  const struct: Struct = {
    kind: "struct",
    name,
    fields: new Map(),
    ...(item === undefined ? {} : { item }),
  };
  for (const part of body.namedChildren) {
    if (part.type === "base_field_initializer") {
      const base = fieldsOf(inner(part, scope, run));
      for (const [key, value] of base ?? [])
        if (!struct.fields.has(key)) struct.fields.set(key, value);
    } else if (part.type === "shorthand_field_initializer") {
      const key = part.text;
      struct.fields.set(key, lookUp(scope, key) ?? unknown(key));
    } else if (part.type === "field_initializer") {
      const key = part.childForFieldName("field") ?? part.childForFieldName("name");
      const value = part.childForFieldName("value");
      if (key !== null && value !== null) struct.fields.set(key.text, evaluate(value, scope, run));
    }
  }
  run.places.set(struct, placeIn(scope, node));
  if (struct.fields.has("name")) run.made.add(struct);
  if (run.isStarting && item !== undefined) {
    run.instances.set(name, struct);
    run.makers.set(name, [...(run.makers.get(name) ?? []).slice(-50), run.program]);
  }
  return struct;
}
