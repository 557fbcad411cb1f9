import type { Node } from "web-tree-sitter";
import type { Place } from "../../../model.ts";
import { callFunction, evaluateCall } from "./call.ts";
import type { Item } from "./items.ts";
import { lastSegment } from "./items.ts";
import { readNumber, readString } from "./literals.ts";
import { expandMacro } from "./macros.ts";
import { bindPattern, matches, partsOf } from "./patterns.ts";
import type { Project } from "./project.ts";
import { instanceOf } from "./instance.ts";
import { merge, withCondition } from "./conditions.ts";
import { copied } from "./methods.ts";
import {
  type Dict,
  type Facts,
  fieldsOf,
  type Frame,
  isDict,
  isStruct,
  isUnknown,
  type Scope,
  type Struct,
  unknown,
  type Value,
} from "./values.ts";

/** One reading of a snapshot: what all evaluations share. */
export interface Run extends Facts {
  project: Project;
  /** Conditions that the code being evaluated stands under, outermost first. */
  conditions: string[];
  /** Steps that are left to the evaluation at hand. */
  steps: number;
  /** Values of constants, and of structs as their constructors make them; undefined while one is being made. */
  constants: Map<string, Value | undefined>;
  /** Structs as the program's own start made them, by name. */
  instances: Map<string, Struct>;
  /** All calls of `tool_box!`. */
  boxes: Item[];
  /** Annotated functions and structs as tools, before anything changes them. */
  declared: Map<Item, Struct>;
  /** What answers to requests for tools came to while the program's start was evaluated, by the node of the code. */
  heard: Map<number, Value[]>;
  /** Tools that were handed to code of other crates. */
  handed: { tool: Struct | Dict; path: string }[];
  /** Functions that were called. */
  called: Set<Item>;
  /** While `main` is evaluated. */
  isStarting: boolean;
  /** Annotated functions whose routes were removed again. */
  removed: Set<Item>;
  /** Values made of SDK constructors and `json!` during the evaluation at hand. */
  made: Set<Struct | Dict>;
}

export const stepLimit = 400_000;
const maxLoop = 3000;
const maxDepth = 250;

/** How control leaves a block. */
export interface Leaving {
  leaves: "return" | "break" | "continue";
  value: Value;
}

export function isLeaving(error: unknown): error is Leaving {
  return typeof error === "object" && error !== null && "leaves" in error;
}

export function newScope(frame: Frame, parent?: Scope): Scope {
  return { names: new Map(), frame, ...(parent === undefined ? {} : { parent }) };
}

export function lookUp(scope: Scope, name: string): Value | undefined {
  for (let at: Scope | undefined = scope; at !== undefined; at = at.parent) {
    const value = at.names.get(name);
    if (value !== undefined) return value;
  }
  return undefined;
}

export function placeIn(scope: Scope, node: Node): Place {
  const { path, offset, expanding } = scope.frame;
  if (expanding !== undefined) return expanding;
  return {
    path,
    line: node.startPosition.row + 1 + offset,
    endLine: node.endPosition.row + 1 + offset,
  };
}

let nesting = 0;

/** Folds an expression; throws a Leaving where control leaves. */
export function evaluate(node: Node, scope: Scope, run: Run): Value {
  run.steps -= 1;
  if (run.steps < 0 || nesting > maxDepth) return unknown(node.text);
  nesting += 1;
  try {
    return evaluators.get(node.type)?.(node, scope, run) ?? unknown(node.text);
  } finally {
    nesting -= 1;
  }
}

type Evaluator = (node: Node, scope: Scope, run: Run) => Value;

const inner: Evaluator = (node, scope, run) => {
  const child = node.namedChildren.find(
    ({ type }) => !type.endsWith("comment") && type !== "mutable_specifier",
  );
  return child === undefined ? null : evaluate(child, scope, run);
};

const field: (name: string) => Evaluator = (name) => (node, scope, run) => {
  const child = node.childForFieldName(name);
  return child === null ? null : evaluate(child, scope, run);
};

const list: Evaluator = (node, scope, run) => {
  const parts = node.namedChildren.filter(
    ({ type }) => !type.endsWith("comment") && type !== "attribute_item",
  );
  return parts.map((child) => evaluate(child, scope, run));
};

const evaluators = new Map<string, Evaluator>([
  ["string_literal", (node) => readString(node) ?? ""],
  ["raw_string_literal", (node) => readString(node) ?? ""],
  ["char_literal", (node) => readString(node) ?? ""],
  ["integer_literal", (node) => readNumber(node.text)],
  ["float_literal", (node) => readNumber(node.text)],
  ["boolean_literal", (node) => node.text === "true"],
  ["unit_expression", () => null],
  ["identifier", evaluatePath],
  ["self", evaluatePath],
  ["scoped_identifier", evaluatePath],
  ["generic_function", evaluatePath],
  ["parenthesized_expression", inner],
  ["reference_expression", field("value")],
  ["await_expression", inner],
  ["try_expression", inner],
  ["type_cast_expression", field("value")],
  ["unsafe_block", inner],
  ["async_block", inner],
  ["const_block", field("body")],
  ["expression_statement", inner],
  ["tuple_expression", list],
  ["array_expression", evaluateArray],
  ["unary_expression", evaluateUnary],
  ["binary_expression", evaluateBinary],
  ["field_expression", evaluateField],
  ["index_expression", evaluateIndex],
  ["struct_expression", evaluateStruct],
  ["call_expression", evaluateCall],
  ["macro_invocation", expandMacro],
  ["block", evaluateBlock],
  ["closure_expression", (node, scope) => ({ kind: "closure", node, scope })],
  ["if_expression", evaluateIf],
  ["match_expression", evaluateMatch],
  ["for_expression", evaluateFor],
  ["loop_expression", evaluateOnce],
  ["while_expression", evaluateOnce],
  ["assignment_expression", evaluateAssignment],
  ["compound_assignment_expr", evaluateCompound],
  ["return_expression", (node, scope, run) => leave("return", inner(node, scope, run))],
  ["break_expression", (node, scope, run) => leave("break", inner(node, scope, run))],
  ["continue_expression", () => leave("continue", null)],
]);

function leave(leaves: Leaving["leaves"], value: Value): never {
  // oxlint-disable-next-line no-throw-literal -- control flow of the evaluated program, caught by the block that it leaves
  throw { leaves, value } satisfies Leaving;
}

function evaluateArray(node: Node, scope: Scope, run: Run): Value {
  const length = node.childForFieldName("length");
  if (length !== null) return unknown(node.text);
  return list(node, scope, run);
}

function evaluatePath(node: Node, scope: Scope, run: Run): Value {
  const text = node.text.replace(/::<[^]*$/, "").replace(/\s+/g, "");
  const local = lookUp(scope, text);
  if (local !== undefined) return local;
  if (text === "None") return null;
  const { frame } = scope;
  const segments = text.split("::");
  const name = segments.at(-1) ?? "";
  const ownerName = segments.at(-2);
  const owner = ownerName === "Self" ? frame.owner?.type : ownerName;
  if (owner !== undefined) {
    const typed = scope.frame.generics.get(owner);
    const [member] = run.project.members(typed?.node.text ?? owner, name, frame.path);
    if (member?.kind === "const") return constant(member, run);
    if (member?.kind === "fn") return { kind: "function", item: member };
    const [enumItem] = run.project.find(["enum"], segments.slice(0, -1).join("::"), frame.path);
    if (enumItem !== undefined || (/^[A-Z]/.test(owner) && /^[A-Z]\w*[a-z]/.test(name)))
      return { kind: "struct", name, variantOf: owner, fields: new Map() };
  }
  const [item] = run.project.find(["const", "fn"], text, frame.path);
  if (item?.kind === "const") return constant(item, run);
  if (item?.kind === "fn") return { kind: "function", item };
  if (/^[A-Z]/.test(name) && !/^[A-Z]/.test(owner ?? "")) {
    const [struct] = run.project.find(["struct"], text, frame.path);
    if (struct !== undefined) return { kind: "struct", name, item: struct, fields: new Map() };
  }
  return unknown(text);
}

/** The value of a constant; of a `static` that is made at first use, what its initializer gives. */
export function constant(item: Item, run: Run): Value {
  const key = `${item.path}:${item.offset + item.node.startPosition.row}:${item.node.startPosition.column}`;
  if (run.constants.has(key)) return run.constants.get(key) ?? unknown(item.name);
  run.constants.set(key, undefined);
  const value = item.node.childForFieldName("value");
  const found = value === null ? unknown(item.name) : evaluate(value, newScope(frameOf(item)), run);
  if (run.steps < 0) run.constants.delete(key);
  else run.constants.set(key, found);
  return found;
}

export function frameOf(item: Item, depth = 0): Frame {
  return {
    path: item.path,
    offset: item.offset,
    generics: new Map(),
    returned: [],
    depth,
    ...(item.owner === undefined ? {} : { owner: item.owner }),
  };
}

function evaluateUnary(node: Node, scope: Scope, run: Run): Value {
  const value = inner(node, scope, run);
  const operator = node.child(0)?.type;
  if (operator === "*") return value;
  if (operator === "!" && typeof value === "boolean") return !value;
  if (operator === "-" && typeof value === "number") return -value;
  return unknown(node.text);
}

function evaluateBinary(node: Node, scope: Scope, run: Run): Value {
  const [left, right] = [node.childForFieldName("left"), node.childForFieldName("right")];
  if (left === null || right === null) return unknown(node.text);
  const operator = node.childForFieldName("operator")?.type ?? node.child(1)?.type ?? "";
  const a = evaluate(left, scope, run);
  if (operator === "&&" || operator === "||") {
    const decides = operator === "||";
    if (a === decides) return decides;
    const b = evaluate(right, scope, run);
    if (b === decides) return decides;
    return typeof a === "boolean" && typeof b === "boolean" ? !decides : unknown(node.text);
  }
  const b = evaluate(right, scope, run);
  return operate(operator, a, b, run) ?? unknown(node.text);
}

function operate(operator: string, a: Value, b: Value, run: Run): Value | undefined {
  if (operator === "+") {
    if (typeof a === "string" && typeof b === "string") return a + b;
    if (typeof a === "number" && typeof b === "number") return a + b;
    return isStruct(a) && isStruct(b) ? addRoutes(a, b, run) : undefined;
  }
  if (operator === "==" || operator === "!=") {
    const same = sameValue(a, b);
    return same === undefined ? undefined : same === (operator === "==");
  }
  if (typeof a !== "number" || typeof b !== "number") return undefined;
  if (operator === "-") return a - b;
  if (operator === "*") return a * b;
  if (operator === "/") return b === 0 ? undefined : a / b;
  if (operator === "<") return a < b;
  if (operator === ">") return a > b;
  if (operator === "<=") return a <= b;
  return operator === ">=" ? a >= b : undefined;
}

/** Whether two values are equal; undefined when that is not known. */
export function sameValue(a: Value, b: Value): boolean | undefined {
  if (isUnknown(a) || isUnknown(b)) return undefined;
  if (isStruct(a) && isStruct(b) && a.fields.size === 0 && b.fields.size === 0)
    return a.name === b.name;
  if ((typeof a === "object" && a !== null) || (typeof b === "object" && b !== null))
    return undefined;
  return a === b;
}

/** Puts the routes of one router into another. */
export function addRoutes(to: Struct, from: Struct, run: Run): Struct {
  const [into, source] = [to.fields.get("map"), from.fields.get("map")];
  if (isDict(into) && isDict(source))
    for (const [name, route] of source) {
      into.set(name, route);
      withCondition(route, run);
    }
  return to;
}

function evaluateField(node: Node, scope: Scope, run: Run): Value {
  const target = node.childForFieldName("value");
  const name = node.childForFieldName("field")?.text ?? "";
  if (target === null) return unknown(node.text);
  const value = evaluate(target, scope, run);
  if (Array.isArray(value) && /^\d+$/.test(name)) return value[Number(name)] ?? unknown(node.text);
  const known = fieldsOf(value)?.get(name);
  if (known !== undefined) return known;
  if (isStruct(value)) return instanceOf(value, name, run) ?? unknown(node.text);
  return unknown(node.text);
}

function evaluateIndex(node: Node, scope: Scope, run: Run): Value {
  const [target, key] = node.namedChildren;
  if (target === undefined || key === undefined) return unknown(node.text);
  const value = evaluate(target, scope, run);
  const at = evaluate(key, scope, run);
  if (Array.isArray(value) && typeof at === "number") return value[at] ?? unknown(node.text);
  if (isDict(value) && typeof at === "string") return value.get(at) ?? null;
  return Array.isArray(value) && key.type === "range_expression" ? value : unknown(node.text);
}

function evaluateStruct(node: Node, scope: Scope, run: Run): Value {
  const type = node.childForFieldName("name");
  const body = node.childForFieldName("body");
  if (type === null || body === null) return unknown(node.text);
  const written = type.text.replace(/<[^]*$/, "").replace(/\s+/g, "");
  const { owner, path } = scope.frame;
  const name = written === "Self" ? (owner?.type ?? "Self") : lastSegment(written);
  const [item] = run.project.find(["struct"], written === "Self" ? name : written, path);
  const struct: Struct = {
    kind: "struct",
    name,
    fields: new Map(),
    ...(item === undefined ? {} : { item }),
  };
  for (const part of body.namedChildren) {
    if (part.type === "base_field_initializer") {
      const base = fieldsOf(inner(part, scope, run));
      for (const [key, value] of base ?? [])
        if (!struct.fields.has(key)) struct.fields.set(key, value);
    } else if (part.type === "shorthand_field_initializer") {
      const key = part.text;
      struct.fields.set(key, lookUp(scope, key) ?? unknown(key));
    } else if (part.type === "field_initializer") {
      const key = part.childForFieldName("field") ?? part.childForFieldName("name");
      const value = part.childForFieldName("value");
      if (key !== null && value !== null) struct.fields.set(key.text, evaluate(value, scope, run));
    }
  }
  run.places.set(struct, placeIn(scope, node));
  if (struct.fields.has("name")) run.made.add(struct);
  if (run.isStarting && item !== undefined) run.instances.set(name, struct);
  return struct;
}

function evaluateBlock(node: Node, scope: Scope, run: Run): Value {
  const local = newScope(scope.frame, scope);
  let last: Value = null;
  for (const statement of node.namedChildren) {
    if (
      statement.type.endsWith("comment") ||
      statement.type.endsWith("_item") ||
      statement.type === "use_declaration"
    )
      continue;
    if (statement.type === "let_declaration") {
      evaluateLet(statement, local, run);
      last = null;
    } else {
      const value = evaluate(statement, local, run);
      last =
        statement.type === "expression_statement" && statement.text.endsWith(";") ? null : value;
    }
  }
  return last;
}

function evaluateLet(node: Node, scope: Scope, run: Run): void {
  const pattern = node.childForFieldName("pattern");
  const value = node.childForFieldName("value");
  if (pattern === null) return;
  let found = value === null ? unknown(node.text) : evaluate(value, scope, run);
  const type = node.childForFieldName("type")?.text ?? "";
  if (
    Array.isArray(found) &&
    /\b(?:HashMap|BTreeMap|IndexMap|Map)\b/.test(type) &&
    !type.includes("Vec")
  )
    found = toDict(found);
  bindPattern(pattern, found, scope);
}

/** A map of key and value pairs. */
export function toDict(pairs: Value[]): Dict {
  return new Map(
    pairs.flatMap((pair): [string, Value][] =>
      Array.isArray(pair) && typeof pair[0] === "string" ? [[pair[0], pair[1] ?? null]] : [],
    ),
  );
}

function evaluateIf(node: Node, scope: Scope, run: Run): Value {
  const [condition, consequence] = [
    node.childForFieldName("condition"),
    node.childForFieldName("consequence"),
  ];
  const alternative = node
    .childForFieldName("alternative")
    ?.namedChildren.find(({ type }) => !type.endsWith("comment"));
  if (condition === null || consequence === null) return unknown(node.text);
  const local = newScope(scope.frame, scope);
  const decided = decide(condition, local, run);
  if (decided === true) return evaluate(consequence, local, run);
  if (decided === false)
    return alternative === undefined ? null : evaluate(alternative, scope, run);
  const text = condition.text.replace(/\s+/g, " ");
  const branches = [branch(consequence, text, local, run)];
  branches.push(alternative === undefined ? null : branch(alternative, `!(${text})`, scope, run));
  return merge(branches, run);
}

function decide(condition: Node, scope: Scope, run: Run): boolean | undefined {
  if (condition.type === "let_condition") {
    const [pattern, value] = [
      condition.childForFieldName("pattern"),
      condition.childForFieldName("value"),
    ];
    if (pattern === null || value === null) return undefined;
    const found = evaluate(value, scope, run);
    const matched = matches(pattern, found, scope, run);
    if (matched !== false) bindPattern(pattern, found, scope);
    return matched;
  }
  if (condition.type === "let_chain") {
    const parts = condition.namedChildren.map((part) => decide(part, scope, run));
    if (parts.includes(false)) return false;
    return parts.every((part) => part === true) ? true : undefined;
  }
  const value = evaluate(condition, scope, run);
  return typeof value === "boolean" ? value : undefined;
}

/** One of several ways that may be taken; undefined when it leaves the block. */
function branch(node: Node, condition: string, scope: Scope, run: Run): Value | undefined {
  run.conditions.push(condition);
  try {
    const value = evaluate(node, scope, run);
    withCondition(value, run);
    return value;
  } catch (error) {
    if (!isLeaving(error)) throw error;
    withCondition(error.value, run);
    if (error.leaves === "return") scope.frame.returned.push(error.value);
    return undefined;
  } finally {
    run.conditions.pop();
  }
}

function evaluateMatch(node: Node, scope: Scope, run: Run): Value {
  const [value, body] = [node.childForFieldName("value"), node.childForFieldName("body")];
  if (value === null || body === null) return unknown(node.text);
  const subject = evaluate(value, scope, run);
  const open: { arm: Node; scope: Scope; pattern: Node }[] = [];
  for (const arm of body.namedChildren) {
    const pattern = arm.childForFieldName("pattern");
    const first = pattern?.namedChildren[0] ?? pattern;
    const result = arm.childForFieldName("value");
    if (arm.type !== "match_arm" || !pattern || !first || result === null) continue;
    const local = newScope(scope.frame, scope);
    const guard = pattern.childForFieldName("condition");
    const matched = matches(pattern.text === "_" ? pattern : first, subject, local, run);
    if (matched === false) continue;
    bindPattern(first, subject, local);
    const guarded = guard === null ? true : decide(guard, local, run);
    if (guarded === false) continue;
    if (pattern.text.includes('"tools/list"')) hear(result, local, run);
    if (matched === true && guarded === true && open.length === 0)
      return evaluate(result, local, run);
    open.push({ arm: result, scope: local, pattern });
    if (matched === true && guarded === true) break;
  }
  const subjectText = value.text.replace(/\s+/g, " ");
  return merge(
    open.map(({ arm, scope: local, pattern }) =>
      branch(arm, `${subjectText} is ${pattern.text.replace(/\s+/g, " ")}`, local, run),
    ),
    run,
  );
}

/** Notes what an answer to a request for tools comes to, whatever the conditions of being asked. */
function hear(node: Node, scope: Scope, run: Run): void {
  const conditions = run.conditions.splice(0);
  try {
    listen(node.id, evaluate(node, scope, run), run);
  } catch (error) {
    if (!isLeaving(error)) throw error;
    listen(node.id, error.value, run);
  } finally {
    run.conditions.splice(0, run.conditions.length, ...conditions);
  }
}

export function listen(id: number, value: Value, run: Run): void {
  run.heard.set(id, [...(run.heard.get(id) ?? []).slice(-20), copied(value, run)]);
}

function evaluateFor(node: Node, scope: Scope, run: Run): Value {
  const [pattern, value, body] = ["pattern", "value", "body"].map((name) =>
    node.childForFieldName(name),
  );
  if (!pattern || !value || !body) return null;
  const over = evaluate(value, scope, run);
  const items = isDict(over) ? [...over].map(([key, one]): Value => [key, one]) : over;
  if (!Array.isArray(items)) {
    const local = newScope(scope.frame, scope);
    bindPattern(pattern, unknown(value.text), local);
    branch(body, `for ${pattern.text} in ${value.text}`, local, run);
    return null;
  }
  for (const item of items.slice(0, maxLoop)) {
    const local = newScope(scope.frame, scope);
    bindPattern(pattern, item, local);
    try {
      evaluate(body, local, run);
    } catch (error) {
      if (!isLeaving(error) || error.leaves === "return") throw error;
      if (error.leaves === "break") break;
    }
  }
  return null;
}

function evaluateOnce(node: Node, scope: Scope, run: Run): Value {
  const body = node.childForFieldName("body");
  if (body !== null) branch(body, node.childForFieldName("condition")?.text ?? "", scope, run);
  return unknown(node.text);
}

function evaluateAssignment(node: Node, scope: Scope, run: Run): Value {
  const [left, right] = [node.childForFieldName("left"), node.childForFieldName("right")];
  if (left !== null && right !== null) assign(left, evaluate(right, scope, run), scope, run);
  return null;
}

function evaluateCompound(node: Node, scope: Scope, run: Run): Value {
  const [left, right] = [node.childForFieldName("left"), node.childForFieldName("right")];
  if (left === null || right === null) return null;
  const operator = (node.childForFieldName("operator")?.type ?? "").replace(/=$/, "");
  const [a, b] = [evaluate(left, scope, run), evaluate(right, scope, run)];
  assign(left, operate(operator, a, b, run) ?? unknown(node.text), scope, run);
  return null;
}

/** Gives a place in the evaluated program a value. */
export function assign(target: Node, value: Value, scope: Scope, run: Run): void {
  if (target.type === "identifier") {
    for (let at: Scope | undefined = scope; at !== undefined; at = at.parent)
      if (at.names.has(target.text)) {
        const before = at.names.get(target.text) ?? null;
        at.names.set(
          target.text,
          run.conditions.length > 0 && !isUnknown(value)
            ? (merge([before, value], run) ?? value)
            : value,
        );
        return;
      }
    scope.names.set(target.text, value);
  } else if (target.type === "field_expression") {
    const owner = target.childForFieldName("value");
    const fields = owner === null ? undefined : fieldsOf(evaluate(owner, scope, run));
    fields?.set(target.childForFieldName("field")?.text ?? "", value);
  } else if (target.type === "index_expression") {
    const [owner, key] = target.namedChildren;
    if (owner === undefined || key === undefined) return;
    const fields = fieldsOf(evaluate(owner, scope, run));
    const name = evaluate(key, scope, run);
    if (typeof name === "string") fields?.set(name, value);
  } else if (target.type === "unary_expression" && target.namedChildren[0] !== undefined) {
    assign(target.namedChildren[0], value, scope, run);
  }
}

/** Calls a closure, or a function by value. */
export function apply(callee: Value | undefined, args: Value[], run: Run): Value {
  if (typeof callee !== "object" || callee === null || !("kind" in callee)) return unknown("call");
  if (callee.kind === "function") return callFunction(callee.item, args, run);
  if (callee.kind !== "closure") return unknown("call");
  const local = newScope(callee.scope.frame, callee.scope);
  const list = callee.node.childForFieldName("parameters");
  const parameters = list === null ? [] : partsOf(list);
  for (const [index, parameter] of parameters.entries()) {
    const pattern = parameter.childForFieldName("pattern") ?? parameter;
    bindPattern(pattern, args[index] ?? unknown(parameter.text), local);
  }
  const body = callee.node.childForFieldName("body");
  if (body === null) return null;
  try {
    return evaluate(body, local, run);
  } catch (error) {
    if (isLeaving(error) && error.leaves === "return") return error.value;
    throw error;
  }
}
