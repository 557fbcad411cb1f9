import type { Run } from "./run.ts";
import { hasMethod, resolveType, underlying } from "./types.ts";
import { isComposite, unknownType, type Type, type Value } from "./values.ts";
import { sameType } from "./same.ts";

const text: Type = { kind: "basic", name: "string" };
const truthValue: Type = { kind: "basic", name: "bool" };

/** The type that a value has at run time, as far as that is known. */
export function typeOf(run: Run, value: Value): Type {
  if (typeof value === "string") return text;
  if (typeof value === "boolean") return truthValue;
  if (typeof value === "number")
    return { kind: "basic", name: Number.isInteger(value) ? "int" : "float64" };
  if (value === null) return unknownType;
  switch (value.kind) {
    case "slice":
    case "map":
      return value.type ?? unknownType;
    case "struct":
      return value.type;
    case "pointer":
      return { kind: "pointer", element: typeOf(run, value.to) };
    case "reference":
      return { kind: "pointer", element: typeOf(run, value.cells.get(value.key) ?? null) };
    case "func": {
      const { callable, scope } = value;
      return {
        kind: "func",
        parameters: callable.parameters.map(({ type, variadic }): Type => {
          const resolved = resolveType(run, type, scope);
          return variadic ? { kind: "slice", element: resolved } : resolved;
        }),
        results: callable.results.map(({ type }) => resolveType(run, type, scope)),
      };
    }
    case "unknown":
      return value.type ?? unknownType;
    case "choice":
      return typeOf(run, value.options[0] ?? null);
    default:
      return unknownType;
  }
}

const numbers = /^(?:u?int(?:8|16|32|64|ptr)?|float(?:32|64)|byte|rune)$/;

/** Whether a value would pass `x.(type)`; undefined when that is not known. */
export function matches(run: Run, value: Value, type: Type): boolean | undefined {
  if (value === null) return false;
  if (type.kind === "unknown") return undefined;
  const own =
    isComposite(value) && value.kind === "func" && value.type ? value.type : typeOf(run, value);
  const wanted = underlying(run, type);
  if (wanted.kind === "interface") {
    if (wanted.methods.length === 0) return true;
    if (own.kind === "unknown" || own.kind === "external") return undefined;
    if (isComposite(value) && value.kind === "unknown") {
      if (underlying(run, own).kind === "interface") return undefined;
    }
    return wanted.methods.every((name) => hasMethod(run, own, name));
  }
  if (wanted.kind === "basic" && wanted.name === "any") return true;
  if (typeof value === "number" && wanted.kind === "basic")
    return numbers.test(wanted.name) && /int|float64/.test(wanted.name);
  if (isComposite(value) && value.kind === "unknown") {
    const declared = underlying(run, own);
    if (
      declared.kind === "interface" ||
      declared.kind === "unknown" ||
      (declared.kind === "basic" && declared.name === "any")
    )
      return undefined;
  }
  if (typeof value === "string" || typeof value === "boolean") return sameType(own, wanted);
  if (own.kind === "func" && wanted.kind === "func")
    return own.parameters.length === wanted.parameters.length;
  return sameType(own, type);
}
