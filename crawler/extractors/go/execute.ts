import { assign, define } from "./assign.ts";
import { isFailure } from "./call.ts";
import { evaluate } from "./evaluate.ts";
import { nameValue } from "./names.ts";
import { executeRange } from "./range.ts";
import { fork, limits, step, under, type Completion, type Run } from "./run.ts";
import { executeSwitch, executeTypeSwitch } from "./switch.ts";
import type { Expression, Statement } from "./syntax.ts";
import { resolveType } from "./types.ts";
import { copied, truth, type Scope, type Value } from "./values.ts";
import { unsetOf } from "./settings.ts";

/** Folds statements in order; where a condition is not known, all ways are followed. */
export function executeBlock(run: Run, statements: Statement[], scope: Scope): Completion {
  const depth = run.when.length;
  for (const statement of statements) {
    if (!step(run)) return "return";
    if (run.depth > limits.depth) return "next";
    run.depth += 1;
    const completion = execute(run, statement, scope);
    run.depth -= 1;
    if (completion !== "next") {
      run.when.length = depth;
      return completion;
    }
  }
  run.when.length = depth;
  return "next";
}

/** A block inside, with names of its own. */
export function innerScope(scope: Scope): Scope {
  return { names: new Map(), parent: scope, file: scope.file, package: scope.package };
}

function execute(run: Run, statement: Statement, scope: Scope): Completion {
  switch (statement.k) {
    case "expression":
      evaluate(run, statement.value, scope);
      return exits(statement.value, scope) ? "exit" : "next";
    case "later":
      if (statement.value.k === "call") evaluate(run, statement.value, scope);
      return "next";
    case "define":
      define(run, statement, scope);
      return "next";
    case "assign":
      assign(run, statement, scope);
      return "next";
    case "if":
      return executeIf(run, statement, innerScope(scope));
    case "for":
      return executeFor(run, statement, innerScope(scope));
    case "range":
      return executeRange(run, statement, scope);
    case "switch":
      return executeSwitch(run, statement, innerScope(scope));
    case "typeswitch":
      return executeTypeSwitch(run, statement, innerScope(scope));
    case "select": {
      const ends = fork(
        run,
        statement.cases.map((body) => () => executeBlock(run, body, innerScope(scope))),
      );
      return together(ends);
    }
    case "return":
      leave(run, statement, scope);
      return "return";
    case "leave":
      return statement.how;
    case "block":
      return executeBlock(run, statement.body, innerScope(scope));
    default: {
      const { declaration } = statement;
      const definition = { declaration, scope, methods: new Map() };
      scope.names.set(declaration.name, {
        kind: "type",
        type: { kind: "named", definition, arguments: [] },
      });
      return "next";
    }
  }
}

const exit = /^(?:Fatal(?:f|ln)?|Exit|Panic(?:f|ln)?|Goexit)$/;

function exits(value: Expression, scope: Scope): boolean {
  if (value.k !== "call") return false;
  const { callee } = value;
  if (callee.k === "name") return callee.name === "panic" && !scope.package.functions.has("panic");
  return callee.k === "select" && exit.test(callee.name);
}

/** How several ways together are left: as they all are, else on. */
export function together(ends: Completion[]): Completion {
  const [first = "next"] = ends;
  if (ends.includes("next")) return "next";
  if (ends.every((end) => end === first)) return first;
  const rest = ends.filter((end) => end !== "exit");
  if (rest.every((end) => end === rest[0])) return rest[0] ?? "exit";
  return rest.includes("continue") ? "continue" : "return";
}

function leave(run: Run, statement: Statement & { k: "return" }, scope: Scope): void {
  const frame = run.frames.at(-1);
  if (!frame) return;
  const { results } = frame.func.callable;
  let values: Value[];
  if (statement.values.length === 0)
    values = results.flatMap(({ name }) =>
      name === undefined ? [] : [nameValue(run, name, scope)],
    );
  else
    values = statement.values.map((value, index) => {
      const declared = results[index];
      return copied(
        evaluate(run, value, scope, declared && resolveType(run, declared.type, frame.scope)),
      );
    });
  const [only] = values;
  if (values.length === 1 && only !== undefined) frame.returns.push(only);
  else if (values.length > 1) frame.returns.push({ kind: "tuple", items: values });
}

function executeIf(run: Run, statement: Statement & { k: "if" }, scope: Scope): Completion {
  if (statement.before) execute(run, statement.before, scope);
  const test = evaluate(run, statement.test, scope);
  const known = truth(test);
  if (known !== undefined) {
    const completion = executeBlock(
      run,
      known ? statement.body : statement.otherwise,
      innerScope(scope),
    );
    return completion === "exit" ? "next" : completion;
  }
  const opposite = negatedText(statement.text);
  const usual = truth(unsetOf(test) ?? null);
  const ways = [
    { holds: true, condition: statement.text, body: statement.body },
    { holds: false, condition: opposite, body: statement.otherwise },
  ];
  // What happens as long as nobody sets anything is first, and stands under no condition.
  if (usual === false) ways.reverse();
  const returns = run.frames.at(-1)?.returns ?? [];
  const before = returns.length;
  let fails = false;
  const ends = fork(
    run,
    ways.map(({ holds, condition, body }) => () => {
      if (body.length === 0) return "next";
      const follow = () => {
        const completion = executeBlock(run, body, innerScope(scope));
        if (holds) fails = returns.length > before && returns.slice(before).every(isFailure);
        return completion;
      };
      return holds === usual ? follow() : under(run, condition, follow);
    }),
  );
  if (usual === false) ends.reverse();
  const [then = "next", otherwise = "next"] = ends;
  // What follows `if !enabled { return }` stands under that condition, what follows the report of a failure does not.
  if (
    otherwise === "next" &&
    (then === "continue" || then === "return") &&
    usual !== false &&
    ((usual === true && !fails) || isBare(statement.body))
  )
    run.when.push(opposite);
  return together([then, otherwise]);
}

function isBare(body: Statement[]): boolean {
  const [only] = body;
  if (body.length !== 1) return false;
  return (
    only?.k === "leave" || (only?.k === "return" && only.values.every(({ k }) => k === "name"))
  );
}

/** `!x` -> `x`, `a == b` -> `a != b`, else `!(…)`. */
export function negatedText(text: string): string {
  if (/^![\w.]+(?:\([^()]*\))?$/.test(text)) return text.slice(1);
  const equality = /^(?<left>[^=!&|<>]+) (?<operator>[=!]=) (?<right>[^=!&|<>]+)$/.exec(
    text,
  )?.groups;
  if (equality)
    return `${equality["left"]} ${equality["operator"] === "==" ? "!=" : "=="} ${equality["right"]}`;
  return /^[\w.]+(?:\([^()]*\))?$/.test(text) ? `!${text}` : `!(${text})`;
}

function executeFor(run: Run, statement: Statement & { k: "for" }, scope: Scope): Completion {
  if (statement.before) execute(run, statement.before, scope);
  for (let turn = 0; turn < limits.items; turn++) {
    const known = statement.test ? truth(evaluate(run, statement.test, scope)) : turn === 0;
    if (known === false || !step(run)) return "next";
    if (known === undefined) {
      fork(run, [() => "next", () => settle(executeBlock(run, statement.body, innerScope(scope)))]);
      return "next";
    }
    const completion = executeBlock(run, statement.body, innerScope(scope));
    if (completion === "return" && statement.test) return "return";
    if (completion === "break" || completion === "exit" || completion === "return") return "next";
    if (!statement.test) return "next";
    if (statement.after) execute(run, statement.after, scope);
  }
  return "next";
}

function settle(completion: Completion): Completion {
  return completion === "break" || completion === "continue" ? "next" : completion;
}
