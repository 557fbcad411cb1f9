import { execute } from "./execute.ts";
import { instantiate } from "./construct.ts";
import { lookUp, memberOf } from "./names.ts";
import { findType } from "./resolve.ts";
import type { Run } from "./run.ts";
import type { Expression, Statement } from "./syntax.ts";
import {
  type Environment,
  isKind,
  isUnknown,
  list,
  nothing,
  textOf,
  type Value,
} from "./values.ts";

const maxText = 200_000;

/** The value of any expression but a call. */
export function evaluateExpression(
  run: Run,
  expression: Exclude<Expression, { kind: "call" }>,
  environment: Environment,
): Value {
  switch (expression.kind) {
    case "constant":
      return expression.value;
    case "template": {
      const texts = expression.parts.map((part) => textOf(run.evaluate(part, environment)));
      return texts.includes(undefined) ? nothing : bounded(texts.join(""));
    }
    case "name":
      return lookUp(run, expression.name, environment);
    case "self":
      return environment.receivers[0] ?? environment.self ?? nothing;
    case "member":
      return memberExpression(run, expression, environment);
    case "new":
      return instantiate(run, expression, environment);
    case "lambda":
      return {
        kind: "closure",
        parameters: expression.parameters,
        body: expression.body,
        at: expression.at,
        environment,
      };
    case "reference":
      return {
        kind: "closure",
        parameters: [],
        body: [],
        at: expression.at,
        environment,
        reference: expression,
      };
    case "type": {
      const given = reified(expression.type.name, environment);
      return given ?? { kind: "type", type: expression.type, scope: environment.scope };
    }
    case "list":
      return list(expression.items.map((item) => run.evaluate(item, environment)));
    case "binary":
      return binary(run, expression, environment);
    case "not": {
      const value = run.evaluate(expression.of, environment);
      return typeof value === "boolean" ? !value : nothing;
    }
    case "choice":
      return execute(run, [{ kind: "expression", value: expression }], environment).value;
    case "cases":
      return execute(run, [{ kind: "expression", value: expression }], environment).value;
    case "block":
      return execute(run, expression.body, environment).value;
    case "annotation":
    case "unknown":
      return nothing;
  }
}

/** The class that a type parameter stands for. */
function reified(name: string, environment: Environment): Value | undefined {
  for (let one: Environment | undefined = environment; one !== undefined; one = one.parent) {
    const value = one.variables.get(name);
    if (value !== undefined) return isKind(value, "type") ? value : nothing;
  }
  return undefined;
}

/** `a.b.C.D` may be a variable's member, a static one, or a type of that full name. */
function memberExpression(
  run: Run,
  expression: Extract<Expression, { kind: "member" }>,
  environment: Environment,
): Value {
  const value = memberOf(run, run.evaluate(expression.of, environment), expression.name);
  if (!isUnknown(value)) return value;
  const name = dotted(expression);
  if (name === undefined || !/(?:^|\.)[A-Z]\w*$/.test(name)) return value;
  const known = findType(run.program, name, environment.scope) !== undefined;
  if (!known && !/^[a-z]\w*\./.test(name)) return value;
  return { kind: "type", type: { name, args: [], nullable: false }, scope: environment.scope };
}

/** `a.b.c` -> the name; undefined for what isn't only names. */
export function dotted(expression: Expression): string | undefined {
  if (expression.kind === "name") return expression.name;
  if (expression.kind !== "member") return undefined;
  const of = dotted(expression.of);
  return of === undefined ? undefined : `${of}.${expression.name}`;
}

function binary(
  run: Run,
  expression: Extract<Expression, { kind: "binary" }>,
  environment: Environment,
): Value {
  // Long chains lean to the left.
  const links: { operator: string; right: Expression }[] = [];
  let first: Expression = expression;
  for (; first.kind === "binary"; first = first.left)
    links.push({ operator: first.operator, right: first.right });
  let left = run.evaluate(first, environment);
  for (const { operator, right } of links.toReversed()) {
    if (operator === "?:") {
      if (left === null) left = run.evaluate(right, environment);
      else if (isUnknown(left)) {
        const other = run.evaluate(right, environment);
        left = isUnknown(other) ? left : other;
      }
      continue;
    }
    left = operate(operator, left, run.evaluate(right, environment));
  }
  return left;
}

function operate(operator: string, left: Value, right: Value): Value {
  if (operator === "+") {
    if (typeof left === "number" && typeof right === "number") return left + right;
    if (isKind(left, "list"))
      return list([...left.items, ...(isKind(right, "list") ? right.items : [right])]);
    if (isKind(left, "dictionary") && isKind(right, "dictionary"))
      return { kind: "dictionary", entries: new Map([...left.entries, ...right.entries]) };
    const texts = [textOf(left), textOf(right)];
    return texts.includes(undefined) ? nothing : bounded(texts.join(""));
  }
  if (typeof left === "number" && typeof right === "number") {
    if (operator === "*") return left * right;
    if (operator === "-") return left - right;
    if (operator === "/" && right !== 0)
      return Number.isInteger(left) && Number.isInteger(right)
        ? Math.trunc(left / right)
        : left / right;
    if (operator === ">") return left > right;
    if (operator === "<") return left < right;
    if (operator === ">=") return left >= right;
    if (operator === "<=") return left <= right;
  }
  if (operator === "&&") return both(left, right, false);
  if (operator === "||") return both(left, right, true);
  if (/^[!=]==?$/.test(operator) && isPlain(left) && isPlain(right))
    return (left === right) !== operator.startsWith("!");
  return nothing;
}

function both(left: Value, right: Value, deciding: boolean): Value {
  if (left === deciding || right === deciding) return deciding;
  return typeof left === "boolean" && typeof right === "boolean" ? !deciding : nothing;
}

function isPlain(value: Value): boolean {
  return typeof value !== "object" || value === null;
}

/** Text that is too long is not followed further. */
export function bounded(text: string): Value {
  return text.length > maxText ? nothing : text;
}

/** The value that a list of statements has as the body of a lambda. */
export function bodyValue(run: Run, body: Statement[], environment: Environment): Value {
  return execute(run, body, environment).value;
}
