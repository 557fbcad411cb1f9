import { joinPaths } from "./paths.ts";
import { limits, spent } from "./run.ts";
import { same } from "./equality.ts";
import {
  choice,
  isComposite,
  likeliest,
  listOf,
  newBudget,
  textOf,
  truth,
  unknown,
  written,
  type List,
  type Value,
} from "./values.ts";

/** `left operator right` for everything but `and` and `or`, which are not always evaluated. */
export function binary(operator: string, left: Value, right: Value): Value {
  const [a, b] = [likeliest(left), likeliest(right)];
  if (operator === "|") return union(a, b);
  const [textA, textB] = [textOf(a), textOf(b)];
  if (operator === "%" && textA !== undefined) return interpolate(textA, b);
  if (operator === "+" && textA !== undefined && textB !== undefined)
    return textA.length + textB.length > limits.text ? spent : textA + textB;
  if (typeof a === "number" && typeof b === "number") return arithmetic(operator, a, b);
  if (operator === "*" && textA !== undefined && typeof b === "number") {
    return b < 0 || textA.length * b > limits.text ? spent : textA.repeat(b);
  }
  if (operator === "+" && isComposite(a) && a.kind === "list") return concatenate(a, b);
  if (operator === "+" && isComposite(b) && b.kind === "list") return { ...b, open: true };
  if (operator === "/" && isComposite(a)) return joinPaths(a, b) ?? unknown("a path");
  return (
    [a, b].find((value) => isComposite(value) && value.kind === "unknown") ??
    unknown(`the result of ${operator}`)
  );
}

/** `operator operand`. */
export function unary(operator: string, operand: Value): Value {
  if (operator === "not") {
    const known = truth(operand);
    if (known !== undefined) return !known;
    const likely = truth(likeliest(operand));
    return likely === undefined
      ? unknown("a condition")
      : choice([!likely, unknown("a condition")]);
  }
  const value = likeliest(operand);
  if (typeof value !== "number") return unknown(`the result of ${operator}`);
  return operator === "-" ? -value : value;
}

/** A chain of comparisons. */
export function compare(first: Value, rest: { operator: string; right: Value }[]): Value {
  let left = first;
  let certain = true;
  for (const { operator, right } of rest) {
    const answer = compareOne(operator, left, right);
    if (answer === false) return false;
    certain &&= answer === true;
    left = right;
  }
  return certain || unknown("a comparison");
}

function compareOne(operator: string, left: Value, right: Value): boolean | undefined {
  switch (operator) {
    case "==":
    case "is":
      return same(left, right);
    case "!=":
    case "is not":
      return opposite(same(left, right));
    case "in":
      return contains(right, left);
    case "not in":
      return opposite(contains(right, left));
    default:
      return order(operator, left, right);
  }
}

function opposite(answer: boolean | undefined): boolean | undefined {
  return answer === undefined ? undefined : !answer;
}

function contains(container: Value, item: Value): boolean | undefined {
  const [whole, part] = [textOf(container), textOf(item)];
  if (whole !== undefined && part !== undefined) return whole.includes(part);
  if (!isComposite(container)) return undefined;
  const items =
    container.kind === "list"
      ? container.items
      : container.kind === "dict"
        ? [...container.entries.keys()]
        : undefined;
  if (!items) return undefined;
  const budget = newBudget();
  const maybe = container.kind === "list" ? container.maybe : undefined;
  const answers = items.map((each) => {
    const answer = same(each, item, 0, budget);
    return answer === true && maybe?.has(each) ? undefined : answer;
  });
  if (answers.includes(true)) return true;
  return answers.includes(undefined) || (container as List).open ? undefined : false;
}

function order(operator: string, left: Value, right: Value): boolean | undefined {
  if (typeof left !== "number" || typeof right !== "number") return undefined;
  if (operator === "<") return left < right;
  if (operator === "<=") return left <= right;
  if (operator === ">") return left > right;
  return operator === ">=" ? left >= right : undefined;
}

function union(a: Value, b: Value): Value {
  if (isComposite(a) && isComposite(b)) {
    if (a.kind === "dict" && b.kind === "dict")
      return { ...a, entries: new Map([...a.entries, ...b.entries]) };
    if (a.kind === "list" && b.kind === "list" && a.type === "set") return concatenate(a, b);
  }
  return { kind: "generic", of: { kind: "external", path: "typing.Union" }, arguments: [a, b] };
}

function concatenate(a: List, b: Value): Value {
  if (!isComposite(b) || b.kind !== "list") return { ...a, open: true };
  const items = [...a.items, ...b.items].slice(0, limits.items);
  const maybe = a.maybe || b.maybe ? new Map([...(a.maybe ?? []), ...(b.maybe ?? [])]) : undefined;
  return {
    ...listOf(items, a.type),
    ...(a.depth !== undefined && { depth: a.depth }),
    ...(maybe && { maybe }),
    ...((a.open || b.open) && { open: true }),
  };
}

function arithmetic(operator: string, a: number, b: number): Value {
  switch (operator) {
    case "+":
      return a + b;
    case "-":
      return a - b;
    case "*":
      return a * b;
    case "/":
      return b === 0 ? unknown("a division by zero") : a / b;
    case "//":
      return b === 0 ? unknown("a division by zero") : Math.floor(a / b);
    case "%":
      return b === 0 ? unknown("a division by zero") : a % b;
    case "**":
      return a ** b;
    default:
      return unknown(`the result of ${operator}`);
  }
}

function interpolate(template: string, value: Value): Value {
  const values = isComposite(value) && value.kind === "list" ? [...value.items] : [value];
  let failed = false;
  let length = template.length;
  const text = template.replace(
    /%(?:\((?<name>\w+)\))?[-+ 0#]*\d*(?:\.\d+)?(?<type>[sdifr%])/g,
    (...found: unknown[]) => {
      const { name, type } = found.at(-1) as { name?: string; type: string };
      if (type === "%") return "%";
      const named =
        name !== undefined && isComposite(value) && value.kind === "dict"
          ? value.entries.get(name)
          : undefined;
      const item = named ?? values.shift();
      const piece = item === undefined ? undefined : written(item);
      length += piece?.length ?? 0;
      failed ||= piece === undefined || length > limits.text;
      return failed ? "" : (piece ?? "");
    },
  );
  return failed || text.length > limits.text ? unknown("a part of a formatted text") : text;
}
