import type { Run } from "./run.ts";
import { fieldsOf, pointee, underlying } from "./types.ts";
import { jsonName } from "./to-json.ts";
import { sliceOf, type FieldType, type Type, type Value } from "./values.ts";

const deepest = 60;

/** What `encoding/json` makes of a list and of an object where it is told nothing. */
const anything: Type = { kind: "basic", name: "any" };
const listType: Type = { kind: "slice", element: anything };
const objectType: Type = {
  kind: "map",
  key: { kind: "basic", name: "string" },
  element: anything,
};

/** A JSON value as Go holds it in a variable of a type. */
export function fromJson(run: Run, json: unknown, type: Type, depth = 0): Value {
  if (depth > deepest) return null;
  if (type.kind === "pointer")
    return { kind: "pointer", to: fromJson(run, json, type.element, depth + 1) };
  const base = underlying(run, type);
  if (isOrdered(type) && isObject(json)) return ordered(run, json, type, depth);
  if (base.kind === "struct" && isObject(json)) {
    const fields = new Map<string, Value>();
    const declared = byJsonName(fieldsOf(run, type));
    for (const [name, inner] of Object.entries(json))
      for (const { field, raw } of declared.get(name) ?? []) {
        // One keyword may be kept in two fields, a text or a list.
        const own = underlying(run, field.type).kind;
        const plain = !raw && !isAny(field.type) && (own === "slice" || own === "basic");
        if (plain && (own === "slice") !== Array.isArray(inner)) continue;
        fields.set(
          field.name,
          raw ? JSON.stringify(inner) : fromJson(run, inner, field.type, depth + 1),
        );
      }
    return { kind: "struct", type, fields, sites: [], when: [] };
  }
  if (Array.isArray(json)) {
    const element: Type = base.kind === "slice" ? base.element : anything;
    return sliceOf(
      json.map((item) => fromJson(run, item, element, depth + 1)),
      base.kind === "slice" ? type : listType,
    );
  }
  // A schema may be `true`, which allows everything, or `false`, the opposite of that.
  const not =
    base.kind === "struct" && json === false
      ? fieldsOf(run, type).find(({ name }) => name === "Not")
      : undefined;
  if (not) {
    const fields = new Map([["Not", fromJson(run, {}, not.type, depth + 1)]]);
    return { kind: "struct", type, fields, sites: [], when: [] };
  }
  if (base.kind === "struct")
    return { kind: "struct", type, fields: new Map(), sites: [], when: [] };
  if (isObject(json)) {
    const element: Type = base.kind === "map" ? base.element : anything;
    const entries = new Map<Value, Value>();
    for (const [name, inner] of Object.entries(json))
      entries.set(name, fromJson(run, inner, element, depth + 1));
    return { kind: "map", entries, type: base.kind === "map" ? type : objectType };
  }
  return typeof json === "string" || typeof json === "number" || typeof json === "boolean"
    ? json
    : null;
}

interface JsonField {
  field: FieldType;
  raw: boolean;
}

const names = new WeakMap<FieldType[], Map<string, JsonField[]>>();

function byJsonName(fields: FieldType[]): Map<string, JsonField[]> {
  const known = names.get(fields);
  if (known) return known;
  const found = new Map<string, JsonField[]>();
  for (const field of fields) {
    const { name, raw } = jsonName(field.name, field.tag, false);
    if (name !== undefined) found.set(name, [...(found.get(name) ?? []), { field, raw }]);
  }
  names.set(fields, found);
  return found;
}

function isOrdered(type: Type): boolean {
  const base = pointee(type);
  return (
    base.kind === "named" &&
    base.definition.scope.package.standIn &&
    base.definition.declaration.name === "OrderedMap"
  );
}

function ordered(run: Run, json: Record<string, unknown>, type: Type, depth: number): Value {
  const pairType =
    type.kind === "named" ? type.definition.scope.package.types.get("Pair") : undefined;
  const of: Type = pairType
    ? { kind: "named", definition: pairType, arguments: [] }
    : { kind: "unknown" };
  const valueType = fieldsOf(run, of).find(({ name }) => name === "Value")?.type ?? {
    kind: "unknown",
  };
  let next: Value = null;
  const pairs: Value[] = [];
  for (const [key, inner] of Object.entries(json).toReversed()) {
    const fields: Map<string, Value> = new Map<string, Value>([
      ["Key", key],
      ["Value", fromJson(run, inner, valueType, depth + 1)],
      ["next", next],
    ]);
    next = { kind: "pointer", to: { kind: "struct", type: of, fields, sites: [], when: [] } };
    pairs.unshift(next);
  }
  return {
    kind: "struct",
    type,
    fields: new Map([["pairs", sliceOf(pairs)]]),
    sites: [],
    when: [],
  };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isAny(type: Type): boolean {
  return type.kind === "basic" && type.name === "any";
}
