import { noteCase } from "./answers.ts";
import { evaluate } from "./evaluate.ts";
import { executeBlock, executeEither, type Completion } from "./execute.ts";
import type { Run } from "./run.ts";
import type { MatchCase, Pattern, Statement } from "./syntax.ts";
import { same } from "./equality.ts";
import { truth, type Scope, type Value } from "./values.ts";

/** Folds a `match`: the one case that holds, or each that may. */
export function executeMatch(
  run: Run,
  statement: Statement & { kind: "match" },
  scope: Scope,
): Completion {
  const subject = evaluate(run, statement.subject, scope);
  const possible: MatchCase[] = [];
  for (const option of statement.cases) {
    noteCase(run, option, scope);
    const answer = holds(run, option, subject, scope);
    if (answer === false) continue;
    if (answer === true && possible.length === 0) {
      if (run.trace?.scope === scope)
        run.trace.branches.push({
          line: option.line,
          endLine: option.endLine,
          path: scope.module.path,
        });
      return executeBlock(run, option.body, scope);
    }
    possible.push(option);
    if (answer === true) break;
  }
  const ways = possible.map((option) => ({
    text: `${statement.text} is matched`,
    body: option.body,
  }));
  return ways.length > 0
    ? executeEither(run, scope, [...ways, { text: `${statement.text} is not matched`, body: [] }])
    : "next";
}

/** The opposite of a condition, in the source's words. */
export function negated(text: string): string {
  const inner = /^not (?<inner>[\w.]+)$/.exec(text)?.groups?.["inner"];
  return inner ?? (/^[\w.]+$/.test(text) ? `not ${text}` : `not (${text})`);
}

function holds(run: Run, option: MatchCase, subject: Value, scope: Scope): boolean | undefined {
  const matched = either(option.patterns.map((pattern) => matches(run, pattern, subject, scope)));
  if (matched === false || !option.guard) return matched;
  const guarded = truth(evaluate(run, option.guard, scope));
  return guarded === false ? false : matched === true ? guarded : undefined;
}

function matches(run: Run, pattern: Pattern, subject: Value, scope: Scope): boolean | undefined {
  switch (pattern.kind) {
    case "value":
      return same(evaluate(run, pattern.value, scope), subject);
    case "any":
      return either(pattern.patterns.map((part) => matches(run, part, subject, scope)));
    case "capture":
      if (pattern.name !== undefined && pattern.name !== "_")
        scope.names.set(pattern.name, subject);
      return true;
    case "other":
      return undefined;
  }
}

function either(answers: (boolean | undefined)[]): boolean | undefined {
  if (answers.includes(true)) return true;
  return answers.includes(undefined) ? undefined : false;
}
