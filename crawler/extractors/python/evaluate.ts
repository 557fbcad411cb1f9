import { noteCall, noteFunction, noteTools } from "./answers.ts";
import { keyOf } from "./assign.ts";
import { attributeOf } from "./attribute.ts";
import { builtinNames } from "./builtins.ts";
import { callValue, type Arguments } from "./call.ts";
import { evaluateComprehension } from "./comprehension.ts";
import { itemsOf } from "./items.ts";
import { binary, compare, unary } from "./operators.ts";
import { limits, spent, step, type Run } from "./run.ts";
import type { Argument, Expression } from "./syntax.ts";
import {
  choice,
  external,
  firstOf,
  isComposite,
  likeliest,
  listOf,
  truth,
  unknown,
  written,
  type Dict,
  type Func,
  type List,
  type Scope,
  type Value,
} from "./values.ts";

/** What an expression stands for where it is written. */
export function evaluate(run: Run, expression: Expression, scope: Scope): Value {
  if (!step(run) || run.depth > limits.depth) return spent;
  run.depth += 1;
  try {
    const value = evaluateInside(run, expression, scope);
    if (expression.kind !== "name") charge(run, value);
    return value;
  } finally {
    run.depth -= 1;
  }
}

/** Making a large value costs more steps than a small one, so that time and memory are bounded by the same number. */
function charge(run: Run, value: Value): void {
  if (typeof value === "string") run.steps += value.length >> 5;
  else if (isComposite(value) && value.kind === "list") run.steps += value.items.length >> 3;
}

/** The value that a name is bound to where it is written; undefined when it is bound nowhere. */
export function lookUp(name: string, scope: Scope): Value | undefined {
  for (let at: Scope | undefined = scope; at; at = at.parent) {
    // The names of a class are not seen from its methods.
    if (at.type === "class" && at !== scope) continue;
    const value = at.names.get(name);
    if (value !== undefined) return value;
  }
  return builtinNames.has(name) ? external(`builtins.${name}`) : undefined;
}

function evaluateInside(run: Run, expression: Expression, scope: Scope): Value {
  switch (expression.kind) {
    case "text":
    case "number":
    case "constant":
    case "known":
      return expression.value;
    case "name":
      return firstOf(lookUp(expression.name, scope), unknown(`the name ${expression.name}`));
    case "format":
      return format(run, expression.parts, scope);
    case "attribute":
      return attributeOf(run, evaluate(run, expression.of, scope), expression.name);
    case "call":
      return evaluateCall(run, expression, scope);
    case "list":
      return evaluateList(run, expression, scope);
    case "dict":
      return evaluateDict(run, expression, scope);
    case "index":
      return evaluateIndex(run, expression, scope);
    case "binary":
      return evaluateBinary(run, expression, scope);
    case "unary":
      return unary(expression.operator, evaluate(run, expression.operand, scope));
    case "compare":
      return compare(
        evaluate(run, expression.first, scope),
        expression.rest.map(({ operator, right }) => ({
          operator,
          right: evaluate(run, right, scope),
        })),
      );
    case "choose": {
      const test = truth(evaluate(run, expression.test, scope));
      if (test === true) return evaluate(run, expression.first, scope);
      if (test === false) return evaluate(run, expression.otherwise, scope);
      return choice([
        evaluate(run, expression.first, scope),
        evaluate(run, expression.otherwise, scope),
      ]);
    }
    case "lambda":
      return { kind: "func", callable: expression.callable, scope, attributes: new Map() };
    case "comprehension":
      return evaluateComprehension(run, expression, scope);
    case "walrus": {
      const value = evaluate(run, expression.value, scope);
      scope.names.set(expression.name, value);
      return value;
    }
    case "yield": {
      const value = expression.value ? evaluate(run, expression.value, scope) : null;
      scope.yields ??= listOf([]);
      const given = expression.from ? itemsOf(value) : { items: [value], open: false };
      scope.yields.items.push(...given.items);
      if (given.open) scope.yields.open = true;
      return unknown("what a generator is sent");
    }
    case "star":
      return evaluate(run, expression.value, scope);
    case "ellipsis":
      return external("builtins.Ellipsis");
    case "slice":
    case "other":
      return unknown("an expression of a kind that is not followed");
  }
}

function format(run: Run, parts: Expression[], scope: Scope): Value {
  let text = "";
  for (const part of parts) {
    const value = evaluate(run, part, scope);
    const piece = written(value);
    if (piece === undefined)
      return isComposite(value) && value.kind === "unknown"
        ? value
        : unknown("a part of a formatted text");
    text += piece;
    if (text.length > limits.text) return spent;
  }
  return text;
}

function evaluateCall(run: Run, expression: Expression & { kind: "call" }, scope: Scope): Value {
  const { callee, line } = expression;
  const at = { path: scope.module.path, line };
  if (callee.kind === "name" && callee.name === "super") return superOf(scope);
  const value = evaluate(run, callee, scope);
  const given = evaluateArguments(run, expression.arguments, scope);
  noteCall(run, given, at);
  noteTools(run, given.keywords.get("tools"));
  return callValue(run, value, given, at);
}

/** The arguments of a call, in order; `open` when there may be others. */
export function evaluateArguments(run: Run, list: Argument[], scope: Scope): Arguments {
  const result: Arguments = { positional: [], keywords: new Map(), open: false };
  for (const argument of list) {
    const value = evaluate(run, argument.value, scope);
    if (argument.stars === 1) {
      const { items, open } = itemsOf(value);
      result.positional.push(...items);
      result.open ||= open;
    } else if (argument.stars === 2) {
      const likely = likeliest(value);
      if (!isComposite(likely) || likely.kind !== "dict") result.open = true;
      else {
        result.open ||= likely.open === true;
        for (const [key, item] of likely.entries)
          if (typeof key === "string") result.keywords.set(key, item);
      }
    } else if (argument.name === undefined) result.positional.push(value);
    else result.keywords.set(argument.name, value);
  }
  return result;
}

function superOf(scope: Scope): Value {
  let at: Scope | undefined = scope;
  let running: Func | undefined;
  for (; at && !running; at = at.parent) running = at.running?.owner ? at.running : undefined;
  if (!running?.owner || running.self === undefined) return unknown("super()");
  return { kind: "super", self: running.self, after: running.owner };
}

function evaluateList(run: Run, expression: Expression & { kind: "list" }, scope: Scope): Value {
  const list: List = { ...listOf([], expression.type), depth: run.when.length };
  for (const item of expression.items.slice(0, limits.items)) {
    const value = evaluate(run, item, scope);
    if (item.kind !== "star") list.items.push(value);
    else {
      const { items, open } = itemsOf(value);
      list.items.push(...items);
      if (open) list.open = true;
    }
  }
  return list;
}

function evaluateDict(run: Run, expression: Expression & { kind: "dict" }, scope: Scope): Value {
  const at = { path: scope.module.path, line: expression.line };
  const dict: Dict = { kind: "dict", entries: new Map(), at, depth: run.when.length };
  for (const { key, value } of expression.entries.slice(0, limits.items)) {
    const item = evaluate(run, value, scope);
    if (key) {
      const name = keyOf(evaluate(run, key, scope));
      dict.entries.set(name, item);
      if (name === "tools") noteTools(run, item);
      noteFunction(run, name, item, at);
    } else {
      const likely = likeliest(item);
      if (!isComposite(likely) || likely.kind !== "dict") dict.open = true;
      else for (const [inner, each] of likely.entries) dict.entries.set(inner, each);
    }
  }
  return dict;
}

function evaluateIndex(run: Run, expression: Expression & { kind: "index" }, scope: Scope): Value {
  const of = likeliest(evaluate(run, expression.of, scope));
  if (expression.index.kind === "slice") return evaluateSlice(run, of, expression.index, scope);
  const index = evaluate(run, expression.index, scope);
  if (typeof of === "string" && typeof index === "number")
    return [...of].at(index) ?? unknown("a missing character");
  if (!isComposite(of)) return unknown("an index");
  switch (of.kind) {
    case "dict":
      return firstOf(of.entries.get(keyOf(likeliest(index))), unknown("a key that is not known"));
    case "list":
      return typeof index === "number"
        ? firstOf(of.items.at(index), unknown("a missing item"))
        : unknown("an item of a list");
    case "external":
      if (of.path.startsWith("os.")) return unknown("an environment variable");
      return { kind: "generic", of, arguments: indexes(index, expression.index) };
    case "class": {
      const member = typeof index === "string" ? of.scope.names.get(index) : undefined;
      return member ?? { kind: "generic", of, arguments: indexes(index, expression.index) };
    }
    case "generic":
    case "made":
      return { kind: "generic", of, arguments: indexes(index, expression.index) };
    case "unknown":
      return of;
    default:
      return unknown("an index");
  }
}

function indexes(index: Value, expression: Expression): Value[] {
  return isComposite(index) &&
    index.kind === "list" &&
    (expression.kind === "list" || index.type === "tuple")
    ? index.items
    : [index];
}

function evaluateSlice(
  run: Run,
  of: Value,
  slice: Expression & { kind: "slice" },
  scope: Scope,
): Value {
  const [from, to] = [slice.from, slice.to].map((end) =>
    end ? evaluate(run, end, scope) : undefined,
  );
  if (
    slice.stepped ||
    (from !== undefined && typeof from !== "number") ||
    (to !== undefined && typeof to !== "number")
  )
    return unknown("a slice");
  if (typeof of === "string") return of.slice(from, to);
  if (isComposite(of) && of.kind === "list") return { ...of, items: of.items.slice(from, to) };
  return unknown("a slice");
}

function evaluateBinary(
  run: Run,
  expression: Expression & { kind: "binary" },
  scope: Scope,
): Value {
  const { operator } = expression;
  const left = evaluate(run, expression.left, scope);
  if (operator !== "and" && operator !== "or")
    return binary(operator, left, evaluate(run, expression.right, scope));
  const known = truth(left);
  if (known !== undefined)
    return known === (operator === "or") ? left : evaluate(run, expression.right, scope);
  return choice([left, evaluate(run, expression.right, scope)]);
}
