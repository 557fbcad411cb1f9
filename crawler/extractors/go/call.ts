import type { Place } from "../../../model.ts";
import { externalCall } from "./external.ts";
import { executeBlock } from "./execute.ts";
import { infer } from "./infer.ts";
import { callNative } from "./natives.ts";
import { fork, limits, step, type Frame, type Run } from "./run.ts";
import { resolveType, underlying, zeroOf } from "./types.ts";
import {
  choice,
  copied,
  isComposite,
  optionsOf,
  pointed,
  sliceOf,
  unknown,
  type Func,
  type Scope,
  type Type,
  type Value,
} from "./values.ts";
import { isSetting } from "./settings.ts";

export interface Arguments {
  values: Value[];
  /** Whether the last is a list of several. */
  spread: boolean;
}

/** What a call gives; each thing that may be called is followed. */
export function callValue(run: Run, callee: Value, given: Arguments, at: Place): Value {
  const options = optionsOf(callee);
  const [only] = options;
  if (options.length === 1) return callOne(run, only ?? null, given, at);
  const results: Value[] = [];
  fork(
    run,
    options.map((option) => () => {
      results.push(callOne(run, option, given, at));
      return "next";
    }),
  );
  return joined(results);
}

/** Results of several ways; what surely failed counts only when nothing else is left. */
export function joined(results: Value[]): Value {
  const fine = results.filter((result) => !isFailure(result));
  const counted = fine.length > 0 ? fine : results;
  const width = Math.max(
    ...counted.map((result) => (isTuple(result) ? result.items.length : 1)),
    1,
  );
  if (width === 1) return choice(counted);
  return {
    kind: "tuple",
    items: Array.from({ length: width }, (_, index) =>
      choice(
        counted.flatMap((result) => {
          if (isTuple(result)) return [result.items[index] ?? null];
          // The first of several values that a library makes of a setting.
          return index === 0 && isSetting(result) ? [result] : [];
        }),
      ),
    ),
  };
}

function isTuple(value: Value): value is Value & { kind: "tuple" } {
  return isComposite(value) && value.kind === "tuple";
}

/** Whether the last of what a function returns is surely an error. */
export function isFailure(value: Value): boolean {
  const last = isTuple(value) ? value.items.at(-1) : value;
  return isComposite(last) && last.kind === "unknown" && last.failure === true;
}

function callOne(run: Run, callee: Value, given: Arguments, at: Place): Value {
  if (!step(run)) return unknown("more code than is followed");
  if (!isComposite(callee)) return unknown("a call of nil");
  switch (callee.kind) {
    case "func":
      return callFunc(run, callee, given, at);
    case "native":
      return callNative(run, callee.name, given, callee.types ?? [], at);
    case "type":
      return convert(run, callee.type, given.values[0] ?? null);
    case "pointer":
    case "reference":
      return callOne(run, pointed(callee), given, at);
    default:
      return externalCall(run, callee, "", given.values, [], at);
  }
}

/** `T(x)`. */
export function convert(run: Run, type: Type, value: Value): Value {
  const options = optionsOf(value);
  if (options.length > 1) return choice(options.map((option) => convert(run, type, option)));
  const base = underlying(run, type);
  if (value === null) return base.kind === "pointer" ? unknown("nil of a type", type) : null;
  if (!isComposite(value)) {
    if (typeof value === "number" && base.kind === "basic" && base.name === "string")
      return String.fromCodePoint(Math.max(0, Math.min(0x10ffff, Math.trunc(value))));
    return value;
  }
  switch (value.kind) {
    case "func":
    case "slice":
    case "map":
    case "struct":
      return base.kind === "interface" ? value : { ...value, type };
    case "unknown":
      return base.kind === "interface" && value.type ? value : { ...value, type };
    default:
      return value;
  }
}

/** Follows a function of the snapshot or of a stand-in into its body. */
export function callFunc(run: Run, func: Func, given: Arguments, at: Place): Value {
  const { callable } = func;
  if (!callable.bodied)
    return callNative(
      run,
      `${func.scope.package.name}.${callable.name}`,
      given,
      func.types ?? [],
      at,
    );
  const results = callable.results.map(({ type }) => type);
  const running = run.frames.filter((frame) => frame.func.callable === callable).length;
  if (running > 6 || run.frames.length > limits.calls)
    return unresolvedResult(run, func, results.length);
  const scope: Scope = {
    names: new Map(),
    parent: func.scope,
    file: func.scope.file,
    package: func.scope.package,
  };
  run.sites.push(at);
  bind(run, func, given, scope);
  const frame: Frame = { func, scope, returns: [] };
  run.frames.push(frame);
  if (!func.scope.package.standIn) run.executed.add(callable);
  const depth = run.when.length;
  const { depth: nesting } = run;
  const completion = executeBlock(run, callable.body(), scope);
  run.depth = nesting;
  run.when.length = depth;
  run.frames.pop();
  run.sites.pop();
  if (frame.returns.length > 0) return typedResult(run, joined(frame.returns), func, scope);
  if (completion === "exit" || results.length === 0) return null;
  return unresolvedResult(run, func, results.length);
}

function unresolvedResult(run: Run, func: Func, count: number): Value {
  const values = func.callable.results.map(({ type }) =>
    unknown(`what ${func.callable.name || "a function"} gives`, resolveType(run, type, func.scope)),
  );
  const [only] = values;
  if (count === 0) return null;
  return count === 1 && only ? only : { kind: "tuple", items: values };
}

/** What is not known has at least the declared type. */
function typedResult(run: Run, result: Value, func: Func, scope: Scope): Value {
  const { results } = func.callable;
  const type = (index: number) => {
    const declared = results[index];
    return declared && resolveType(run, declared.type, scope);
  };
  if (isTuple(result))
    return { kind: "tuple", items: result.items.map((item, index) => withType(item, type(index))) };
  return withType(result, type(0));
}

function withType(value: Value, type: Type | undefined): Value {
  if (type === undefined || type.kind === "unknown" || !isComposite(value)) return value;
  if (value.kind === "unknown" && !value.type) return { ...value, type };
  if (value.kind === "external") return unknown(`${value.package}.${value.name}`, type);
  if (value.kind === "func" && type.kind === "named" && !value.type) return { ...value, type };
  return value;
}

function bind(run: Run, func: Func, given: Arguments, scope: Scope): void {
  const { callable, receiver } = func;
  const { names } = scope;
  infer(run, func, given.values, scope);
  if (callable.receiver?.name !== undefined && receiver !== undefined) {
    const byPointer = callable.receiver.type.t === "pointer";
    names.set(
      callable.receiver.name,
      byPointer ? addressed(receiver) : copied(receiverValue(receiver)),
    );
  }
  const values = [...given.values];
  for (const parameter of callable.parameters) {
    const { name, variadic, type } = parameter;
    const resolved = resolveType(run, type, scope);
    if (variadic) {
      const rest = values.splice(0);
      const [list] = rest;
      const items = given.spread
        ? list
        : sliceOf(
            rest.map((value) => copied(value)),
            { kind: "slice", element: resolved },
          );
      if (name !== undefined)
        names.set(name, items ?? sliceOf([], { kind: "slice", element: resolved }));
      continue;
    }
    const value =
      values.length > 0 ? values.shift() : unknown(`the parameter ${name ?? ""}`, resolved);
    if (name !== undefined && value !== undefined)
      names.set(name, withType(copied(value), resolved));
  }
  for (const { name, type } of callable.results)
    if (name !== undefined) names.set(name, zeroOf(run, resolveType(run, type, scope)));
}

function receiverValue(receiver: Value): Value {
  return isComposite(receiver) && (receiver.kind === "pointer" || receiver.kind === "reference")
    ? pointed(receiver)
    : receiver;
}

function addressed(receiver: Value): Value {
  return isComposite(receiver) && receiver.kind === "struct"
    ? { kind: "pointer", to: receiver }
    : receiver;
}
