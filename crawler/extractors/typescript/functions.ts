import type { Class, MethodDefinition, Node, PropertyDefinition } from "oxc-parser";
import { evaluate } from "./evaluate.ts";
import { hoist } from "./hoist.ts";
import { newArray } from "./iterate.ts";
import { getMember } from "./members.ts";
import { bindPattern, staticKey } from "./patterns.ts";
import { effortOf, isGivenUp, isTooDeep } from "./efforts.ts";
import { declare, functionScope, maxDepth, newScope, step, type Run } from "./run.ts";
import { newFrame, runStatements } from "./statements.ts";
import {
  choose,
  isThing,
  unknown,
  type Callable,
  type FunctionValue,
  type ObjectValue,
  type Scope,
  type Site,
  type Value,
} from "./values.ts";

export function isClass(node: Callable): node is Class {
  return node.type === "ClassDeclaration" || node.type === "ClassExpression";
}

export function makeFunction(node: Callable, scope: Scope): FunctionValue {
  return { kind: "function", node, scope, props: new Map() };
}

/** What a call of a function of the snapshot returns, with its effects on what is known. */
export function callFunction(
  run: Run,
  callee: FunctionValue,
  self: Value,
  args: Value[],
  site?: Site,
): Value {
  const { node } = callee;
  if (isClass(node)) return unknown;
  if (node.body === null || !step(run) || run.depth > maxDepth) return unknown;
  if (run.concern !== undefined && !isConcerned(run, run.concern, callee, args)) return unknown;
  const effort = effortOf(run, callee);
  if (effort.active > 0 && args.length > 0 && args.every(isOpaque)) return unknown;
  if (effort.active === 0) effort.branches = run.branches;
  const isKnown = run.branches === effort.branches;
  if (isTooDeep(effort, isKnown) || isGivenUp(run, effort)) return unknown;
  const scope = newScope(callee.scope, callee);
  const all = callee.bound === undefined ? args : [...callee.bound, ...args];
  if (node.type !== "ArrowFunctionExpression") {
    declare(run, scope, "this", "self" in callee ? callee.self : self);
    declare(run, scope, "arguments", newArray(run, all));
    if (node.type === "FunctionExpression" && node.id !== null)
      declare(run, scope, node.id.name, callee);
  }
  run.calls.push({
    callee,
    site: site ?? { module: callee.scope.module, node },
    found: run.finds + run.sightings,
  });
  run.depth += 1;
  effort.active += 1;
  const { stepsLeft, finds, sightings } = run;
  try {
    bindParameters(run, node.params, all, scope);
    if (node.body.type !== "BlockStatement") return evaluate(run, node.body as Node, scope);
    const frame = newFrame(run);
    const { body } = node.body;
    hoist(run, body, scope, true);
    const completion = runStatements(run, body, scope, frame);
    const mayFallThrough = completion === "normal" && frame.returns.length > 0;
    if (frame.returns.length === 0)
      return "generator" in node && node.generator ? unknown : undefined;
    return choose(mayFallThrough ? [...frame.returns, { value: undefined }] : frame.returns);
  } finally {
    run.calls.pop();
    run.depth -= 1;
    effort.active -= 1;
    effort.calls += 1;
    // The steps of a known turn are counted with the call that takes it.
    if (effort.active === 0 || !isKnown) effort.steps += stepsLeft - run.stepsLeft;
    effort.isFruitful ||= run.finds > finds || run.sightings > sightings;
  }
}

/** Whether a call is given a text, in itself or inside an object, or belongs to a call that was. */
function isConcerned(
  run: Run,
  text: string,
  callee: FunctionValue,
  args: readonly Value[],
): boolean {
  if (args.some((arg) => holds(arg, text, 0))) return true;
  for (let at: Scope | undefined = callee.scope; at?.parent !== undefined; at = at.parent) {
    const owner = at.function?.node;
    if (owner !== undefined && run.calls.some((call) => call.callee.node === owner)) return true;
  }
  return false;
}

function holds(value: Value, text: string, depth: number): boolean {
  if (value === text) return true;
  if (!isThing(value) || depth > 3) return false;
  if (value.kind === "object")
    return [...value.props.values()].some((inner) => holds(inner, text, depth + 1));
  return (
    value.kind === "choice" && value.options.some((option) => holds(option.value, text, depth + 1))
  );
}

/** A function that calls itself with nothing known learns nothing more. */
function isOpaque(value: Value): boolean {
  return (
    isThing(value) &&
    (value.kind === "unknown" || value.kind === "external" || value.kind === "native")
  );
}

/** A new instance of a class or constructor function of the snapshot. */
export function construct(run: Run, callee: FunctionValue, args: Value[], site: Site): Value {
  const instance: ObjectValue = {
    kind: "object",
    props: new Map(),
    proto: prototypeOf(callee),
    open: false,
    born: run.conditions.length,
    site,
  };
  const result = initialize(run, callee, instance, args, site);
  return isThing(result) && result.kind === "object" ? result : instance;
}

/** The constructor that a class itself has. */
export function constructorOf({ body }: Class): MethodDefinition | undefined {
  return body.body.find(
    (each): each is MethodDefinition =>
      each.type === "MethodDefinition" && each.kind === "constructor",
  );
}

/** Runs field initialisers and constructor of a class on an instance, those of its superclass first. */
export function initialize(
  run: Run,
  callee: FunctionValue,
  instance: ObjectValue,
  args: Value[],
  site: Site,
): Value {
  const { node } = callee;
  if (!isClass(node)) return callFunction(run, callee, instance, args, site);
  if (run.depth > maxDepth) return unknown;
  const own = constructorOf(node);
  const hasSuper = callee.superclass !== undefined;
  run.depth += 1;
  try {
    if (own === undefined || own.value.body === null) {
      if (hasSuper) callSuper(run, callee, instance, args, site);
      else initializeFields(run, callee, instance);
      return undefined;
    }
    if (!hasSuper) initializeFields(run, callee, instance);
    const scope = newScope(callee.scope, callee);
    declare(run, scope, "this", instance);
    const home = prototypeOf(callee);
    const body: FunctionValue = {
      kind: "function",
      node: own.value,
      scope,
      props: new Map(),
      home,
    };
    const parameters = own.value.params.flatMap((each) =>
      each.type === "TSParameterProperty" ? [each.parameter] : [],
    );
    for (const parameter of parameters) {
      const target = parameter.type === "AssignmentPattern" ? parameter.left : parameter;
      const index = own.value.params.findIndex(
        (each) => each.type === "TSParameterProperty" && each.parameter === parameter,
      );
      if (target.type !== "Identifier") continue;
      const isDefault = args[index] === undefined && parameter.type === "AssignmentPattern";
      instance.props.set(
        target.name,
        isDefault ? evaluate(run, parameter.right, scope) : args[index],
      );
    }
    return callFunction(run, body, instance, args, site);
  } finally {
    run.depth -= 1;
  }
}

/** The call `super(…)`: the superclass on the same instance, then the fields of the class itself. */
export function callSuper(
  run: Run,
  callee: FunctionValue,
  instance: ObjectValue,
  args: Value[],
  site: Site,
): void {
  const { superclass } = callee;
  if (isThing(superclass) && superclass.kind === "function")
    initialize(run, superclass, instance, args, site);
  else if (isThing(superclass) && superclass.kind === "external")
    instance.props.set("#arguments", newArray(run, args));
  initializeFields(run, callee, instance);
}

function initializeFields(run: Run, callee: FunctionValue, instance: ObjectValue): void {
  const { node } = callee;
  if (!isClass(node)) return;
  for (const each of node.body.body) {
    if ((each.type !== "PropertyDefinition" && each.type !== "AccessorProperty") || each.static)
      continue;
    const scope = newScope(callee.scope, { ...callee, home: prototypeOf(callee) });
    declare(run, scope, "this", instance);
    const key = each.computed ? evaluate(run, each.key, scope) : staticKey(each.key);
    if (each.value === null) {
      if (
        typeof key === "string" &&
        !instance.props.has(key) &&
        !("declare" in each && each.declare === true)
      ) {
        if (getMember(run, instance, key) === undefined) instance.props.set(key, undefined);
      }
      continue;
    }
    if (typeof key === "string") instance.props.set(key, evaluate(run, each.value, scope));
  }
}

/** The class as a value, its methods on its prototype and its static members evaluated. */
export function defineClass(run: Run, node: Class, scope: Scope): FunctionValue {
  const inner = newScope(scope);
  const result: FunctionValue = { kind: "function", node, scope: inner, props: new Map() };
  if (node.id !== null) declare(run, inner, node.id.name, result);
  if (node.superClass !== null) result.superclass = evaluate(run, node.superClass, scope);
  const prototype = prototypeOf(result);
  const owner = newScope(inner, { ...result, home: result });
  declare(run, owner, "this", result);
  for (const each of node.body.body) {
    if (each.type === "StaticBlock") {
      runStatements(run, each.body, newScope(owner), newFrame(run));
      continue;
    }
    if (each.type !== "MethodDefinition" && each.type !== "PropertyDefinition") continue;
    const key = each.computed ? evaluate(run, each.key, inner) : staticKey(each.key);
    if (typeof key !== "string") continue;
    if (isField(each)) {
      if (each.static)
        result.props.set(key, each.value === null ? undefined : evaluate(run, each.value, owner));
      continue;
    }
    if (each.kind === "constructor" || each.value.body === null) continue;
    const target = each.static ? result : prototype;
    const method: FunctionValue = {
      kind: "function",
      node: each.value,
      scope: inner,
      props: new Map(),
      home: target,
    };
    if (each.kind === "get") (target.getters ??= new Map()).set(key, method);
    else if (each.kind === "set" && target.kind === "object")
      (target.setters ??= new Map()).set(key, method);
    else if (each.kind === "method") target.props.set(key, method);
  }
  run.onClass?.(run, result);
  return result;
}

function isField(node: MethodDefinition | PropertyDefinition): node is PropertyDefinition {
  return node.type === "PropertyDefinition";
}

export function prototypeOf(callee: FunctionValue): ObjectValue {
  if (callee.prototype !== undefined) return callee.prototype;
  const prototype: ObjectValue = {
    kind: "object",
    props: new Map([["constructor", callee as Value]]),
    open: false,
    born: 0,
  };
  callee.prototype = prototype;
  const { superclass } = callee;
  if (isThing(superclass)) {
    if (superclass.kind === "function") prototype.proto = prototypeOf(superclass);
    else if (superclass.kind === "external") prototype.base = superclass;
    else prototype.open = true;
  }
  return prototype;
}

/** The function or class whose method or constructor encloses a scope. */
export function methodOf(scope: Scope): FunctionValue | undefined {
  let at: Scope | undefined = functionScope(scope);
  while (at !== undefined) {
    if (at.function?.home !== undefined) return at.function;
    at = at.parent === undefined ? undefined : functionScope(at.parent);
    if (at?.parent === undefined) return undefined;
  }
  return undefined;
}

function bindParameters(
  run: Run,
  params: readonly Node[],
  args: readonly Value[],
  scope: Scope,
): void {
  for (const [index, parameter] of params.entries()) {
    if (parameter.type === "RestElement") {
      bindPattern(run, parameter.argument, newArray(run, args.slice(index)), scope, scope);
    } else {
      bindPattern(run, parameter, args[index], scope, scope);
    }
  }
}
