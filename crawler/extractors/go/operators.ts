import { limits } from "./run.ts";
import { isComposite, optionsOf, choice, truth, unknown, type Value } from "./values.ts";
import { ofSetting, unsetOf } from "./settings.ts";

/** The opposite of a truth value. */
export function negated(value: Value): Value {
  const known = truth(value);
  if (known !== undefined) return !known;
  const unset = unsetOf(value);
  if (unset === undefined) return unknown("a condition");
  const usually = truth(unset);
  return ofSetting("a condition on a setting", usually === undefined ? undefined : !usually);
}

/** `a && b` or `a || b`, when neither decides alone. */
export function either(operator: "&&" | "||", left: Value, right: Value): Value {
  const [a, b] = [unsetOf(left), unsetOf(right)];
  if (a === undefined && b === undefined) return unknown("a condition");
  const answers = [truth(a ?? left), truth(b ?? right)];
  const usually = answers.includes(operator === "||")
    ? operator === "||"
    : answers.includes(undefined)
      ? undefined
      : operator === "&&";
  return ofSetting("a condition on a setting", usually);
}

/** What an operator makes of two values; texts are joined as far as they are known. */
export function arithmetic(operator: string, left: Value, right: Value): Value {
  const unset = [unsetOf(left), unsetOf(right)];
  if (unset.some((one) => one !== undefined)) {
    const usual = arithmetic(operator, unset[0] ?? left, unset[1] ?? right);
    return ofSetting("what is made of a setting", isComposite(usual) ? undefined : usual);
  }
  const [a] = optionsOf(left);
  const [b] = optionsOf(right);
  if (typeof a === "string" && typeof b === "string") return ofTexts(operator, left, right, a, b);
  if (typeof a === "number" && typeof b === "number") return ofSeveral(operator, left, right);
  if (operator === "+") {
    const missing = isComposite(a) && a.kind === "unknown" ? a : b;
    if (isComposite(missing) && missing.kind === "unknown") return missing;
  }
  return unknown("a result that is not known");
}

/** What all pairs of numbers give; several results of a comparison are none. */
function ofSeveral(operator: string, left: Value, right: Value): Value {
  const results: Value[] = [];
  for (const a of optionsOf(left).slice(0, 8))
    for (const b of optionsOf(right).slice(0, 8))
      results.push(
        typeof a === "number" && typeof b === "number"
          ? ofNumbers(operator, a, b)
          : unknown("a number"),
      );
  const distinct = [...new Set(results)];
  if (distinct.length > 1 && distinct.some((result) => typeof result === "boolean"))
    return unknown("a comparison");
  return choice(distinct);
}

function ofTexts(operator: string, left: Value, right: Value, a: string, b: string): Value {
  switch (operator) {
    case "+":
      if (optionsOf(left).length * optionsOf(right).length > 16)
        return a.length + b.length > limits.text ? unknown("a very long text") : a + b;
      return choice(
        optionsOf(left).flatMap((one) =>
          optionsOf(right).flatMap((other) =>
            typeof one === "string" &&
            typeof other === "string" &&
            one.length + other.length <= limits.text
              ? [one + other]
              : [],
          ),
        ),
      );
    case "<":
      return a < b;
    case ">":
      return a > b;
    case "<=":
      return a <= b;
    case ">=":
      return a >= b;
    default:
      return unknown("a text");
  }
}

function ofNumbers(operator: string, a: number, b: number): Value {
  switch (operator) {
    case "+":
      return a + b;
    case "-":
      return a - b;
    case "*":
      return a * b;
    case "/":
      if (b === 0) return unknown("a number");
      return Number.isInteger(a) && Number.isInteger(b) ? Math.trunc(a / b) : a / b;
    case "%":
      return b === 0 ? unknown("a number") : a % b;
    case "<<":
      return b < 0 || b > 62 ? unknown("a number") : a * 2 ** b;
    case ">>":
      return Math.floor(a / 2 ** b);
    case "|":
      return a | b;
    case "&":
      return a & b;
    case "<":
      return a < b;
    case ">":
      return a > b;
    case "<=":
      return a <= b;
    case ">=":
      return a >= b;
    default:
      return unknown("a number");
  }
}
