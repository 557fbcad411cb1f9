import type { Node } from "oxc-parser";
import { callGlobal, constructGlobal } from "./builtins.ts";
import { evaluate, superMember } from "./evaluate.ts";
import { callFunction, callSuper, construct } from "./functions.ts";
import { newArray } from "./iterate.ts";
import { spreadInto } from "./literals.ts";
import { baseOf, getMember, handOut } from "./members.ts";
import { callMethod, isCallbackMethod } from "./methods.ts";
import { requireModule } from "./modules.ts";
import { callNode } from "./node.ts";
import { isShortCircuit, memberKey } from "./patterns.ts";
import { findBinding, under, type Run } from "./run.ts";
import {
  absent,
  choose,
  external,
  isThing,
  optionsOf,
  unknown,
  type Choice,
  type ExternalValue,
  type FunctionValue,
  type Scope,
  type Site,
  type Value,
} from "./values.ts";
import { callSchemaFactory, isSchemaLibrary } from "./zod.ts";
import { fromJson } from "./json.ts";

/** A call expression. */
export function evaluateCall(
  run: Run,
  node: Node & { type: "CallExpression" },
  scope: Scope,
): Value {
  const site: Site = { module: scope.module, node };
  const target = node.callee.type === "ChainExpression" ? node.callee.expression : node.callee;
  if (target.type === "Super") return evaluateSuper(run, node, scope, site);
  let self: Value;
  let callee: Value;
  let name = "";
  let key: Value;
  if (target.type === "MemberExpression") {
    key = memberKey(run, target, scope);
    name = typeof key === "string" ? key : "";
    if (target.object.type === "Super") {
      self = findBinding(scope, "this")?.value;
      callee = superMember(run, key, scope);
    } else {
      self = evaluate(run, target.object, scope);
      if (absent(self) === true && (node.optional || isShortCircuit(target))) return undefined;
      callee = getMember(run, self, key);
    }
    if (target.computed && isThing(callee) && callee.kind === "function")
      run.onChosen?.(callee, name);
  } else {
    if (target.type === "Identifier") name = target.name;
    if (name === "require" && findBinding(scope, name) === undefined)
      return evaluateRequire(run, node, scope);
    callee = evaluate(run, target, scope);
  }
  const args = evaluateArguments(run, node.arguments, scope);
  if (node.optional && absent(callee) === true) return undefined;
  const watched = run.onCall(run, { site, callee, name, self, args, scope });
  if (watched !== undefined) return watched.result;
  const each = mayCallEach(self, callee);
  return each === undefined
    ? callValue(run, callee, self, args, site)
    : chooseEach(run, each, (receiver) =>
        callValue(run, getMember(run, receiver, key), receiver, args, site),
      );
}

const maxReceivers = 100;

/** The receivers of a method that are known one by one: what a method makes of `this` belongs to that one alone. */
function mayCallEach(self: Value, callee: Value): Choice | undefined {
  if (!isThing(self) || self.kind !== "choice" || self.options.length > maxReceivers)
    return undefined;
  const isOwn = optionsOf(callee).every(
    ({ value }) => isThing(value) && value.kind === "function" && value.home !== undefined,
  );
  return isOwn ? self : undefined;
}

/** What comes of each option, under its condition. */
function chooseEach(run: Run, { options }: Choice, action: (value: Value) => Value): Value {
  const present = options.filter(({ value }) => isThing(value));
  return choose(
    present.map((option) => ({
      ...option,
      value: under(run, option.when, () => action(option.value), option.isUnlikely !== true),
    })),
  );
}

/** The expression `new X(…)`. */
export function evaluateNew(run: Run, node: Node & { type: "NewExpression" }, scope: Scope): Value {
  const site: Site = { module: scope.module, node };
  const callee = evaluate(run, node.callee, scope);
  const args = evaluateArguments(run, node.arguments, scope);
  return constructValue(run, callee, args, site);
}

/** What a call of a value gives; functions given to code outside the snapshot are kept to be called later. */
export function callValue(run: Run, callee: Value, self: Value, args: Value[], site?: Site): Value {
  if (!isThing(callee)) return unknown;
  switch (callee.kind) {
    case "function":
      return callLocal(run, callee, self, args, site);
    case "native":
      return callee.call === undefined
        ? callMethod(run, callee.self, callee.name, args, site)
        : callee.call(args);
    case "external":
      return callExternal(run, callee, self, args, site);
    case "choice":
      return chooseEach(run, callee, (value) => callValue(run, value, self, args, site));
    default:
      for (const arg of args) handOut(run, arg);
      return unknown;
  }
}

function constructValue(run: Run, callee: Value, args: Value[], site: Site): Value {
  if (!isThing(callee)) return unknown;
  if (callee.kind === "function") return construct(run, callee, args, site);
  if (callee.kind === "choice")
    return chooseEach(run, callee, (value) => constructValue(run, value, args, site));
  if (callee.kind === "external") {
    if (callee.module === "global:") return constructGlobal(run, callee.path.join("."), args, site);
    const schema = isSchemaLibrary(callee) ? callSchemaFactory(run, callee, args) : undefined;
    if (schema !== undefined) return schema;
    for (const arg of args) handOut(run, arg);
    run.onNew?.(callee, site);
    const { self: _, ...base } = callee;
    return {
      kind: "object",
      props: new Map([["#arguments", newArray(run, args)]]),
      base,
      open: false,
      born: run.conditions.length,
      site,
    };
  }
  for (const arg of args) handOut(run, arg);
  return unknown;
}

function callLocal(
  run: Run,
  callee: FunctionValue,
  self: Value,
  args: Value[],
  site?: Site,
): Value {
  const schema = callBundledZod(run, callee, args);
  if (schema !== undefined) return schema;
  const result = callFunction(run, callee, self, args, site);
  const [first] = args;
  const isUnderstood = isThing(result)
    ? result.kind !== "unknown" && !(result.kind === "object" && result.open)
    : true;
  // A bundler's helper round a whole imported module: what comes out is that module.
  if (
    isThing(first) &&
    first.kind === "external" &&
    first.path.length === 0 &&
    first.module !== "global:"
  ) {
    const isEmpty =
      isThing(result) &&
      result.kind === "object" &&
      [...result.props.keys()].every((key) => key === "default");
    if (isEmpty || !isUnderstood) return first;
  }
  if (!isUnderstood && isThing(first) && first.kind === "schema")
    return { kind: "unknown", hint: first };
  return result;
}

/** What a function of zod's makes that a bundler put into the snapshot; undefined for all others. */
function callBundledZod(run: Run, { node, scope }: FunctionValue, args: Value[]): Value {
  if (scope.parent !== undefined || node.type !== "FunctionDeclaration") return undefined;
  const name = scope.module.source.zod.get(node.id?.name ?? "");
  return name === undefined ? undefined : callSchemaFactory(run, external("zod", name), args);
}

function callExternal(
  run: Run,
  callee: ExternalValue,
  self: Value,
  args: Value[],
  site?: Site,
): Value {
  if (callee.module === "global:") return callGlobal(run, callee.path.join("."), args, site);
  const own = callNode(run, callee, args);
  if (own !== undefined) return own;
  if (isSchemaLibrary(callee)) {
    const schema = callSchemaFactory(run, callee, args);
    if (schema !== undefined) return schema;
  }
  const name = callee.path.at(-1) ?? "";
  const [first] = args;
  if (
    isThing(first) &&
    first.kind === "schema" &&
    (/json.?schema/i.test(name) || /json.?schema/i.test(callee.module))
  ) {
    return fromJson(run, first.json);
  }
  if (isCallbackMethod(name) && isThing(first) && first.kind === "function") {
    return callMethod(run, unknown, name, args, site);
  }
  let server: Value;
  for (const arg of args) {
    handOut(run, arg);
    for (const { value } of optionsOf(arg)) {
      if (!isThing(value) || value.kind !== "object" || baseOf(value) === undefined) continue;
      value.escaped = true;
      if (arg === first) server = arg;
    }
  }
  // `wrap(server)` of a dependency is taken to give the server back.
  if (server !== undefined && args.length <= 2) return server;
  const given = args.find((arg): arg is FunctionValue => isThing(arg) && arg.kind === "function");
  const result: ExternalValue = {
    ...callee,
    path: [...callee.path, "()"].slice(-12),
    self: callee.self ?? self,
  };
  if (given !== undefined) result.wraps = given;
  return result;
}

function evaluateSuper(
  run: Run,
  node: Node & { type: "CallExpression" },
  scope: Scope,
  site: Site,
): Value {
  const args = evaluateArguments(run, node.arguments, scope);
  const self = findBinding(scope, "this")?.value;
  for (let at: Scope | undefined = scope; at !== undefined; at = at.parent) {
    const home = at.function?.home;
    if (home?.kind !== "object") continue;
    const owner = home.props.get("constructor");
    if (isThing(owner) && owner.kind === "function" && isThing(self) && self.kind === "object") {
      callSuper(run, owner, self, args, site);
    }
    return undefined;
  }
  return undefined;
}

function evaluateRequire(run: Run, node: Node & { type: "CallExpression" }, scope: Scope): Value {
  const specifier =
    node.arguments[0] === undefined ? unknown : evaluate(run, node.arguments[0], scope);
  return typeof specifier === "string"
    ? requireModule(run, scope.module.source.path, specifier)
    : unknown;
}

function evaluateArguments(run: Run, nodes: readonly Node[], scope: Scope): Value[] {
  const list: { items: Value[]; open: boolean } = { items: [], open: false };
  for (const node of nodes) {
    if (node.type !== "SpreadElement") list.items.push(evaluate(run, node, scope));
    else spreadInto(run, list, evaluate(run, node.argument, scope));
  }
  // What an unknown list may still hold are unknown arguments.
  return list.open ? [...list.items, unknown, unknown, unknown, unknown] : list.items;
}
