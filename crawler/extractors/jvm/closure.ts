import { callOn, callPlain } from "./call.ts";
import { construct } from "./construct.ts";
import { execute } from "./execute.ts";
import { pickOverload } from "./invoke.ts";
import { setVariable } from "./names.ts";
import { findMethods, findType } from "./resolve.ts";
import type { Run } from "./run.ts";
import { type Closure, type Environment, isKind, nothing, type Value } from "./values.ts";

/** Follows a lambda or method reference with these arguments. */
export function callClosure(run: Run, closure: Closure, args: Value[], receiver?: Value): Value {
  if (!run.step()) return nothing;
  if (closure.reference !== undefined) return callReference(run, closure, args);
  const variables = new Map<string, Value>();
  const names = closure.parameters.length === 0 ? ["it"] : closure.parameters;
  names.forEach((name, index) => {
    const value = args[index];
    if (value !== undefined || closure.parameters.length > 0)
      setVariable(run, variables, name, value ?? nothing);
  });
  const { environment } = closure;
  const inner: Environment = {
    ...environment,
    variables,
    parent: environment,
    receivers:
      receiver === undefined ? environment.receivers : [receiver, ...environment.receivers],
  };
  return execute(run, closure.body, inner).value;
}

function callReference(run: Run, closure: Closure, args: Value[]): Value {
  const { reference, environment, at } = closure;
  if (reference === undefined) return nothing;
  const given = args.map((value) => ({ value }));
  if (reference.of === undefined) return callPlain(run, reference.name, given, at, environment);
  const of = run.evaluate(reference.of, environment);
  if (reference.name === "new" && isKind(of, "type"))
    return construct(run, of, given, at, environment);
  if (isKind(of, "type")) {
    const type = findType(run.program, of.type.name, of.scope);
    const method = type && pickOverload(findMethods(run.program, type, reference.name), given);
    const [first, ...rest] = given;
    if ((type === undefined || (method !== undefined && !method.static)) && first !== undefined)
      return callOn(run, first.value, reference.name, rest, at, environment);
  }
  return callOn(run, of, reference.name, given, at, environment);
}
