import { answering, noteBlock, noteFunction } from "./answers.ts";
import { assign } from "./assign.ts";
import { decorate } from "./call.ts";
import { defineClass } from "./class.ts";
import { conditionOf, noteConditional } from "./conditional.ts";
import { evaluate } from "./evaluate.ts";
import { executeMatch, negated } from "./match.ts";
import { importModule, importRelative, moduleName } from "./modules.ts";
import { limits, step, type Run } from "./run.ts";
import type { Statement } from "./syntax.ts";
import {
  choice,
  external,
  firstOf,
  isComposite,
  likeliest,
  truth,
  unknown,
  type Func,
  type Scope,
  type Value,
} from "./values.ts";
import { itemsOf } from "./items.ts";

/** How a block was left. */
export type Completion = "next" | "return" | "break" | "continue" | "raise";

/** Folds statements in order; where a condition is not known, both ways are followed. */
export function executeBlock(run: Run, statements: Statement[], scope: Scope): Completion {
  const answer = run.answers.blocks.get(statements);
  if (answer !== undefined && !run.answers.open.includes(answer))
    return answering(run, answer, scope, () => executeStatements(run, statements, scope));
  return executeStatements(run, statements, scope);
}

function executeStatements(run: Run, statements: Statement[], scope: Scope): Completion {
  for (const statement of statements) {
    if (!step(run) || run.depth > limits.depth) return "return";
    run.depth += 1;
    const completion = execute(run, statement, scope);
    run.depth -= 1;
    if (completion !== "next") return completion;
  }
  return "next";
}

function execute(run: Run, statement: Statement, scope: Scope): Completion {
  switch (statement.kind) {
    case "expression":
      evaluate(run, statement.value, scope);
      return "next";
    case "assign":
      executeAssign(run, statement, scope);
      return "next";
    case "augment": {
      const { target, operator, value } = statement;
      const result = evaluate(run, { kind: "binary", operator, left: target, right: value }, scope);
      if (operator === "+" && isComposite(result) && result.kind === "list") {
        const before = likeliest(evaluate(run, target, scope));
        const known = isComposite(before) && before.kind === "list" ? before.items.length : 0;
        const added = result.items.splice(known);
        noteConditional(run, result, added);
        result.items.push(...added);
      }
      assign(run, target, result, scope);
      return "next";
    }
    case "def":
      executeDef(run, statement, scope);
      return "next";
    case "class":
      scope.names.set(statement.name, defineClass(run, statement, scope));
      return "next";
    case "return":
      scope.returns?.push(statement.value ? evaluate(run, statement.value, scope) : null);
      return "return";
    case "if":
      return executeIf(run, statement, scope);
    case "match":
      return executeMatch(run, statement, scope);
    case "for":
      return executeFor(run, statement, scope);
    case "while":
      executeBlock(run, statement.body, scope);
      return "next";
    case "with":
      for (const item of statement.items) {
        const value = entered(evaluate(run, item.value, scope));
        if (item.target) assign(run, item.target, value, scope);
      }
      return executeBlock(run, statement.body, scope);
    case "try":
      return executeTry(run, statement, scope);
    case "import":
      executeImport(run, statement, scope);
      return "next";
    case "from":
      executeFrom(run, statement, scope);
      return "next";
    case "global":
      scope.outer ??= new Set();
      for (const name of statement.names) scope.outer.add(name);
      return "next";
    case "leave":
      return statement.how;
  }
}

function executeAssign(run: Run, statement: Statement & { kind: "assign" }, scope: Scope): void {
  if (!statement.value) return;
  const value = evaluate(run, statement.value, scope);
  for (const target of statement.targets) assign(run, target, value, scope, statement.line);
}

function executeDef(run: Run, statement: Statement & { kind: "def" }, scope: Scope): void {
  const func: Func = {
    kind: "func",
    callable: statement.callable,
    scope,
    attributes: new Map(),
    depth: run.when.length,
  };
  run.functions.push(func);
  let value: Value = func;
  for (const decorator of statement.decorators.toReversed()) {
    const at = { path: scope.module.path, line: decorator.line };
    const [named] = decorator.value.kind === "call" ? decorator.value.arguments : [];
    if (named?.value.kind === "text") noteFunction(run, named.value.value, func, at);
    value = decorate(run, evaluate(run, decorator.value, scope), value, at);
  }
  scope.names.set(statement.callable.name, value);
}

function executeIf(run: Run, statement: Statement & { kind: "if" }, scope: Scope): Completion {
  if (/__name__\s*==\s*["']__main__["']/.test(statement.text)) {
    run.mains.push({ statements: statement.body, scope });
    return "next";
  }
  noteBlock(run, statement, scope);
  const known = truth(evaluate(run, statement.test, scope));
  if (known === true) {
    if (run.trace?.scope === scope)
      run.trace.branches.push({
        line: statement.line,
        endLine: statement.endLine,
        path: scope.module.path,
      });
    return executeBlock(run, statement.body, scope);
  }
  // What a call was made up with says nothing about the requests that come.
  if (known === false && !run.answers.blocks.has(statement.body))
    return executeBlock(run, statement.otherwise, scope);
  return executeEither(run, scope, [
    { text: statement.text, body: statement.body },
    { text: negated(statement.text), body: statement.otherwise },
  ]);
}

/** Follows each of several ways from the same start and joins what they bind. */
export function executeEither(
  run: Run,
  scope: Scope,
  ways: { text: string; body: Statement[] }[],
): Completion {
  const before = scope.names;
  run.steps += (before.size * ways.length) >> 3;
  const depth = run.when.length;
  const ends: { names: Map<string, Value>; completion: Completion; text: string }[] = [];
  for (const { text, body } of ways) {
    scope.names = new Map(before);
    run.when.push(text);
    const completion = executeBlock(run, body, scope);
    run.when.length = depth;
    ends.push({ names: scope.names, completion, text });
  }
  const open = ends.filter((end) => end.completion === "next");
  if (open.length === 0) {
    scope.names = ends[0]?.names ?? before;
    return ends.find((end) => end.completion !== "raise")?.completion ?? "raise";
  }
  scope.names = open.map((end) => end.names).reduce(join);
  const left = ends.some((end) => end.completion === "return" || end.completion === "continue");
  if (left && open.length === 1 && open[0]) run.when.push(open[0].text);
  return "next";
}

function join(left: Map<string, Value>, right: Map<string, Value>): Map<string, Value> {
  const joined = new Map(left);
  for (const [name, value] of right) {
    const other = joined.get(name);
    joined.set(name, other === undefined || other === value ? value : choice([other, value]));
  }
  return joined;
}

function executeFor(run: Run, statement: Statement & { kind: "for" }, scope: Scope): Completion {
  const iterable = evaluate(run, statement.iterable, scope);
  const { items, open } = itemsOf(iterable);
  const before = run.registrations.length;
  const depth = run.when.length;
  const end = run.steps + limits.loop;
  for (const item of items.length > 0 || !open
    ? items
    : [unknown("an item of a list that is not known")]) {
    assign(run, statement.target, item, scope);
    const when = conditionOf(iterable, item);
    if (when !== undefined) run.when.push(when);
    const completion = executeBlock(run, statement.body, scope);
    run.when.length = depth;
    if (run.steps > end || (open && run.registrations.length - before >= limits.items)) {
      // What else it would have registered is not known.
      if (run.registrations.length > before) run.cut = true;
      return "next";
    }
    if (completion === "break") return "next";
    if (completion === "return") return open ? "next" : completion;
    if (completion === "raise") return completion;
  }
  return executeBlock(run, statement.otherwise, scope);
}

function executeTry(run: Run, statement: Statement & { kind: "try" }, scope: Scope): Completion {
  let completion = executeBlock(run, statement.body, scope);
  const before = scope.names;
  const depth = run.when.length;
  for (const handler of statement.handlers) {
    scope.names = new Map(before);
    run.when.push("an exception");
    executeBlock(run, handler, scope);
    run.when.length = depth;
    // What the body bound holds; a handler only fills in what the body could not.
    for (const [name, value] of scope.names) {
      const bound = before.get(name);
      if (bound === undefined || (isComposite(bound) && bound.kind === "unknown"))
        before.set(name, value);
    }
  }
  scope.names = before;
  if (completion === "next") completion = executeBlock(run, statement.otherwise, scope);
  const last = executeBlock(run, statement.last, scope);
  if (last !== "next") return last;
  return completion === "raise" ? "next" : completion;
}

function entered(value: Value): Value {
  const likely = likeliest(value);
  // A generator under `contextmanager` gives what it yields.
  return isComposite(likely) && likely.kind === "list" && likely.items[0] !== undefined
    ? likely.items[0]
    : value;
}

function executeImport(run: Run, statement: Statement & { kind: "import" }, scope: Scope): void {
  const module = importModule(run, statement.module, scope.module.path);
  if (statement.as !== undefined) {
    scope.names.set(statement.as, module);
    return;
  }
  const top = statement.module.split(".", 1)[0] ?? statement.module;
  scope.names.set(
    top,
    top === statement.module ? module : importModule(run, top, scope.module.path),
  );
}

function executeFrom(run: Run, statement: Statement & { kind: "from" }, scope: Scope): void {
  const { module: name, level, names, all } = statement;
  if (name === "__future__" && level === 0) return;
  const from = scope.module.path;
  const module = level > 0 ? importRelative(run, name, level, from) : importModule(run, name, from);
  if (!isComposite(module)) return;
  if (all && module.kind === "module") {
    for (const [bound, value] of module.scope.names)
      if (!bound.startsWith("_")) scope.names.set(bound, value);
  }
  for (const imported of names) {
    let value: Value | undefined;
    if (module.kind === "module") {
      const bound = moduleName(run, module, imported.name);
      value = bound === undefined ? importModule(run, `${name}.${imported.name}`, from) : bound;
    }
    if (module.kind === "external") value = external(`${module.path}.${imported.name}`);
    scope.names.set(imported.as, firstOf(value, unknown(`the imported name ${imported.name}`)));
  }
}
