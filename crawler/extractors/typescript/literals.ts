/** Templates, arrays and objects as they are written. */
import type { Node } from "oxc-parser";
import { evaluate } from "./evaluate.ts";
import { callFunction } from "./functions.ts";
import { itemsOf, keysOf, newArray } from "./iterate.ts";
import { baseOf, getMember } from "./members.ts";
import { addValues } from "./operators.ts";
import { staticKey } from "./patterns.ts";
import type { Run } from "./run.ts";
import {
  choose,
  isThing,
  optionsOf,
  settle,
  unknown,
  type ObjectValue,
  type Scope,
  type Value,
} from "./values.ts";

export function evaluateTemplate(
  run: Run,
  texts: readonly string[],
  expressions: readonly Node[],
  scope: Scope,
): Value {
  let result: Value = texts[0] ?? "";
  for (const [index, expression] of expressions.entries()) {
    const value = evaluate(run, expression, scope);
    result = addValues(run, addValues(run, result, toText(value)), texts[index + 1] ?? "");
  }
  return result;
}

/** A text made of nothing is a sign that something wasn't understood. */
function toText(value: Value): Value {
  if (value === undefined || value === null) return unknown;
  if (!isThing(value)) return String(value);
  if (value.kind === "choice")
    return choose(value.options.map((option) => ({ ...option, value: toText(option.value) })));
  return value.kind === "array" ? value : unknown;
}

/** A tag outside the snapshot is taken for one that only tidies white space; one inside is called. */
export function evaluateTagged(
  run: Run,
  node: Node & { type: "TaggedTemplateExpression" },
  scope: Scope,
): Value {
  const tag = evaluate(run, node.tag, scope);
  const { quasis, expressions } = node.quasi;
  if (isThing(tag) && tag.kind === "function") {
    const texts = newArray(
      run,
      quasis.map((quasi) => quasi.value.cooked ?? ""),
    );
    return callFunction(run, tag, undefined, [
      texts,
      ...expressions.map((each) => evaluate(run, each, scope)),
    ]);
  }
  const isRaw = isThing(tag) && tag.kind === "external" && tag.path.at(-1) === "raw";
  const texts = quasis.map((quasi) => (isRaw ? quasi.value.raw : (quasi.value.cooked ?? "")));
  const text = evaluateTemplate(run, texts, expressions, scope);
  return typeof text === "string" && !isRaw ? dedent(text) : text;
}

function dedent(text: string): string {
  const lines = text.split("\n");
  const indents = lines
    .slice(1)
    .filter((line) => line.trim() !== "")
    .map((line) => line.length - line.trimStart().length);
  const indent = indents.reduce((least, each) => Math.min(least, each), Number.POSITIVE_INFINITY);
  if (!Number.isFinite(indent)) return text.trim();
  return lines
    .map((line, index) => (index === 0 ? line : line.slice(indent)))
    .join("\n")
    .trim();
}

export function evaluateArray(run: Run, elements: readonly (Node | null)[], scope: Scope): Value {
  const result = newArray(run, []);
  for (const element of elements) {
    if (element === null) result.items.push(undefined);
    else if (element.type === "SpreadElement")
      spreadInto(run, result, evaluate(run, element.argument, scope));
    else result.items.push(evaluate(run, element, scope));
  }
  return result;
}

/** Appends the items of a spread value; what isn't known leaves the array open. */
export function spreadInto(
  run: Run,
  target: { items: Value[]; open: boolean; isLoose?: boolean },
  value: Value,
): void {
  if (value === undefined || value === null || value === false) return;
  const { items, open } = itemsOf(run, value);
  if (target.items.length + items.length <= 20_000) target.items.push(...items);
  else target.open = true;
  if (open) target.open = true;
  const isLoose =
    isThing(value) &&
    (value.kind === "choice" ||
      ((value.kind === "array" || value.kind === "set") && value.isLoose === true));
  if (isLoose) target.isLoose = true;
}

export function evaluateObject(
  run: Run,
  node: Node & { type: "ObjectExpression" },
  scope: Scope,
): ObjectValue {
  const result: ObjectValue = {
    kind: "object",
    props: new Map(),
    open: false,
    born: run.conditions.length,
    site: { module: scope.module, node },
  };
  for (const property of node.properties) {
    if (property.type === "SpreadElement") {
      assignAll(run, result, evaluate(run, property.argument, scope));
      continue;
    }
    const key = property.computed
      ? settle(evaluate(run, property.key, scope))
      : staticKey(property.key);
    const value = evaluate(run, property.value, scope);
    if (typeof key !== "string" && typeof key !== "number") {
      result.open = true;
    } else if (property.kind === "init") {
      result.props.set(String(key), value);
      if (isThing(value) && value.kind === "object" && value.site !== undefined)
        value.within ??= result;
      if (isThing(value) && value.kind === "function" && value.node.type === "FunctionExpression")
        value.home ??= result;
    } else if (property.kind === "get" && isThing(value) && value.kind === "function") {
      (result.getters ??= new Map()).set(String(key), value);
    }
  }
  if (typeof result.props.get("name") === "string") {
    run.onNamed(result);
    if (result.props.has("inputSchema") || result.props.has("input_schema")) run.sightings += 1;
  }
  return result;
}

/** Copies what is known of a source's own properties, as spread and Object.assign do. */
export function assignAll(run: Run, target: ObjectValue, source: Value): void {
  const options = optionsOf(source).filter(({ value }) => isThing(value));
  for (const { value, when } of options) {
    const { items, open } = keysOf(run, value);
    if (open) target.open = true;
    for (const key of items) {
      const next = getMember(run, value, key);
      const isCertain = options.length === 1 && when === undefined;
      const old = target.props.get(key);
      target.props.set(
        key,
        isCertain || old === undefined ? next : choose([{ value: old }, { value: next, when }]),
      );
    }
    if (isThing(value) && value.kind === "object" && baseOf(value) !== undefined)
      target.open = true;
  }
}
