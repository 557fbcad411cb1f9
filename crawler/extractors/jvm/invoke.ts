import { assume } from "./assume.ts";
import { execute } from "./execute.ts";
import { scopeOf } from "./names.ts";
import type { Run } from "./run.ts";
import type { Lines, Method, Parameter } from "./syntax.ts";
import {
  type Environment,
  type Given,
  isKind,
  isUnknown,
  list,
  nothing,
  type Value,
} from "./values.ts";

const maxCalls = 60;
const maxRecursion = 3;

/** Follows a method of the snapshot with these arguments. */
export function invokeMethod(
  run: Run,
  method: Method,
  self: Value | undefined,
  args: Given[],
  at: Lines,
  path: string,
): Value {
  const scope = scopeOf(method.owner);
  const fallback = (): Value =>
    method.returns === undefined ? nothing : assume(run, method.returns, scope);
  if (method.body === undefined) return fallback();
  if (run.stack.length >= maxCalls) return nothing;
  if (run.stack.filter((frame) => frame.method === method).length >= maxRecursion) return nothing;
  const instance = isKind(self, "instance") && method.receiver === undefined ? self : undefined;
  const environment: Environment = {
    variables: new Map(),
    ...(instance?.around ? { parent: instance.around } : {}),
    scope,
    ...(instance === undefined ? {} : { self: instance }),
    receivers: method.receiver !== undefined && self !== undefined ? [self] : [],
  };
  const types = args.filter((arg) => arg.name === "<>");
  method.typeParameters?.forEach((name, index) => {
    environment.variables.set(name, types[index]?.value ?? nothing);
  });
  bind(
    run,
    method.parameters,
    args.filter((arg) => arg.name !== "<>"),
    environment,
  );
  run.stack.push({
    method,
    ...(self === undefined ? {} : { self }),
    args: args.map((arg) => arg.value),
    path,
    at,
  });
  const { value } = execute(run, method.body, environment);
  run.stack.pop();
  return isUnknown(value) && value.type === undefined ? fallback() : value;
}

/** Gives parameters their values: by name, by order, the last lambda to the last; else by default or only by type. */
export function bind(
  run: Run,
  parameters: Parameter[],
  args: Given[],
  environment: Environment,
): void {
  const positional = args.filter((arg) => arg.name === undefined).map((arg) => arg.value);
  const named = new Map(
    args.flatMap((arg) => (arg.name === undefined ? [] : [[arg.name, arg.value] as const])),
  );
  const last = parameters.at(-1);
  const trailing = positional.at(-1);
  const takesTrailing =
    last !== undefined &&
    isKind(trailing, "closure") &&
    positional.length + named.size < parameters.length &&
    !named.has(last.name) &&
    last.type.name !== "...";
  if (takesTrailing) {
    positional.pop();
    environment.variables.set(last.name, trailing);
  }
  for (const parameter of parameters) {
    if (takesTrailing && parameter === last) continue;
    const { name, type } = parameter;
    if (type.name === "...") {
      const rest = parameter === last ? positional.splice(0) : positional.splice(0, 1);
      const [only] = rest;
      environment.variables.set(
        name,
        rest.length === 1 && isKind(only, "list") ? only : list(rest),
      );
      continue;
    }
    const value = named.has(name) ? named.get(name) : positional.shift();
    if (value !== undefined)
      environment.variables.set(
        name,
        isUnknown(value) && value.type === undefined ? assume(run, type, environment.scope) : value,
      );
    else if (parameter.default !== undefined)
      environment.variables.set(name, run.evaluate(parameter.default, environment));
    else environment.variables.set(name, assume(run, type, environment.scope));
  }
}

/** Whether a method has a parameter for each argument. */
export function accepts(method: Method, args: Given[]): boolean {
  const { parameters } = method;
  const given = args.filter((arg) => arg.name !== "<>");
  const isOpen = parameters.some((one) => one.type.name === "...");
  return (
    (isOpen || given.length <= parameters.length) &&
    given.every(({ name }) => name === undefined || parameters.some((one) => one.name === name))
  );
}

/** The method that a call with these arguments means; undefined when there is none. */
export function pickOverload(methods: Method[], args: Given[]): Method | undefined {
  const given = args.filter((arg) => arg.name !== "<>");
  let best: Method | undefined;
  let bestScore = -Infinity;
  for (const method of methods) {
    const score = fit(method, given);
    if (score > bestScore) {
      best = method;
      bestScore = score;
    }
  }
  return best;
}

function fit(method: Method, args: Given[]): number {
  const { parameters } = method;
  const isOpen = parameters.at(-1)?.type.name === "...";
  let score = method.body === undefined ? -1 : 0;
  if (args.length > parameters.length && !isOpen) score -= 20;
  if (args.length < parameters.length)
    score -= parameters
      .slice(args.length)
      .every((one) => one.default !== undefined || one.type.name === "...")
      ? 1
      : 10;
  if (args.length === parameters.length) score += 5;
  args.forEach(({ name, value }, index) => {
    const parameter =
      name === undefined ? parameters[index] : parameters.find((one) => one.name === name);
    if (parameter === undefined) return;
    const type = parameter.type.name;
    const isText = /^(?:String|CharSequence)$/.test(type);
    if (typeof value === "string")
      score += isText
        ? 2
        : /^[A-Z]\w*$/.test(type) && !/^(?:Object|Any|T|\.\.\.)$/.test(type)
          ? -3
          : 0;
    else if (isText && typeof value === "object" && value !== null && value.kind !== "unknown")
      score -= 3;
    if (isKind(value, "list")) score += /(?:List|Set|Collection|Iterable|\[\])$/.test(type) ? 2 : 0;
    if (isKind(value, "dictionary"))
      score += /(?:Map|Object|Node|JsonElement)$/.test(type) ? 2 : -1;
  });
  return score;
}
