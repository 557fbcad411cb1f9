import type { Expression, Statement } from "oxc-parser";
import { evaluate } from "./evaluate.ts";
import { iterate } from "./iterate.ts";
import { bindPattern } from "./patterns.ts";
import { functionScope, newScope, step, under, type Run } from "./run.ts";
import { runStatement, runStatements, type Completion, type Frame } from "./statements.ts";
import { truth, type Scope } from "./values.ts";

/** A loop over items or keys. */
export function runForEach(
  run: Run,
  node: Statement & { type: "ForOfStatement" | "ForInStatement" },
  scope: Scope,
  frame: Frame,
): Completion {
  const subject = evaluate(run, node.right, scope);
  let result = "normal" as Completion;
  iterate(run, subject, node.type === "ForInStatement" ? "keys" : "values", (item) => {
    const inner = newScope(scope);
    if (node.left.type === "VariableDeclaration") {
      const target = node.left.kind === "var" ? functionScope(scope) : inner;
      const id = node.left.declarations[0]?.id;
      if (id !== undefined) bindPattern(run, id, item, target, inner);
    } else {
      bindPattern(run, node.left, item, undefined, inner);
    }
    const completion = runStatements(run, [node.body], inner, frame);
    if (completion === "return" || completion === "halt") result = completion;
    return completion === "normal" || completion === "continue";
  });
  return result;
}

const maxTurns = 5000;
/** Steps that a loop may take without leading to a registration. */
const maxVainSteps = 100_000;

/** A loop with a condition. */
export function runLoop(
  run: Run,
  node: Statement & { type: "ForStatement" | "WhileStatement" | "DoWhileStatement" },
  scope: Scope,
  frame: Frame,
): Completion {
  const inner = newScope(scope);
  if (node.type === "ForStatement" && node.init !== null) {
    if (node.init.type === "VariableDeclaration") runStatement(run, node.init, inner, frame);
    else evaluate(run, node.init, inner);
  }
  const { test } = node;
  const { stepsLeft } = run;
  const found = run.finds + run.sightings;
  for (let turn = 0; turn < maxTurns; turn += 1) {
    const known =
      turn === 0 && node.type === "DoWhileStatement" ? true : loopTest(run, test, inner);
    if (known === false) return "normal";
    const body = (): Completion => runStatements(run, [node.body], newScope(inner), frame);
    // Once is enough to see what happens in a loop whose end isn't known.
    if (known === undefined || (known && test?.type === "Literal")) {
      const completion = under(run, undefined, body);
      return completion === "return" ? "normal" : completion === "halt" ? "halt" : "normal";
    }
    const completion = body();
    if (completion === "break") return "normal";
    if (completion === "return" || completion === "halt") return completion;
    if (node.type === "ForStatement" && node.update !== null) evaluate(run, node.update, inner);
    if (!step(run)) return "halt";
    if (run.finds + run.sightings === found && stepsLeft - run.stepsLeft > maxVainSteps)
      return "normal";
  }
  return "normal";
}

function loopTest(run: Run, test: Expression | null, scope: Scope): boolean | undefined {
  return test === null ? undefined : truth(evaluate(run, test, scope));
}
