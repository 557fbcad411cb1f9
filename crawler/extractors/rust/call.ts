import type { Node } from "web-tree-sitter";
import { listen } from "./branches.ts";
import { apply } from "./closures.ts";
import { mayBe, withCondition } from "./conditions.ts";
import { evaluate } from "./evaluate.ts";
import { blank } from "./instance.ts";
import { toolsIn } from "./describe.ts";
import type { Item } from "./items.ts";
import { callLibrary } from "./library.ts";
import { callMethod } from "./methods.ts";
import { bindPattern } from "./patterns.ts";
import { routerOf, toolOfAttribute } from "./routers.ts";
import { type Run, isLeaving } from "./run.ts";
import { frameOf, lookUp, newScope, placeIn } from "./scopes.ts";
import { assign } from "./statements.ts";
import { type TypeAt, bindGenerics } from "./types.ts";
import { type Scope, type Value, isStruct, isUnknown, unknown } from "./values.ts";

/** A call as it is written, with its arguments folded. */
export interface Call {
  node: Node;
  scope: Scope;
  args: Value[];
  argNodes: Node[];
  /** Type arguments of a turbofish. */
  types: TypeAt[];
}

const maxCalls = 60;

/** Whether a function answers a request for tools: by its name, or by what it returns. */
export function isListing(item: Item): boolean {
  const returns = item.node.childForFieldName("return_type")?.text ?? "";
  return (
    /^(?:handle_)?(?:list_tools|tools_list)(?:_request)?$/.test(item.name) ||
    /\b(?:ListToolsResult|ToolsListResult|ListToolsResponse)\b/.test(returns)
  );
}

export function evaluateCall(node: Node, scope: Scope, run: Run): Value {
  const written = node.childForFieldName("function");
  if (written === null) return unknown(node.text);
  const isGeneric = written.type === "generic_function";
  const callee = isGeneric ? (written.childForFieldName("function") ?? written) : written;
  const typeNodes = isGeneric
    ? (written.childForFieldName("type_arguments")?.namedChildren ?? [])
    : [];
  const argNodes = (node.childForFieldName("arguments")?.namedChildren ?? []).filter(
    ({ type }) => !type.endsWith("comment") && type !== "attribute_item",
  );
  const { path, generics } = scope.frame;
  const types = typeNodes.map((one): TypeAt => ({ node: one, path, generics }));
  if (callee.type === "field_expression") {
    const target = callee.childForFieldName("value");
    const name = callee.childForFieldName("field")?.text ?? "";
    if (target === null) return unknown(node.text);
    const receiver = evaluate(target, scope, run);
    const args = argNodes.map((one) => evaluate(one, scope, run));
    const grown = grownText(receiver, name, args) ?? grownList(receiver, name, args, run);
    if (grown !== undefined) {
      assign(target, grown, scope, run);
      return null;
    }
    const result = callMethod(receiver, name, { node, scope, args, argNodes, types }, run);
    if (isUnknown(result)) forget(argNodes, scope, run);
    return result;
  }
  const args = argNodes.map((one) => evaluate(one, scope, run));
  const result = callPath(callee, { node, scope, args, argNodes, types }, run);
  if (isUnknown(result)) forget(argNodes, scope, run);
  return result;
}

/** A text after a call that changes it in place; undefined for every other call. */
function grownText(receiver: Value, name: string, [first]: Value[]): Value | undefined {
  if (typeof receiver !== "string") return undefined;
  if (name === "clear") return "";
  if (name !== "push_str" && name !== "push") return undefined;
  return typeof first === "string" && receiver.length < maxText ? receiver + first : unknown(name);
}

/** A list that could not be followed, after tools were added to it: it holds at least those. */
function grownList(receiver: Value, name: string, args: Value[], run: Run): Value[] | undefined {
  if (!isUnknown(receiver) || !/^(?:push|push_back|extend|append|extend_from_slice)$/.test(name))
    return undefined;
  const tools = args.flatMap((arg) => toolsIn(arg, run));
  for (const tool of tools) withCondition(tool, run);
  return tools.length === 0 ? undefined : [receiver, ...tools];
}

const maxText = 200_000;

/** What is lent to code that can't be followed may come back changed. */
function forget(argNodes: Node[], scope: Scope, run: Run): void {
  for (const node of argNodes) {
    const value = node.type === "reference_expression" ? node.childForFieldName("value") : null;
    if (
      value?.type !== "identifier" ||
      !node.namedChildren.some(({ type }) => type === "mutable_specifier")
    )
      continue;
    const known = lookUp(scope, value.text);
    if (typeof known !== "object") assign(value, unknown(value.text), scope, run);
  }
}

function callPath(callee: Node, call: Call, run: Run): Value {
  const { scope, args, types } = call;
  if (callee.type !== "identifier" && callee.type !== "scoped_identifier")
    return apply(evaluate(callee, scope, run), args, run);
  const text = callee.text.replace(/\s+/g, "");
  const local = lookUp(scope, text);
  if (local !== undefined) return apply(local, args, run);
  const { frame } = scope;
  const plain = text
    .replace(/::<[^]*?>(?=::|$)/g, "")
    .replace(/^<(?<type>[\w:]+)[^]*>(?=::)/, "$<type>");
  const segments = plain.split("::");
  const name = segments.at(-1) ?? "";
  const ownerPath = segments.slice(0, -1).join("::");
  if (ownerPath !== "") {
    const written = segments.at(-2) ?? "";
    const bound = frame.generics.get(written)?.node.text;
    const owner = written === "Self" ? (frame.owner?.type ?? "Self") : (bound ?? written);
    const isHere = written === "Self" || bound !== undefined || isOwn(ownerPath, scope, run);
    if (name === "tools" || name === "tool") {
      const boxed = toolOfAttribute(owner, name, frame.path, run);
      if (boxed !== undefined) return boxed;
    }
    if (isHere) {
      const method = methodOf(owner, name, frame.path, run);
      if (method !== undefined) return callFunction(method, args, run, types, call);
      const made =
        routerOf(owner, name, frame.path, run) ?? toolOfAttribute(owner, name, frame.path, run);
      if (made !== undefined) return made;
      if (name === "default") return blank(owner, frame.path, run);
      const [variant] = run.project.find(["enum"], ownerPath, frame.path);
      if (variant !== undefined && /^[A-Z]/.test(name))
        return {
          kind: "struct",
          name,
          variantOf: owner,
          fields: new Map(args.map((arg, index) => [String(index), arg])),
        };
    }
  }
  const isType = /^[A-Z]/.test(segments.at(-2) ?? "");
  const [item] = isType
    ? []
    : run.project.find(["fn"], plain, frame.path).filter(({ owner }) => owner === undefined);
  if (item !== undefined) return callFunction(item, args, run, types, call);
  const [struct] =
    ownerPath === "" && /^[A-Z]/.test(name) ? run.project.find(["struct"], plain, frame.path) : [];
  if (struct !== undefined)
    return {
      kind: "struct",
      name,
      item: struct,
      fields: new Map(args.map((arg, index) => [String(index), arg])),
    };
  const made = callLibrary(plain, call, run);
  if (made !== undefined) {
    if (isStruct(made) && !run.places.has(made)) run.places.set(made, placeIn(scope, call.node));
    return made;
  }
  return unknown(call.node.text);
}

function isOwn(ownerPath: string, scope: Scope, run: Run): boolean {
  return (
    run.project.find(["struct", "enum", "trait", "type"], ownerPath, scope.frame.path).length > 0
  );
}

/** The function that a call of a method on a type runs: its own, or the one that a trait gives it. */
export function methodOf(owner: string, name: string, from: string, run: Run): Item | undefined {
  const own = run.project
    .members(owner, name, from)
    .find((item) => item.kind === "fn" && item.node.childForFieldName("body") !== null);
  if (own !== undefined) return own;
  for (const file of run.project.filesNaming(owner))
    for (const { kind, owner: block } of run.project.items(file)) {
      if (kind !== "impl" || block?.type !== owner || block.trait === undefined) continue;
      const [given] = run.project
        .members(block.trait, name, file)
        .filter(
          (item) => item.owner?.isTrait === true && item.node.childForFieldName("body") !== null,
        );
      if (given !== undefined) return given;
    }
  return undefined;
}

/** A method that `impl<T> Trait for T` gives to every type that can have it. */
export function blanketMethod(
  name: string,
  run: Run,
): { item: Item; parameter: string } | undefined {
  for (const file of run.project.filesNaming(name))
    for (const item of run.project.items(file)) {
      const { owner } = item;
      if (item.kind !== "fn" || item.name !== name || owner?.trait === undefined) continue;
      const parameters = owner.node.childForFieldName("type_parameters")?.namedChildren ?? [];
      const isBlanket = parameters.some(
        (one) => (one.childForFieldName("name")?.text ?? one.text) === owner.type,
      );
      if (isBlanket && item.node.childForFieldName("body") !== null)
        return { item, parameter: owner.type };
    }
  return undefined;
}

/** What a function returns for these arguments; `self` is the first when it takes one. */
export function callFunction(
  item: Item,
  args: Value[],
  run: Run,
  types: TypeAt[] = [],
  call?: Call,
  bound?: Map<string, TypeAt>,
): Value {
  const body = item.node.childForFieldName("body");
  const depth = (call?.scope.frame.depth ?? 0) + 1;
  const active = run.active.get(item) ?? [];
  if (body === null || depth > maxCalls || !isTelling(args, active)) return unknown(item.name);
  run.called.add(item);
  const frame = {
    ...frameOf(item, depth),
    generics: new Map([...(bound ?? []), ...bindGenerics(item.node, item.path, types)]),
  };
  const scope = newScope(frame);
  const parameters = (item.node.childForFieldName("parameters")?.namedChildren ?? []).filter(
    ({ type }) => type === "self_parameter" || type === "parameter",
  );
  for (const [index, parameter] of parameters.entries()) {
    const value = args[index] ?? unknown(parameter.text);
    if (parameter.type === "self_parameter") scope.names.set("self", selfOf(value, item, run));
    else {
      const pattern = parameter.childForFieldName("pattern");
      if (pattern !== null) bindPattern(pattern, value, scope);
    }
  }
  const isAnswer = isListing(item);
  const isApart = isAnswer || (run.isStarting && makesServer(item, run));
  const conditions = isApart ? run.conditions.splice(0) : [];
  run.active.set(item, [...active, args]);
  let result: Value;
  try {
    result = evaluate(body, scope, run);
  } catch (error) {
    if (!isLeaving(error)) throw error;
    result = error.value;
  } finally {
    run.active.set(item, active);
  }
  if (
    call !== undefined &&
    isStruct(result) &&
    result.name === item.owner?.type &&
    result.fields.has("name")
  )
    run.places.set(result, placeIn(call.scope, call.node));
  if (isAnswer) listen(item.node.id, result, run);
  if (isApart) run.conditions.splice(0, run.conditions.length, ...conditions);
  if (frame.returned.length === 0) return result;
  if (!isUnknown(result) && !Array.isArray(result) && result !== null) return result;
  withCondition(result, run);
  return mayBe(result, frame.returned, run);
}

/** Whether a call says anything that the calls of the same function around it don't: what is not known has parts without end. */
function isTelling(args: Value[], active: Value[][]): boolean {
  if (active.length === 0) return true;
  return args.some(
    (arg, index) =>
      (typeof arg === "string" || (typeof arg === "object" && arg !== null && !isUnknown(arg))) &&
      active.every((before) => before[index] !== arg),
  );
}

function makesServer({ owner, node }: Item, run: Run): boolean {
  const [first] = node.childForFieldName("parameters")?.namedChildren ?? [];
  return owner !== undefined && run.servers.has(owner.type) && first?.type !== "self_parameter";
}

function selfOf(value: Value, item: Item, run: Run): Value {
  if (!isUnknown(value) || item.owner === undefined || item.owner.isTrait) return value;
  return blank(item.owner.type, item.path, run);
}
