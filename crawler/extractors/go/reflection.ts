import type { Run } from "./run.ts";
import { typeOf } from "./type-of.ts";
import { underlying, zeroOf } from "./types.ts";
import { isComposite, unknown, unknownType, type Type, type Value } from "./values.ts";

type ReflectFunction = (run: Run, values: Value[], context: { types: Type[] }) => Value;

/** The functions of `reflect` that folding needs. */
export const reflectNatives: [string, ReflectFunction][] = [
  ["reflect.typeof", (run, [of = null]) => typeValue(typeOf(run, of))],
  ["reflect.argument", (_run, _values, { types }) => typeValue(types[0] ?? unknownType)],
  ["reflect.in", (run, [of = null, index = null]) => signature(run, of, index, "parameters")],
  ["reflect.out", (run, [of = null, index = null]) => signature(run, of, index, "results")],
  ["reflect.count", (run, [of = null]) => countOf(run, of)],
  ["reflect.elem", (run, [of = null]) => elementTypeOf(run, of)],
  ["reflect.kind", (run, [of = null]) => kindOf(run, of)],
  ["reflect.name", (_run, [of = null]) => nameOf(of)],
  ["reflect.zero", (run, [of = null]) => zeroOf(run, typeArgument(of))],
];

/** The type that a value names. */
export function typeArgument(value: Value): Type {
  if (isComposite(value) && value.kind === "type") return value.type;
  if (isComposite(value) && value.kind === "external")
    return { kind: "external", package: value.package, name: value.name, arguments: [] };
  return unknownType;
}

function typeValue(type: Type): Value {
  return { kind: "type", type };
}

function signature(run: Run, of: Value, index: Value, part: "parameters" | "results"): Value {
  const type = underlying(run, typeArgument(of));
  const found = type.kind === "func" && typeof index === "number" ? type[part][index] : undefined;
  return typeValue(found ?? unknownType);
}

function countOf(run: Run, of: Value): Value {
  const type = underlying(run, typeArgument(of));
  return type.kind === "func" ? type.parameters.length : unknown("a number");
}

function elementTypeOf(run: Run, of: Value): Value {
  const type = underlying(run, typeArgument(of));
  return typeValue("element" in type ? type.element : unknownType);
}

const kinds: Record<string, string> = { pointer: "ptr", external: "", unknown: "", basic: "" };

function kindOf(run: Run, of: Value): Value {
  const type = underlying(run, typeArgument(of));
  if (type.kind === "basic")
    return type.name === "any" || type.name === "error" ? "interface" : type.name;
  const kind = kinds[type.kind] ?? type.kind;
  return kind === "" ? unknown("the kind of a type") : kind;
}

function nameOf(of: Value): Value {
  const type = typeArgument(of);
  if (type.kind === "named") return type.definition.declaration.name;
  return type.kind === "basic" || type.kind === "external" ? type.name : "";
}
