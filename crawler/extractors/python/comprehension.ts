import { keyOf } from "./assign.ts";
import { conditionOf, noteConditional } from "./conditional.ts";
import { evaluate } from "./evaluate.ts";
import { itemsOf } from "./items.ts";
import { limits, step, type Run } from "./run.ts";
import type { Clause, Expression } from "./syntax.ts";
import {
  firstOf,
  likeliest,
  listOf,
  truth,
  unknown,
  type Dict,
  type List,
  type Scope,
  type Value,
} from "./values.ts";

/** The list, set or dict that a comprehension or a generator gives; an item whose condition is not known is kept. */
export function evaluateComprehension(
  run: Run,
  expression: Expression & { kind: "comprehension" },
  scope: Scope,
): Value {
  const inner: Scope = { names: new Map(), parent: scope, module: scope.module, type: "function" };
  const list: List = {
    ...listOf([], expression.type === "set" ? "set" : "list"),
    depth: run.when.length,
  };
  const dict: Dict = { kind: "dict", entries: new Map() };
  const open = eachOf(run, expression.clauses, inner, scope, () => {
    const value = evaluate(run, expression.element, inner);
    if (expression.key)
      dict.entries.set(keyOf(likeliest(evaluate(run, expression.key, inner))), value);
    else {
      noteConditional(run, list, [value]);
      list.items.push(value);
    }
  });
  const result = expression.key ? dict : list;
  if (open) result.open = true;
  return result;
}

/** Runs through nested `for` clauses; true when there may be more rounds than these. */
function eachOf(
  run: Run,
  clauses: Clause[],
  inner: Scope,
  first: Scope,
  body: () => void,
): boolean {
  const [clause, ...rest] = clauses;
  if (!clause) {
    body();
    return false;
  }
  const iterable = evaluate(run, clause.iterable, first);
  const found = itemsOf(iterable);
  let { open } = found;
  const end = run.steps + limits.loop;
  for (const item of found.items.length > 0 || !found.open
    ? found.items
    : [unknown("an item of a list that is not known")]) {
    if (!step(run) || run.steps > end) return true;
    bind(clause.target, item, inner);
    const depth = run.when.length;
    const kept = clause.conditions.every(({ test, text }) => {
      const holds = truth(evaluate(run, test, inner));
      if (holds === undefined) run.when.push(text);
      return holds !== false;
    });
    const when = conditionOf(iterable, item);
    if (when !== undefined) run.when.push(when);
    if (kept && eachOf(run, rest, inner, inner, body)) open = true;
    run.when.length = depth;
  }
  return open;
}

function bind(target: Expression, value: Value, scope: Scope): void {
  if (target.kind === "name") scope.names.set(target.name, value);
  if (target.kind !== "list") return;
  const { items } = itemsOf(value);
  for (const [index, part] of target.items.entries())
    bind(part, firstOf(items[index], unknown("an item of a list that is not known")), scope);
}
