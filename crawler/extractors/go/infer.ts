import type { Run } from "./run.ts";
import type { TypeExpression } from "./syntax.ts";
import { pointee, resolveType, withTypes } from "./types.ts";
import { typeOf } from "./type-of.ts";
import { packageOf } from "./packages.ts";
import {
  isComposite,
  pointed,
  type Func,
  type Scope,
  type Type,
  type TypeDefinition,
  type Value,
} from "./values.ts";

/** Binds a function's type parameters in the scope of its call: from the receiver, from what was written, from the arguments. */
export function infer(run: Run, func: Func, values: Value[], scope: Scope): void {
  const { callable, receiver, types } = func;
  if (callable.receiver && receiver !== undefined) {
    const { type } = callable.receiver;
    const base = type.t === "pointer" ? type.element : type;
    const own = pointee(
      typeOf(
        run,
        isComposite(receiver) && receiver.kind === "unknown" ? receiver : pointed(receiver),
      ),
    );
    if (base.t === "name" && own.kind === "named")
      for (const [index, parameter] of base.arguments.entries()) {
        const given = own.arguments[index];
        if (parameter.t === "name" && given)
          scope.names.set(parameter.name, { kind: "type", type: given });
      }
  }
  if (callable.typeParameters.length === 0) return;
  const bound = new Map<string, Type>();
  for (const [index, name] of callable.typeParameters.entries()) {
    const type = types?.[index];
    if (type) bound.set(name, type);
  }
  const open = new Set(callable.typeParameters.filter((name) => !bound.has(name)));
  for (const [index, parameter] of callable.parameters.entries()) {
    const value = values[index];
    if (open.size === 0 || value === undefined) break;
    unify(run, parameter.type, typeOf(run, value), func.scope, open, bound, 0);
  }
  for (const name of callable.typeParameters)
    scope.names.set(name, { kind: "type", type: bound.get(name) ?? { kind: "unknown" } });
}

function unify(
  run: Run,
  expression: TypeExpression,
  type: Type,
  scope: Scope,
  open: Set<string>,
  bound: Map<string, Type>,
  depth: number,
): void {
  if (depth > 20 || type.kind === "unknown") return;
  const inner = (one: TypeExpression | undefined, other: Type | undefined) => {
    if (one && other) unify(run, one, other, scope, open, bound, depth + 1);
  };
  switch (expression.t) {
    case "name": {
      if (expression.package === undefined && open.has(expression.name)) {
        open.delete(expression.name);
        bound.set(expression.name, type);
        return;
      }
      if (expression.arguments.length === 0) return;
      const definition = definitionOf(run, expression, scope);
      if (definition === undefined) return;
      if (type.kind === "named" && type.definition === definition) {
        for (const [index, argument] of expression.arguments.entries())
          inner(argument, type.arguments[index]);
        return;
      }
      const { typeParameters } = definition.declaration;
      const own = new Map<string, Type>();
      unify(
        run,
        definition.declaration.type,
        type,
        definition.scope,
        new Set(typeParameters),
        own,
        depth + 1,
      );
      for (const [index, argument] of expression.arguments.entries())
        inner(argument, own.get(typeParameters[index] ?? ""));
      return;
    }
    case "pointer":
    case "slice":
    case "chan":
      if (type.kind === expression.t) inner(expression.element, type.element);
      else if (type.kind === "named") inner(expression, expanded(run, type));
      return;
    case "map":
      if (type.kind === "map") {
        inner(expression.key, type.key);
        inner(expression.element, type.element);
      } else if (type.kind === "named") inner(expression, expanded(run, type));
      return;
    case "func":
      if (type.kind === "func") {
        for (const [index, { type: parameter }] of expression.parameters.entries())
          inner(parameter, type.parameters[index]);
        for (const [index, result] of expression.results.entries())
          inner(result, type.results[index]);
      } else if (type.kind === "named") inner(expression, expanded(run, type));
      return;
    default:
  }
}

function expanded(run: Run, type: Type & { kind: "named" }): Type {
  const { declaration, scope } = type.definition;
  return resolveType(
    run,
    declaration.type,
    withTypes(scope, declaration.typeParameters, type.arguments),
  );
}

function definitionOf(
  run: Run,
  expression: TypeExpression & { t: "name" },
  scope: Scope,
): TypeDefinition | undefined {
  if (expression.package === undefined) return scope.package.types.get(expression.name);
  return packageOf(run, scope.file, expression.package)?.package?.types.get(expression.name);
}
