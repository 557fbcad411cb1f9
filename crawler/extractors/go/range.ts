import { assignTo } from "./assign.ts";
import { evaluate } from "./evaluate.ts";
import { executeBlock, innerScope } from "./execute.ts";
import { limits, step, type Completion, type Run } from "./run.ts";
import type { Statement } from "./syntax.ts";
import { underlying } from "./types.ts";
import {
  copied,
  isComposite,
  optionsOf,
  pointed,
  unknown,
  type Scope,
  type Type,
  type Value,
} from "./values.ts";

/** `for … := range …`: once for each pair that is known. */
export function executeRange(
  run: Run,
  statement: Statement & { k: "range" },
  scope: Scope,
): Completion {
  const over = evaluate(run, statement.of, scope);
  const { pairs, open } = pairsOf(run, over);
  const depth = run.when.length;
  for (const pair of pairs) {
    const inner = innerScope(scope);
    for (const [index, target] of statement.targets.entries()) {
      const value = copied(pair[index] ?? null);
      if (!statement.define) assignTo(run, target, value, scope);
      else if (target.k === "name" && target.name !== "_") inner.names.set(target.name, value);
    }
    const completion = executeBlock(run, statement.body, inner);
    run.when.length = depth;
    if (!step(run)) return "return";
    if (completion === "break") return "next";
    if (completion === "return" && !open) return "return";
  }
  return "next";
}

/** Keys and values to go over; `open` when there may be more or fewer. */
function pairsOf(run: Run, over: Value): { pairs: Value[][]; open: boolean } {
  const pairs: Value[][] = [];
  let open = false;
  for (const option of optionsOf(over)) {
    const of = pointed(option);
    if (typeof of === "number") {
      for (let index = 0; index < Math.min(of, limits.items); index++) pairs.push([index]);
    } else if (typeof of === "string") {
      for (const [index, letter] of Array.from(of.slice(0, limits.items)).entries())
        pairs.push([index, letter.codePointAt(0) ?? 0]);
    } else if (isComposite(of) && of.kind === "slice") {
      for (const [index, item] of of.items.slice(0, limits.items).entries())
        pairs.push([index, item]);
      open ||= of.fewer === true;
      if (of.open) {
        open = true;
        pairs.push([
          unknown("an index"),
          unknown("an item of a list that is not known", elementType(run, of.type)),
        ]);
      }
    } else if (isComposite(of) && of.kind === "map") {
      for (const [key, value] of [...of.entries].slice(0, limits.items)) pairs.push([key, value]);
      open ||= of.open === true;
      if (of.open && of.entries.size === 0)
        pairs.push([
          unknown("a key"),
          unknown("an entry of a map that is not known", elementType(run, of.type)),
        ]);
    } else if (of !== null) {
      open = true;
      const type = isComposite(of) && of.kind === "unknown" ? of.type : undefined;
      pairs.push([
        unknown("an index"),
        unknown("an item of a list that is not known", elementType(run, type)),
      ]);
    }
  }
  return { pairs, open };
}

function elementType(run: Run, type: Type | undefined): Type | undefined {
  const base = type && underlying(run, type);
  return base?.kind === "slice" || base?.kind === "map" || base?.kind === "chan"
    ? base.element
    : undefined;
}
