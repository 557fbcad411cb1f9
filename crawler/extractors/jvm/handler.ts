import type { Place } from "../../../model.ts";
import { anyOf } from "./assume.ts";
import { pickOverload } from "./invoke.ts";
import { findMethods, findType } from "./resolve.ts";
import type { Run } from "./run.ts";
import type { Expression, Method, Statement } from "./syntax.ts";
import { calledIn as calledFrom } from "./units.ts";
import { type Closure, type Environment, type Given, isKind, type Value } from "./values.ts";

const maxHops = 4;
const functional = /^(?:apply|accept|call|handle|execute|invoke|run|handler|process|callTool)$/;

/** The code that a handler runs: its own lines, or those of the one method of the snapshot that it only calls. */
export function handlerPlace(run: Run, handler: Value | undefined, hops = 0): Place | undefined {
  if (isKind(handler, "closure")) {
    const method = targetOf(run, handler);
    if (method !== undefined) return placeOfMethod(method);
    const passed = hops < maxHops ? passedTo(handler) : undefined;
    if (passed !== undefined) return handlerPlace(run, passed, hops + 1);
    return { path: handler.environment.scope.file.path, ...handler.at };
  }
  if (isKind(handler, "instance")) {
    const { declaration } = handler;
    const method =
      declaration.methods.find((one) => functional.test(one.name) && one.body !== undefined) ??
      (declaration.methods.length === 1 ? declaration.methods[0] : undefined);
    if (method !== undefined) return placeOfMethod(method);
    return { path: declaration.file.path, ...declaration.at };
  }
  return undefined;
}

/** The function that a wrapper was given and that its lambda calls. */
function passedTo({ body, environment }: Closure): Closure | undefined {
  const { owner } = environment.scope;
  if (owner === undefined) return undefined;
  for (const name of calledFrom(body, owner))
    for (let one: Environment | undefined = environment; one !== undefined; one = one.parent) {
      const value = one.variables.get(name);
      if (isKind(value, "closure") && value.body !== body) return value;
    }
  return undefined;
}

/** The lines of a method. */
export function placeOfMethod(method: Method): Place {
  return { path: method.owner.file.path, line: method.at.line, endLine: method.at.endLine };
}

function targetOf(run: Run, closure: Closure): Method | undefined {
  const { environment } = closure;
  const { reference } = closure;
  let found =
    reference === undefined
      ? calledIn(run, onlyCall(closure.body), environment)
      : calledIn(
          run,
          {
            kind: "call",
            ...(reference.of ? { of: reference.of } : {}),
            name: reference.name,
            args: [],
            at: reference.at,
          },
          environment,
        );
  for (let hop = 0; hop < maxHops && found?.method.body !== undefined; hop++) {
    const inner: Environment = {
      variables: new Map(),
      scope: { file: found.method.owner.file, owner: found.method.owner },
      ...(isKind(found.self, "instance") ? { self: found.self } : {}),
      receivers: [],
    };
    const next = calledIn(run, onlyCall(found.method.body), inner);
    if (next === undefined) break;
    found = next;
  }
  return found?.method;
}

type Call = Extract<Expression, { kind: "call" }>;

/** The call that is all of a body: `{ return run(x); }`. */
function onlyCall(body: Statement[]): Call | undefined {
  const [only] = body;
  if (body.length !== 1 || only === undefined) return undefined;
  if (only.kind !== "return" && only.kind !== "expression") return undefined;
  return only.value?.kind === "call" ? only.value : undefined;
}

function calledIn(run: Run, call: Call | undefined, environment: Environment) {
  if (call === undefined) return undefined;
  const args: Given[] = call.args.map(() => ({ value: { kind: "unknown" } }));
  const pick = (methods: Method[], self?: Value) => {
    const method = pickOverload(
      methods.filter((one) => one.body !== undefined),
      args,
    );
    return method === undefined ? undefined : { method, self };
  };
  if (call.of === undefined) {
    const { self, scope } = environment;
    const own = self && pick(findMethods(run.program, self.declaration, call.name), self);
    if (own) return own;
    for (let owner = scope.owner; owner !== undefined; owner = owner.outer) {
      const found = pick(findMethods(run.program, owner, call.name), self);
      if (found !== undefined) return found;
    }
    const top = run.program
      .inPackage(scope.file.package)
      .flatMap((path) => run.program.file(path)?.top?.methods ?? [])
      .filter((method) => method.name === call.name);
    return pick(top);
  }
  const of = run.evaluate(call.of, environment);
  if (isKind(of, "instance")) return pick(findMethods(run.program, of.declaration, call.name), of);
  if (isKind(of, "type")) {
    const type = findType(run.program, of.type.name, of.scope);
    return type && pick(findMethods(run.program, type, call.name), anyOf(run, type));
  }
  return undefined;
}
