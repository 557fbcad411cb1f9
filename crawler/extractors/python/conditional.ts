import { negated } from "./match.ts";
import type { Run } from "./run.ts";
import { isComposite, type Dict, type List, type Value } from "./values.ts";

/** Notes on a list which of its items come only under conditions that did not hold for the list itself. */
export function noteConditional(run: Run, list: List, added: Value[], from?: List): void {
  const further = list.depth === undefined ? [] : run.when.slice(list.depth);
  const condition = [...new Set(further)].join(" and ");
  for (const item of added) {
    const inner = from?.maybe?.get(item);
    const text = [condition, inner ?? ""].filter((part) => part !== "").join(" and ");
    if (text === "" || (list.items.includes(item) && !list.maybe?.has(item))) continue;
    list.maybe ??= new Map();
    if (list.maybe.size < maxNoted) list.maybe.set(item, text);
  }
}

/** Whether what is done to a list or a dict is surely done: under no condition that it was not made under. */
export function isCertain(run: Run, { depth = 0 }: List | Dict): boolean {
  return run.when.length <= depth;
}

/** The conditions under which an item is in a list, in the source's words; undefined when it always is. */
export function conditionOf(list: Value, item: Value): string | undefined {
  return isComposite(list) && list.kind === "list" ? list.maybe?.get(item) : undefined;
}

const maxNoted = 2000;

/** Under what something is done that is done under either of two conditions, as far as they only differ in one that is turned round; else the first. Empty for always. */
export function either(left = "", right = ""): string {
  if (left === "" || right === "") return "";
  const [a, b] = [left.split(" and "), right.split(" and ")];
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  let end = 0;
  const most = Math.min(a.length, b.length) - start;
  while (end < most && a.at(-1 - end) === b.at(-1 - end)) end += 1;
  const [one, other] = [a, b].map((parts) => parts.slice(start, parts.length - end).join(" and "));
  if (one === undefined || other === undefined) return left;
  if (one === "" || other === "") return one === "" ? left : right;
  if (negated(one) !== other && negated(other) !== one) return left;
  return [...a.slice(0, start), ...a.slice(a.length - end)].join(" and ");
}
