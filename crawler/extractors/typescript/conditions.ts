import type { Node } from "oxc-parser";
import type { Tool } from "../../../model.ts";
import type { Run } from "./run.ts";

/** Keeps how a test came out in a run with nothing set. */
export function noteOutcome(run: Run, test: Node, outcome: boolean): void {
  if (!run.isDefault) return;
  const isSame = !run.defaults.has(test) || run.defaults.get(test) === outcome;
  run.defaults.set(test, isSame ? outcome : undefined);
}

/** Whether a test of unknown outcome holds when nothing was set: as it was seen to, or as its form tells. */
export function isLikelyTrue(run: Run, test: Node): boolean {
  return run.defaults.get(test) ?? isTrueByDefault(test);
}

/** Whether a condition of unknown outcome holds when nothing that it asks for was set: `!x`, `x !== "a"`. */
function isTrueByDefault(node: Node, depth = 0): boolean {
  if (depth > 20) return false;
  switch (node.type) {
    case "UnaryExpression":
      return node.operator === "!" && !isTrueByDefault(node.argument, depth + 1);
    case "BinaryExpression":
      return node.operator === "!==" || node.operator === "!=";
    case "LogicalExpression": {
      const left = isTrueByDefault(node.left, depth + 1);
      const right = isTrueByDefault(node.right, depth + 1);
      return node.operator === "&&" ? left && right : left || right;
    }
    case "ParenthesizedExpression":
      return isTrueByDefault(node.expression, depth + 1);
    default:
      return false;
  }
}

const maxWords = 120;

/** Leaves a condition on tools that aren't there when nothing was set, or of which that couldn't be told; and keeps it short. */
export function settleConditions(tools: readonly Tool[], usual: readonly Tool[]): void {
  const conditions = new Map<string, string | undefined>();
  for (const { name, when } of usual) {
    if (!conditions.has(name) || when === undefined) conditions.set(name, when);
  }
  // A test that all tools go through tells of a list that can be narrowed, not of a tool.
  const shared = new Set([...conditions.values()].map((when) => when?.replace(/\(.*/, "(")));
  const isFilter = conditions.size > 1 && shared.size === 1;
  for (const tool of tools) {
    if (conditions.has(tool.name)) {
      const when = isFilter ? undefined : conditions.get(tool.name);
      if (when === undefined) delete tool.when;
      else tool.when = when;
    }
    if (tool.when !== undefined && tool.when.length > maxWords)
      tool.when = `${tool.when.slice(0, maxWords - 1)}…`;
  }
}

/** The opposite of a condition: `a && b` -> `!(a && b)`, `!a.b(c)` -> `a.b(c)`. */
export function negate(words: string): string {
  if (words.startsWith("!") && isOperand(words.slice(1))) {
    const inner = words.slice(1);
    return inner.startsWith("(") ? inner.slice(1, -1) : inner;
  }
  return isOperand(words) ? `!${words}` : `!(${words})`;
}

/** Whether an expression is a name, a member, a call or something in brackets, without operators round them. */
function isOperand(words: string): boolean {
  let depth = 0;
  let closings = 0;
  for (const character of words) {
    if ("([{".includes(character)) depth += 1;
    else if (")]}".includes(character)) {
      depth -= 1;
      if (depth === 0) closings += 1;
    } else if (depth === 0 && !/[\w$.?#]/.test(character)) return false;
  }
  return depth === 0 && (!words.startsWith("(") || (closings === 1 && words.endsWith(")")));
}
