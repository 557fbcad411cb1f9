import type { Place } from "../../../model.ts";
import { callGradio } from "./applications.ts";
import { abstractMark, inherited } from "./attribute.ts";
import { callExternal } from "./external.ts";
import { instantiate } from "./class.ts";
import { evaluate } from "./evaluate.ts";
import { executeBlock } from "./execute.ts";
import { noteOption, optionDefault } from "./command-line.ts";
import { addRoute, callApplication } from "./fastapi.ts";
import { isMark, mark } from "./marks.ts";
import { callMethod } from "./methods.ts";
import { applyToolDecorator, callServer, decorateServer, serve } from "./registrations.ts";
import { serverLike } from "./server-like.ts";
import { limits, spent, type Run } from "./run.ts";
import {
  choice,
  firstOf,
  isComposite,
  likeliest,
  listOf,
  unknown,
  type Dict,
  type Func,
  type Made,
  type Member,
  type Scope,
  type Value,
} from "./values.ts";

export interface Arguments {
  positional: Value[];
  keywords: Map<string, Value>;
  /** There may be more arguments than these. */
  open: boolean;
}

/** `callee(...)` at a place. */
export function callValue(run: Run, callee: Value, given: Arguments, at: Place): Value {
  if (!isComposite(callee)) return unknown("a call of what is no function");
  if (callee.kind === "choice")
    return choice(
      callee.options
        .filter((option) => option !== null)
        .map((option) => callValue(run, option, given, at)),
    );
  const likely = callee;
  switch (likely.kind) {
    case "func":
      return overrides(run, likely)
        ? callOverride(run, likely, given, at)
        : callFunction(run, likely, given, at);
    case "class":
      return instantiate(run, likely, given);
    case "instance": {
      const method = inherited(likely.class, "__call__");
      return isComposite(method) && method.kind === "func"
        ? callFunction(run, { ...method, self: likely }, given)
        : wrapped(given, "an object");
    }
    case "external":
      return callExternal(run, likely.path, given, at);
    case "generic":
      return callValue(run, likely.of, given, at);
    case "made":
      return callMade(run, likely, given, at);
    case "tool-decorator":
      return applyToolDecorator(
        run,
        likely,
        firstOf(given.positional[0], unknown("a missing function")),
        at,
      );
    case "member":
      return callMember(run, likely, given, at);
    default:
      return wrapped(given, "what an unknown function gives");
  }
}

function callMember(run: Run, member: Member, given: Arguments, at: Place): Value {
  const launched = callGradio(run, member, given, at);
  if (launched) serve(run, member.of, launched);
  const registered = callServer(run, member, given, at) ?? callApplication(member, given, at);
  if (registered !== undefined) return registered;
  const result = callMethod(run, member, given, at);
  return result === undefined ? wrapped(given, `what ${member.name}() gives`) : result;
}

/** Whether a function is a server's own version of `add_tool` or `tool`. */
function overrides(run: Run, func: Func): boolean {
  const { name } = func.callable;
  return (
    (name === "add_tool" || name === "tool") &&
    func.self !== undefined &&
    serverLike(run, func.self) === "yes"
  );
}

/** What a server's own version registers is registered where it is called, not where it calls the SDK's. */
function callOverride(run: Run, func: Func, given: Arguments, at: Place): Value {
  run.sites.push(at);
  const result = callFunction(run, func, given, at);
  run.sites.pop();
  return result;
}

/** Follows one call of a function; what it gives is one of what it returns, or all that it yields. */
export function callFunction(run: Run, func: Func, given: Arguments, at?: Place): Value {
  const { callable } = func;
  if (run.calls.length >= limits.calls || run.depth > limits.depth) return spent;
  if (recurses(run, callable, given)) return unknown(`the recursive function ${callable.name}`);
  run.executed.add(callable);
  const scope: Scope = {
    names: new Map(),
    parent: func.scope,
    module: func.scope.module,
    type: "function",
    running: func,
    returns: [],
  };
  bindParameters(run, func, given, scope);
  const { trace } = run;
  if (trace?.callable === callable) trace.scope ??= scope;
  else if (trace && run.calls.at(-1) === trace.callable) {
    const handed = [...given.positional, ...given.keywords.values()].includes(trace.given);
    trace.calls.push({
      callable,
      path: func.scope.module.path,
      line: callable.line,
      from: at?.line ?? 0,
      handed,
    });
  }
  run.calls.push(callable);
  run.handed.push({
    values: [...given.positional, ...given.keywords.values()],
    ...(at !== undefined && { at }),
  });
  const depth = run.when.length;
  executeBlock(run, callable.body(), scope);
  run.when.length = depth;
  run.calls.pop();
  run.handed.pop();
  if (!run.calls.includes(callable)) run.recursions.delete(callable);
  if (scope.yields) return scope.yields;
  return scope.returns && scope.returns.length > 0 ? choice(scope.returns) : null;
}

const maxOpen = 6;

/** Whether a function calls itself once too often, or with nothing that could lead to an end. */
function recurses(run: Run, callable: Func["callable"], given: Arguments): boolean {
  const open = run.calls.filter((each) => each === callable).length;
  if (open === 0) return false;
  const count = (run.recursions.get(callable) ?? 0) + 1;
  run.recursions.set(callable, count);
  const values = [...given.positional, ...given.keywords.values()];
  const blind =
    values.length > 0 &&
    values.every((value) => isComposite(value) && ["unknown", "member"].includes(value.kind));
  return blind || open >= maxOpen || count > limits.recursions;
}

/** Applies a decorator; one that is not understood leaves its target as it is. */
export function decorate(run: Run, decorator: Value, target: Value, at: Place): Value {
  const likely = likeliest(decorator);
  if (!isComposite(likely)) return target;
  switch (likely.kind) {
    case "member":
      if (
        (likely.name === "setter" || likely.name === "deleter") &&
        isComposite(likely.of) &&
        likely.of.kind === "func"
      )
        return likely.of;
      return decorateServer(run, likely, target, at) ?? target;
    case "tool-decorator":
      return applyToolDecorator(run, likely, target, at);
    case "external":
      return decorateExternal(run, likely.path, target, at);
    case "made":
      addRoute(likely, target);
      noteOption(likely, target);
      if (isMark(likely.path)) mark(target, likely.path, likely, likely.at);
      if (likely.path === "functools.wraps" && isComposite(target) && target.kind === "func")
        copyIdentity(likely.positional[0], target);
      else if (likely.path === "functools.partial")
        return kept(
          callMade(run, likely, { positional: [target], keywords: new Map(), open: false }, at),
          target,
        );
      return target;
    case "func":
    case "instance":
    case "class": {
      run.sites.push(at);
      const result = callValue(
        run,
        likely,
        { positional: [target], keywords: new Map(), open: false },
        at,
      );
      run.sites.pop();
      return kept(result, target);
    }
    default:
      return target;
  }
}

function kept(result: Value, target: Value): Value {
  return result === null || (isComposite(result) && result.kind === "unknown") ? target : result;
}

function decorateExternal(run: Run, path: string, target: Value, at: Place): Value {
  if (isComposite(target) && target.kind === "func") {
    if (isMark(path)) mark(target, path, nothing, at);
    if (path === "builtins.property" || path === "functools.cached_property")
      target.binding = "property";
    if (path === "abc.abstractmethod") target.attributes.set(abstractMark, true);
    if (path === "builtins.staticmethod") target.binding = "static";
    if (path === "builtins.classmethod") target.binding = "class";
  }
  return decorateServer(run, { kind: "external", path }, target, at) ?? target;
}

const nothing: Arguments = { positional: [], keywords: new Map(), open: false };

function copyIdentity(from: Value | undefined, target: Func): void {
  const source = from === undefined ? undefined : likeliest(from);
  if (isComposite(source) && source.kind === "func") target.wraps = source.wraps ?? source;
}

function callMade(run: Run, made: Made, given: Arguments, at: Place): Value {
  if (made.path === "functools.wraps" && given.positional[0] !== undefined)
    return decorate(run, made, given.positional[0], at);
  if (made.path !== "functools.partial") return wrapped(given, `what ${made.path} gives`);
  const [callee, ...positional] = made.positional;
  if (callee === undefined) return unknown("a partial function");
  const keywords = new Map([...made.keywords, ...given.keywords]);
  return callValue(
    run,
    callee,
    { positional: [...positional, ...given.positional], keywords, open: given.open },
    at,
  );
}

/** A function that goes through something unknown is most often that function, decorated. */
function wrapped(given: Arguments, what: string): Value {
  const [only] = given.positional;
  if (given.positional.length === 1 && isComposite(only) && only.kind === "func") return only;
  return unknown(what);
}

function bindParameters(run: Run, func: Func, given: Arguments, scope: Scope): void {
  const positional =
    func.self === undefined || func.binding === "static"
      ? [...given.positional]
      : [func.self, ...given.positional];
  const keywords = new Map(given.keywords);
  for (const parameter of func.callable.parameters) {
    const { name } = parameter;
    if (parameter.kind === "args") {
      const rest = positional.splice(0);
      scope.names.set(name, { ...listOf(rest, "tuple"), ...(given.open && { open: true }) });
    } else if (parameter.kind === "kwargs") {
      const rest: Dict = { kind: "dict", entries: new Map(keywords) };
      scope.names.set(name, given.open ? { ...rest, open: true } : rest);
    } else {
      const next = parameter.kind === "positional" ? positional.shift() : undefined;
      const value = next === undefined ? keywords.get(name) : next;
      keywords.delete(name);
      scope.names.set(
        name,
        value === undefined ? missing(run, func, parameter, given.open) : value,
      );
    }
  }
}

function missing(
  run: Run,
  func: Func,
  parameter: Func["callable"]["parameters"][number],
  open: boolean,
): Value {
  const type = parameter.annotation ? evaluate(run, parameter.annotation, func.scope) : undefined;
  const nothing: Value = {
    kind: "unknown",
    reason: `the parameter ${parameter.name}`,
    ...(type !== undefined && { type }),
  };
  const value = parameter.default && evaluate(run, parameter.default, func.scope);
  const option = optionDefault(func, parameter.name, value);
  if (option !== undefined) return option;
  if (value === undefined) return nothing;
  return open ? choice([value, nothing]) : value;
}
