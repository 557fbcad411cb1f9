import type { Run } from "./run.ts";
import type { TypeExpression } from "./syntax.ts";
import {
  isComposite,
  sliceOf,
  unknown,
  unknownType,
  type FieldType,
  type Func,
  type Scope,
  type Type,
  type TypeDefinition,
  type Value,
} from "./values.ts";
import { packageOf } from "./packages.ts";

export const basicTypes = new Set([
  "any",
  "bool",
  "byte",
  "comparable",
  "complex128",
  "complex64",
  "error",
  "float32",
  "float64",
  "int",
  "int16",
  "int32",
  "int64",
  "int8",
  "rune",
  "string",
  "uint",
  "uint16",
  "uint32",
  "uint64",
  "uint8",
  "uintptr",
]);

/** What a type expression stands for where it is written. */
export function resolveType(run: Run, expression: TypeExpression, scope: Scope, depth = 0): Type {
  if (depth > 12 || run.resolving > 60) return unknownType;
  run.resolving += 1;
  const type = resolved(run, expression, scope, depth);
  run.resolving -= 1;
  return type;
}

function resolved(run: Run, expression: TypeExpression, scope: Scope, depth: number): Type {
  const inner = (other: TypeExpression) => resolveType(run, other, scope, depth + 1);
  switch (expression.t) {
    case "name":
      return resolveName(run, expression, scope, depth);
    case "pointer":
    case "slice":
    case "chan":
      return { kind: expression.t, element: inner(expression.element) };
    case "map":
      return { kind: "map", key: inner(expression.key), element: inner(expression.element) };
    case "func":
      return {
        kind: "func",
        parameters: expression.parameters.map(({ type, variadic }): Type =>
          variadic ? { kind: "slice", element: inner(type) } : inner(type),
        ),
        results: expression.results.map(inner),
      };
    case "struct":
      return {
        kind: "struct",
        fields: expression.fields.map(({ name, type, tag, embedded }) => ({
          name,
          type: inner(type),
          tag,
          embedded,
        })),
      };
    case "interface": {
      const embedded = expression.embedded.map((other) => underlying(run, inner(other)));
      const methods = embedded.flatMap((type) => (type.kind === "interface" ? type.methods : []));
      return { kind: "interface", methods: [...expression.methods, ...methods] };
    }
    default:
      return unknownType;
  }
}

function resolveName(
  run: Run,
  expression: TypeExpression & { t: "name" },
  scope: Scope,
  depth: number,
): Type {
  const { name } = expression;
  const given = () => expression.arguments.map((type) => resolveType(run, type, scope, depth + 1));
  if (expression.package !== undefined) {
    const found = packageOf(run, scope.file, expression.package);
    const definition = found?.package?.types.get(name);
    if (definition) return instance(run, definition, given(), depth);
    return {
      kind: "external",
      package: found?.path ?? expression.package,
      name,
      arguments: given(),
    };
  }
  for (let at: Scope | undefined = scope; at; at = at.parent) {
    const value = at.names.get(name);
    if (isComposite(value) && value.kind === "type") {
      if (value.type.kind === "named" && expression.arguments.length > 0)
        return instance(run, value.type.definition, given(), depth);
      return value.type;
    }
  }
  const definition = scope.package.types.get(name);
  if (definition) return instance(run, definition, given(), depth);
  return basicTypes.has(name) ? { kind: "basic", name } : unknownType;
}

function instance(run: Run, definition: TypeDefinition, given: Type[], depth: number): Type {
  const type: Type = { kind: "named", definition, arguments: given };
  return definition.declaration.alias ? expand(run, definition, given, depth + 1) : type;
}

/** The type behind names, down to what it is made of. */
export function underlying(run: Run, type: Type): Type {
  let current = type;
  for (let hops = 0; hops < 20 && current.kind === "named"; hops++)
    current = expand(run, current.definition, current.arguments, 0);
  return current;
}

function expand(run: Run, definition: TypeDefinition, given: Type[], depth: number): Type {
  const { declaration, scope } = definition;
  return resolveType(
    run,
    declaration.type,
    withTypes(scope, declaration.typeParameters, given),
    depth,
  );
}

/** A scope in which type parameters stand for types. */
export function withTypes(scope: Scope, parameters: string[], given: Type[]): Scope {
  if (parameters.length === 0) return scope;
  const names = new Map<Value, Value>();
  for (const [index, name] of parameters.entries())
    names.set(name, { kind: "type", type: given[index] ?? unknownType });
  return { names, parent: scope, file: scope.file, package: scope.package };
}

/** The type without its pointers. */
export function pointee(type: Type): Type {
  let current = type;
  for (let hops = 0; hops < 10 && current.kind === "pointer"; hops++) current = current.element;
  return current;
}

/** A struct type's own fields; none for another type. */
export function fieldsOf(run: Run, type: Type): FieldType[] {
  const base = pointee(type);
  const key = base.kind === "named" && base.arguments.length === 0 ? base.definition : undefined;
  const known = key && run.fields.get(key);
  if (known) return known;
  const found = underlying(run, base);
  const fields = found.kind === "struct" ? found.fields : [];
  if (key) run.fields.set(key, fields);
  return fields;
}

/** The type of a field, promoted ones too; undefined when there is none or the type is not known. */
export function fieldType(run: Run, type: Type, name: string, depth = 0): Type | undefined {
  const fields = fieldsOf(run, type);
  const own = fields.find((field) => field.name === name);
  if (own || depth > 5) return own?.type;
  for (const field of fields) {
    const found = field.embedded ? fieldType(run, field.type, name, depth + 1) : undefined;
    if (found) return found;
  }
  return undefined;
}

/** A method of a named type itself, without the promoted ones. */
export function ownMethod(type: Type, name: string): Func | undefined {
  const base = pointee(type);
  return base.kind === "named" ? base.definition.methods.get(name) : undefined;
}

/** Whether a type has a method, promoted ones too. */
export function hasMethod(run: Run, type: Type, name: string, depth = 0): boolean {
  if (ownMethod(type, name)) return true;
  const found = underlying(run, pointee(type));
  if (found.kind === "interface") return found.methods.includes(name);
  if (depth > 5) return false;
  return fieldsOf(run, type).some(
    (field) => field.embedded && hasMethod(run, field.type, name, depth + 1),
  );
}

/** The types of the program that have all methods of an interface, in the order in which their packages were loaded. */
export function implementations(run: Run, type: Type): Type[] {
  const key = type.kind === "named" ? type.definition : undefined;
  const known = key && run.implementations.get(key);
  if (known && known.packages === run.packages.size) return known.types;
  const wanted = underlying(run, type);
  const found: Type[] = [];
  if (wanted.kind === "interface" && wanted.methods.length > 0)
    for (const { types, standIn } of run.packages.values())
      for (const definition of standIn ? [] : types.values()) {
        if (definition.declaration.type.t === "interface") continue;
        run.steps += 1;
        const candidate: Type = { kind: "named", definition, arguments: [] };
        if (wanted.methods.every((name) => hasMethod(run, candidate, name))) found.push(candidate);
      }
  if (key) run.implementations.set(key, { packages: run.packages.size, types: found });
  return found;
}

/** The value of a variable that was declared and not set. */
export function zeroOf(run: Run, type: Type): Value {
  const found = underlying(run, type);
  switch (found.kind) {
    case "basic":
      if (found.name === "string") return "";
      if (found.name === "bool") return false;
      return found.name === "error" || found.name === "any" ? null : 0;
    case "slice":
      return sliceOf([], type);
    case "struct":
      return { kind: "struct", type, fields: new Map(), sites: [], when: [] };
    case "external":
      return unknown(`a ${found.name} of ${found.package}`, type);
    case "unknown":
      return unknown("a value of a type that is not known");
    default:
      return null;
  }
}
