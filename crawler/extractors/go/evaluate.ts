import { externalCall } from "./external.ts";
import { callValue } from "./call.ts";
import { evaluateComposite } from "./composite.ts";
import { elementOf, selectMember } from "./member.ts";
import { nameValue, packageMember } from "./names.ts";
import { arithmetic, either, negated } from "./operators.ts";
import { limits, step, type Run } from "./run.ts";
import type { Expression } from "./syntax.ts";
import { resolveType, zeroOf } from "./types.ts";
import { matches } from "./type-of.ts";
import {
  choice,
  isComposite,
  likeliest,
  optionsOf,
  pointed,
  sliceOf,
  truth,
  unknown,
  unknownType,
  type Scope,
  type Type,
  type Value,
} from "./values.ts";
import { ofSetting, unsetOf } from "./settings.ts";
import { same } from "./same.ts";

/** What an expression stands for where it is written; `expected` types a literal without a type. */
export function evaluate(run: Run, expression: Expression, scope: Scope, expected?: Type): Value {
  if (!step(run) || run.depth > limits.depth) return unknown("more code than is followed");
  run.depth += 1;
  const value = fold(run, expression, scope, expected);
  run.depth -= 1;
  return value;
}

/** The values of an expression in a place for several: a call, `m[k]`, `x.(T)`, `<-c`. */
export function evaluateSeveral(
  run: Run,
  expression: Expression,
  scope: Scope,
  count: number,
): Value[] {
  if (expression.k === "index" && count === 2) return lookUp(run, expression, scope);
  if (expression.k === "assert" && count === 2) {
    const of = evaluate(run, expression.of, scope);
    const type = resolveType(run, expression.type, scope);
    const fits = optionsOf(of).filter((option) => matches(run, option, type) !== false);
    const sure =
      fits.length === optionsOf(of).length && fits.every((option) => matches(run, option, type));
    if (fits.length === 0) return [zeroOf(run, type), false];
    return [typed(choice(fits), type), sure ? true : unknown("whether a value is of a type")];
  }
  const value = evaluate(run, expression, scope);
  if (isComposite(value) && value.kind === "tuple")
    return Array.from({ length: count }, (_, index) => value.items[index] ?? null);
  const isUnknown = isComposite(value) && value.kind === "unknown";
  const reason = isUnknown ? value.reason : "one of several values";
  const first =
    isUnknown && value.setting ? ofSetting(reason, value.setting.unset) : unknown(reason);
  return Array.from({ length: count }, (_, index) => (index === 0 ? first : unknown(reason)));
}

function fold(run: Run, expression: Expression, scope: Scope, expected?: Type): Value {
  switch (expression.k) {
    case "literal":
      return expression.value;
    case "name":
      return nameValue(run, expression.name, scope);
    case "select":
      return select(run, expression, scope);
    case "call":
      return call(run, expression, scope);
    case "composite":
      return evaluateComposite(run, expression, scope, expected);
    case "func":
      return { kind: "func", callable: expression.callable, scope };
    case "unary":
      return unary(run, expression, scope, expected);
    case "binary":
      return binary(run, expression, scope);
    case "index":
      return lookUp(run, expression, scope)[0] ?? null;
    case "instantiate": {
      const types = expression.types.map((type) => resolveType(run, type, scope));
      return instantiate(evaluate(run, expression.of, scope), types);
    }
    case "slice": {
      const of = pointed(evaluate(run, expression.of, scope));
      const from = expression.from ? pointed(evaluate(run, expression.from, scope)) : 0;
      const to = expression.to ? pointed(evaluate(run, expression.to, scope)) : undefined;
      if (typeof from !== "number" || (to !== undefined && typeof to !== "number"))
        return isComposite(of) && of.kind === "slice"
          ? { ...of, fewer: true }
          : unknown("a part of a text");
      if (typeof of === "string") return of.slice(from, to);
      if (isComposite(of) && of.kind === "slice") return { ...of, items: of.items.slice(from, to) };
      return of;
    }
    case "assert": {
      const type = resolveType(run, expression.type, scope);
      const fits = optionsOf(evaluate(run, expression.of, scope)).filter(
        (option) => matches(run, option, type) !== false,
      );
      return fits.length === 0
        ? unknown("a value of another type", type)
        : typed(choice(fits), type);
    }
    case "type":
      return { kind: "type", type: resolveType(run, expression.type, scope) };
    default:
      return unknown("an expression that could not be read");
  }
}

/** The type of a value that is not known, where its place has one. */
export function typed(value: Value, type: Type): Value {
  if (!isComposite(value) || value.kind !== "unknown" || value.type || type.kind === "unknown")
    return value;
  return { ...value, type };
}

function select(run: Run, expression: Expression & { k: "select" }, scope: Scope): Value {
  const of = evaluate(run, expression.of, scope);
  if (!isComposite(of) || of.kind !== "package") return selectMember(run, of, expression.name);
  const found = run.load(of.path);
  const member = found && packageMember(run, found, expression.name);
  if (member !== undefined) return member;
  return { kind: "external", package: of.path, name: expression.name };
}

function call(run: Run, expression: Expression & { k: "call" }, scope: Scope): Value {
  const callee = evaluate(run, expression.callee, scope);
  const at = { path: scope.file.path, ...expression.at };
  const values = expression.arguments.map((argument) => evaluate(run, argument, scope));
  const [first] = values;
  const given =
    values.length === 1 && isComposite(first) && first.kind === "tuple" ? first.items : values;
  const [only] = optionsOf(callee);
  if (
    isComposite(only) &&
    (only.kind === "external" || only.kind === "unknown" || only.kind === "reference")
  ) {
    const of = expression.callee.k === "select" ? expression.callee.name : "";
    const shared = expression.arguments.map(
      (argument) =>
        argument.k === "unary" && argument.operator === "&" && argument.value.k !== "composite",
    );
    return externalCall(run, only, of, given, shared, at);
  }
  return callValue(run, callee, { values: given, spread: expression.spread }, at);
}

function unary(
  run: Run,
  expression: Expression & { k: "unary" },
  scope: Scope,
  expected?: Type,
): Value {
  const { operator, value: operand } = expression;
  if (operator === "&") return addressOf(run, operand, scope, expected);
  const value = evaluate(run, operand, scope);
  if (operator === "!") return negated(value);
  if (operator === "-") return typeof value === "number" ? -value : unknown("a number");
  if (operator === "+") return value;
  if (operator === "*") {
    if (isComposite(value) && value.kind === "type")
      return { kind: "type", type: { kind: "pointer", element: value.type } };
    const options = optionsOf(value).map((option) =>
      isComposite(option) && option.kind === "unknown" && option.type?.kind === "pointer"
        ? { ...option, type: option.type.element }
        : pointed(option),
    );
    return choice(options);
  }
  return unknown(operator === "<-" ? "what a channel gives" : "a number");
}

function addressOf(run: Run, operand: Expression, scope: Scope, expected?: Type): Value {
  if (operand.k === "composite") {
    const element = expected?.kind === "pointer" ? expected.element : undefined;
    return { kind: "pointer", to: evaluate(run, operand, scope, element) };
  }
  const value = evaluate(run, operand, scope);
  const options = optionsOf(value);
  if (options.every((option) => isComposite(option) && option.kind === "struct"))
    return choice(options.map((to): Value => ({ kind: "pointer", to })));
  if (operand.k === "name") {
    for (let at: Scope | undefined = scope; at; at = at.parent)
      if (at.names.has(operand.name))
        return { kind: "reference", cells: at.names, key: operand.name };
  }
  if (operand.k === "select") {
    const of = pointed(evaluate(run, operand.of, scope));
    if (isComposite(of) && of.kind === "struct") {
      if (!of.fields.has(operand.name)) of.fields.set(operand.name, value);
      return { kind: "reference", cells: of.fields, key: operand.name };
    }
  }
  return isComposite(value) && value.kind === "unknown" && value.type
    ? { ...value, type: { kind: "pointer", element: value.type } }
    : { kind: "pointer", to: value };
}

function binary(run: Run, expression: Expression & { k: "binary" }, scope: Scope): Value {
  const { operator } = expression;
  const left = evaluate(run, expression.left, scope);
  if (operator === "&&" || operator === "||") {
    const known = truth(left);
    if (known === (operator === "||")) return known;
    const right = evaluate(run, expression.right, scope);
    if (known !== undefined) return right;
    const other = truth(right);
    if (other === (operator === "||")) return other;
    return either(operator, left, right);
  }
  const right = evaluate(run, expression.right, scope);
  if (operator === "==" || operator === "!=") {
    let equal = same(left, right);
    // What is not known to fail is followed as if it succeeds.
    if (
      equal === undefined &&
      (isErrorCheck(expression.left, left, right) || isErrorCheck(expression.right, right, left))
    )
      equal = true;
    if (equal !== undefined) return equal === (operator === "==");
    const unset = [left, right].map(unsetOf);
    if (unset.every((one) => one === undefined)) return unknown("a comparison");
    const usually = same(unset[0] ?? left, unset[1] ?? right);
    return ofSetting(
      "a comparison with a setting",
      usually === undefined ? undefined : usually === (operator === "=="),
    );
  }
  return arithmetic(operator, left, right);
}

function isErrorCheck(expression: Expression, value: Value, other: Value): boolean {
  if (other !== null) return false;
  const likely = likeliest(value);
  if (isComposite(likely) && likely.kind === "unknown" && likely.type?.kind === "basic")
    return likely.type.name === "error";
  const name = expression.k === "name" || expression.k === "select" ? expression.name : "";
  return /^err|err$|error$/i.test(name);
}

/** `x[i]` with whether it is there; or a generic function with its type. */
function lookUp(run: Run, expression: Expression & { k: "index" }, scope: Scope): Value[] {
  const of = evaluate(run, expression.of, scope);
  if (
    isComposite(of) &&
    (of.kind === "func" || of.kind === "native" || of.kind === "type" || of.kind === "external")
  )
    return [instantiate(of, [typeOfExpression(run, expression.index, scope)]), true];
  return elementOf(run, of, evaluate(run, expression.index, scope));
}

function instantiate(value: Value, types: Type[]): Value {
  if (!isComposite(value)) return value;
  if (value.kind === "func" || value.kind === "native") return { ...value, types };
  if (value.kind === "type" && value.type.kind === "named")
    return { kind: "type", type: { ...value.type, arguments: types } };
  return value;
}

/** A type where the grammar saw an expression. */
function typeOfExpression(run: Run, expression: Expression, scope: Scope): Type {
  const value = evaluate(run, expression, scope);
  if (isComposite(value) && value.kind === "type") return value.type;
  if (isComposite(value) && value.kind === "external")
    return { kind: "external", package: value.package, name: value.name, arguments: [] };
  return unknownType;
}

/** A list of unknown length with items of a type. */
export function openList(type: Type): Value {
  return { ...sliceOf([], type), open: true };
}
