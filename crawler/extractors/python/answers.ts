import type { Place } from "../../../model.ts";
import type { Arguments } from "./call.ts";
import { evaluate } from "./evaluate.ts";
import { collect, type Listed } from "./listed.ts";
import { callBlindly } from "./registrations.ts";
import type { Run } from "./run.ts";
import type { Expression, MatchCase, Pattern, Statement } from "./syntax.ts";
import { isComposite, likeliest, textOf, type Scope, type Value } from "./values.ts";

/** Code that answers `tools/list` by itself, without an SDK, and what it was seen to answer. */
export interface Answer {
  at: Place;
  values: Value[];
}

/** What is known of answers while a project is followed. */
export interface Answers {
  /** By the block of code that answers. */
  blocks: Map<Statement[], Answer>;
  /** Those inside which code is being followed, outermost first. */
  open: Answer[];
  /** Functions that a table, a decorator or a call gives the method to. */
  functions: { func: Value; answer: Answer }[];
}

const method = "tools/list";
/** What a text has that answers or asks for the list of tools in its own words. */
export const asksForTools = /["']tools\/list["']/;
/** Answers of one place: a function may be followed many times. */
const maxValues = 40;

export function newAnswers(): Answers {
  return { blocks: new Map(), open: [], functions: [] };
}

/** Notes that a block runs for the method `tools/list`, if its condition says so. */
export function noteBlock(run: Run, statement: Statement & { kind: "if" }, scope: Scope): void {
  if (!run.answersItself || !asks(run, statement.test, scope)) return;
  openBlock(run, statement.body, { path: scope.module.path, line: statement.line });
}

/** Notes that a case of a `match` runs for the method. */
export function noteCase(run: Run, option: MatchCase, scope: Scope): void {
  if (!run.answersItself || !option.patterns.some((pattern) => isMethod(run, pattern, scope)))
    return;
  openBlock(run, option.body, { path: scope.module.path, line: option.line });
}

function openBlock(run: Run, block: Statement[], at: Place): void {
  if (!run.answers.blocks.has(block)) run.answers.blocks.set(block, { at, values: [] });
}

function asks(run: Run, test: Expression, scope: Scope): boolean {
  if (test.kind === "binary" && (test.operator === "and" || test.operator === "or"))
    return asks(run, test.left, scope) || asks(run, test.right, scope);
  if (test.kind !== "compare" || test.rest.length !== 1) return false;
  const [{ operator, right } = { operator: "", right: test.first }] = test.rest;
  if (operator === "==") return [test.first, right].some((side) => names(run, side, scope));
  return (
    operator === "in" &&
    right.kind === "list" &&
    right.items.some((item) => names(run, item, scope))
  );
}

function isMethod(run: Run, pattern: Pattern, scope: Scope): boolean {
  if (pattern.kind === "any") return pattern.patterns.some((part) => isMethod(run, part, scope));
  return pattern.kind === "value" && names(run, pattern.value, scope);
}

function names(run: Run, side: Expression, scope: Scope): boolean {
  if (side.kind === "text") return side.value === method;
  return (
    (side.kind === "name" || side.kind === "attribute") &&
    textOf(evaluate(run, side, scope)) === method
  );
}

/** Notes a function that is put under the method's name: in a table, by a decorator or by a call. */
export function noteFunction(run: Run, key: Value | undefined, value: Value, at: Place): void {
  if (!run.answersItself || textOf(key) !== method) return;
  const func = likeliest(value);
  if (!isComposite(func) || func.kind !== "func") return;
  const known = run.answers.functions.some(
    (each) => each.answer.at.path === at.path && each.answer.at.line === at.line,
  );
  if (!known) run.answers.functions.push({ func, answer: { at, values: [] } });
}

/** `register("tools/list", function)`. */
export function noteCall(run: Run, { positional }: Arguments, at: Place): void {
  const [key, func] = positional;
  if (run.answersItself && func !== undefined) noteFunction(run, key, func, at);
}

/** Notes what is put under the name `tools` while the method is answered. */
export function noteTools(run: Run, value: Value | undefined): void {
  const answer = run.answers.open.at(-1);
  if (answer === undefined || value === undefined || !mayList(value)) return;
  if (answer.values.length < maxValues && !answer.values.includes(value)) answer.values.push(value);
}

function mayList(value: Value): boolean {
  if (!isComposite(value)) return false;
  return value.kind === "choice"
    ? value.options.some(mayList)
    : ["list", "unknown", "member"].includes(value.kind);
}

/** Follows code that answers the method, and looks for its list in what it returns when it makes none itself. */
export function answering<T>(run: Run, answer: Answer, scope: Scope, follow: () => T): T {
  const before = { values: answer.values.length, returns: scope.returns?.length ?? 0 };
  run.answers.open.push(answer);
  const result = follow();
  for (const value of scope.returns?.slice(before.returns) ?? [])
    if (answer.values.length === before.values) noteReturned(run, value, 0);
  run.answers.open.pop();
  return result;
}

function noteReturned(run: Run, value: Value, depth: number): void {
  const likely = likeliest(value);
  if (!isComposite(likely) || depth > 4) return;
  const part = (name: string): Value | undefined =>
    likely.kind === "dict"
      ? likely.entries.get(name)
      : likely.kind === "made"
        ? likely.keywords.get(name)
        : likely.kind === "instance"
          ? likely.attributes.get(name)
          : undefined;
  noteTools(run, part("tools"));
  const inner = part("result");
  if (inner !== undefined) noteReturned(run, inner, depth + 1);
}

/** What each place was seen to answer; a place where nothing could be followed has one reason. */
export function answeredTools(run: Run): { at: Place; listed: Listed[] }[] {
  for (const { func, answer } of run.answers.functions) {
    run.answers.open.push(answer);
    const value = callBlindly(run, func, answer.at);
    if (answer.values.length === 0) noteReturned(run, value, 0);
    run.answers.open.pop();
  }
  const all = [...run.answers.blocks.values(), ...run.answers.functions.map((each) => each.answer)];
  return all.map(({ at, values }) => {
    const lists = values.map((value): Listed[] => {
      const found: Listed[] = [];
      collect(run, value, { server: null, answer: null, at }, found, 0);
      return found;
    });
    const listed = lists.filter((found) => found.some((each) => "definition" in each)).flat();
    const reason = `Answers "${method}" itself, but what it lists could not be followed.`;
    return { at, listed: listed.length > 0 ? listed : [{ at, reason }] };
  });
}
