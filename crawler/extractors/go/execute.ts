import { evaluate, evaluateSeveral, nameValue } from "./evaluate.ts";
import { arithmetic } from "./operators.ts";
import { fork, limits, step, under, write, type Completion, type Run } from "./run.ts";
import { executeSwitch, executeTypeSwitch } from "./switch.ts";
import type { Expression, Statement } from "./syntax.ts";
import { resolveType, underlying, zeroOf } from "./types.ts";
import {
  copied,
  isComposite,
  optionsOf,
  pointed,
  truth,
  unknown,
  unsetOf,
  type Scope,
  type Struct,
  type Type,
  type Value,
} from "./values.ts";

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

function define(run: Run, statement: Statement & { k: "define" }, scope: Scope): void {
  const { names, values } = statement;
  const type = statement.type && resolveType(run, statement.type, scope);
  const results = valuesOf(run, values, names.length, scope, type);
  for (const [index, name] of names.entries()) {
    const value = results[index] ?? (type ? zeroOf(run, type) : null);
    if (name === "_") continue;
    // `:=` sets what the same block already has.
    if (scope.names.has(name)) write(run, scope.names, name, named(copied(value), name), true);
    else scope.names.set(name, typedAs(run, named(copied(value), name), type));
  }
}

function typedAs(run: Run, value: Value, type: Type | undefined): Value {
  if (type && isComposite(value) && value.kind === "unknown" && !value.type)
    return { ...value, type };
  if (type && isComposite(value) && value.kind === "func" && !value.type && type.kind === "named") {
    return underlying(run, type).kind === "func" ? { ...value, type } : value;
  }
  return value;
}

/** An error that is not known is one all the same. */
function named(value: Value, name: string): Value {
  if (/^err$|Err$/.test(name) && isComposite(value) && value.kind === "unknown" && !value.type)
    return { ...value, type: { kind: "basic", name: "error" } };
  return value;
}

function valuesOf(
  run: Run,
  values: Expression[],
  count: number,
  scope: Scope,
  type?: Type,
): Value[] {
  const [only] = values;
  if (values.length === 1 && only && count > 1) return evaluateSeveral(run, only, scope, count);
  return values.map((value) => evaluate(run, value, scope, type));
}

function assign(run: Run, statement: Statement & { k: "assign" }, scope: Scope): void {
  const { targets, operator } = statement;
  const values = valuesOf(run, statement.values, targets.length, scope);
  for (const [index, target] of targets.entries()) {
    let value = values[index] ?? null;
    if (operator !== "=")
      value = arithmetic(operator.slice(0, -1), evaluate(run, target, scope), value);
    assignTo(run, target, copied(value), scope);
  }
}

/** Sets what an expression on the left of `=` names. */
export function assignTo(run: Run, target: Expression, value: Value, scope: Scope): void {
  if (target.k === "name") {
    if (target.name === "_") return;
    for (let at: Scope | undefined = scope; at; at = at.parent)
      if (at.names.has(target.name)) {
        write(run, at.names, target.name, named(value, target.name), at.parent !== undefined);
        return;
      }
    if (scope.package.values.has(target.name)) write(run, scope.package.names, target.name, value);
  } else if (target.k === "select")
    setField(run, evaluate(run, target.of, scope), target.name, value);
  else if (target.k === "index") {
    const of = pointed(evaluate(run, target.of, scope));
    const key = pointed(evaluate(run, target.index, scope));
    if (!isComposite(of)) return;
    if (of.kind === "map") {
      if (isComposite(key) && key.kind === "unknown") of.open = true;
      write(run, of.entries, key, value);
    } else if (
      of.kind === "slice" &&
      typeof key === "number" &&
      Number.isInteger(key) &&
      key >= 0 &&
      key < of.items.length
    )
      of.items[key] = value;
  } else if (target.k === "unary" && target.operator === "*") {
    const pointer = evaluate(run, target.value, scope);
    if (!isComposite(pointer)) return;
    if (pointer.kind === "reference") write(run, pointer.cells, pointer.key, value);
    const [from, to] = [pointed(value), pointed(pointer)];
    if (isComposite(to) && to.kind === "struct" && isComposite(from) && from.kind === "struct")
      for (const [name, field] of from.fields) write(run, to.fields, name, field);
  }
}

function setField(run: Run, of: Value, name: string, value: Value): void {
  for (const option of optionsOf(of)) {
    const target = pointed(option);
    if (isComposite(target) && target.kind === "struct") {
      const holder = holderOf(run, target, name);
      write(run, holder.fields, name, value);
    }
  }
}

/** The struct that has a field: itself, or one that is embedded in it. */
function holderOf(run: Run, struct: Struct, name: string, depth = 0): Struct {
  const base = underlying(run, struct.type);
  if (depth > 5 || struct.fields.has(name) || base.kind !== "struct") return struct;
  if (base.fields.some((field) => field.name === name)) return struct;
  for (const field of base.fields) {
    const inner = field.embedded ? pointed(struct.fields.get(field.name) ?? null) : null;
    if (isComposite(inner) && inner.kind === "struct") {
      const holder = holderOf(run, inner, name, depth + 1);
      const declared = underlying(run, holder.type);
      if (
        holder.fields.has(name) ||
        (declared.kind === "struct" && declared.fields.some((one) => one.name === name))
      )
        return holder;
    }
  }
  return struct;
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
  const ends = fork(
    run,
    ways.map(({ holds, condition, body }) => () => {
      if (body.length === 0) return "next";
      const follow = () => executeBlock(run, body, innerScope(scope));
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
    (usual === true || isBare(statement.body))
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

function executeRange(run: Run, statement: Statement & { k: "range" }, scope: Scope): Completion {
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
