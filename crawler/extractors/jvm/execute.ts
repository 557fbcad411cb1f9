import { assume, candidates } from "./assume.ts";
import { lookUp, setName, setVariable } from "./names.ts";
import type { Run } from "./run.ts";
import type { Expression, Statement } from "./syntax.ts";
import {
  type Environment,
  isKind,
  isUnknown,
  list,
  nothing,
  textOf,
  type Value,
} from "./values.ts";

const maxItems = 2_000;

/** What a list of statements comes to. */
export interface Outcome {
  /** Returned, or of the last expression. */
  value: Value;
  returned: boolean;
}

/** Follows statements in order; where a test is not known, both ways, each under its condition. */
export function execute(run: Run, statements: Statement[], environment: Environment): Outcome {
  const before = run.conditions.length;
  let last: Value = nothing;
  let pending: Value | undefined;
  try {
    for (const statement of statements) {
      if (!run.step()) break;
      const outcome = executeOne(run, statement, environment);
      last = outcome.value;
      if (outcome.returned === "maybe") pending = prefer(pending, outcome.value);
      else if (outcome.returned) return { value: prefer(outcome.value, pending), returned: true };
    }
    return pending === undefined
      ? { value: last, returned: false }
      : { value: prefer(last, pending), returned: true };
  } finally {
    run.conditions.length = before;
  }
}

function prefer(first: Value | undefined, second: Value | undefined): Value {
  // One of two answers to a question decides nothing.
  if (typeof first === "boolean" && second !== undefined && first !== second) return nothing;
  if (typeof second === "boolean" && first !== undefined && first !== second) return nothing;
  if (first !== undefined && !isUnknown(first) && first !== null) return first;
  return second ?? first ?? nothing;
}

interface Step {
  value: Value;
  returned: boolean | "maybe";
}

function executeOne(run: Run, statement: Statement, environment: Environment): Step {
  const done = (value: Value = nothing): Step => ({ value, returned: false });
  switch (statement.kind) {
    case "local": {
      const value =
        statement.value === undefined ? nothing : run.evaluate(statement.value, environment);
      setVariable(
        run,
        environment.variables,
        statement.name,
        isUnknown(value) && value.type === undefined && statement.type !== undefined
          ? assume(run, statement.type, environment.scope)
          : value,
      );
      return done();
    }
    case "assign":
      assign(run, statement, environment);
      return done();
    case "return":
      return {
        value: statement.value === undefined ? nothing : run.evaluate(statement.value, environment),
        returned: true,
      };
    case "throw":
      return { value: nothing, returned: true };
    case "loop":
      return loop(run, statement, environment);
    case "expression": {
      const { value } = statement;
      if (value.kind === "choice") return choose(run, value, environment);
      if (value.kind === "cases") return chooseCase(run, value, environment);
      if (value.kind === "block") return execute(run, value.body, child(environment));
      return done(run.evaluate(value, environment));
    }
  }
}

function child(environment: Environment): Environment {
  return { ...environment, variables: new Map(), parent: environment };
}

function choose(
  run: Run,
  choice: Extract<Expression, { kind: "choice" }>,
  environment: Environment,
): Step {
  const test = run.evaluate(choice.test, environment);
  if (test === true) return execute(run, choice.yes, child(environment));
  if (test === false) return execute(run, choice.no, child(environment));
  const then = under(run, choice.text, choice.yes, environment);
  const otherwise = under(run, `not (${choice.text})`, choice.no, environment);
  const returns = [then.returned, otherwise.returned].filter(Boolean).length;
  const value =
    returns === 1
      ? then.returned
        ? then.value
        : otherwise.value
      : join(then.value, otherwise.value);
  if (returns === 1 && choice.yes.at(-1)?.kind !== "throw")
    addCondition(run, then.returned ? `not (${choice.text})` : choice.text);
  return { value, returned: returns === 2 ? true : returns === 1 ? "maybe" : false };
}

/** One value for two ways: the one that is known; of two texts the one for when nothing is switched on. */
function join(first: Value, second: Value): Value {
  if (isKind(first, "list") && isKind(second, "list") && first !== second)
    return list([...new Set([...first.items, ...second.items])]);
  if (typeof first === "boolean" || typeof second === "boolean")
    return first === second ? first : nothing;
  if (isUnknown(first) || first === null) return second;
  if (isUnknown(second) || second === null) return first;
  if (typeof first === "string" && typeof second === "string") return second;
  return first === second || typeof first === "object" ? first : nothing;
}

function under(run: Run, text: string, body: Statement[], environment: Environment) {
  const before = run.conditions.length;
  addCondition(run, text);
  const outcome = execute(run, body, child(environment));
  run.conditions.length = before;
  return outcome;
}

/** A look whether something is there says nothing about what is registered. */
function addCondition(run: Run, text: string): void {
  // So does a look whether it is there already.
  if (/^not \(.*(?:containsKey|isEmpty|[iI]nitiali[sz]ed|[sS]tarted|[rR]unning)\b/.test(text))
    return;
  if (text === "" || /^(?:not \()?[\w.()]+ [!=]= null\)?$/.test(text)) return;
  run.conditions.push(text);
}

function chooseCase(
  run: Run,
  choice: Extract<Expression, { kind: "cases" }>,
  environment: Environment,
): Step {
  let value: Value | undefined;
  let returned = 0;
  for (const one of choice.cases) {
    const text =
      choice.text === ""
        ? one.label
        : one.label === "default"
          ? ""
          : `${choice.text.replace(/^\(|\)$/g, "")} is ${one.label}`;
    const outcome = under(run, text, one.body, environment);
    value = value === undefined ? outcome.value : join(value, outcome.value);
    if (outcome.returned) returned += 1;
  }
  const all = returned > 0 && returned === choice.cases.length;
  return { value: value ?? nothing, returned: all ? true : returned > 0 ? "maybe" : false };
}

function loop(
  run: Run,
  statement: Extract<Statement, { kind: "loop" }>,
  environment: Environment,
): Step {
  const over = statement.over === undefined ? nothing : run.evaluate(statement.over, environment);
  const items = itemsOf(run, over) ?? [
    ...(statement.type === undefined ? [] : candidates(run, statement.type, environment.scope)),
  ];
  let returned = false;
  let value: Value = nothing;
  for (const item of items.length === 0 && !isKind(over, "list") ? [nothing] : items) {
    if (!run.step()) break;
    const inner = child(environment);
    if (statement.name !== undefined) setVariable(run, inner.variables, statement.name, item);
    const outcome = execute(run, statement.body, inner);
    if (outcome.returned) {
      returned = true;
      value = prefer(value, outcome.value);
    }
  }
  return { value, returned: returned ? "maybe" : false };
}

/** What a loop over a value gives; undefined when that isn't known. */
export function itemsOf(run: Run, over: Value): Value[] | undefined {
  if (isKind(over, "list")) return over.items.slice(0, maxItems);
  if (isKind(over, "dictionary"))
    return [...over.entries]
      .slice(0, maxItems)
      .map(([key, value]) => ({ kind: "list", items: [key, value] }));
  if (!isUnknown(over) || over.type === undefined || over.scope === undefined) return undefined;
  const element = over.type.args.at(-1);
  if (element === undefined || over.type.args.length > 1) return undefined;
  const found = candidates(run, element, over.scope);
  return found.length === 0 ? undefined : found;
}

function assign(
  run: Run,
  statement: Extract<Statement, { kind: "assign" }>,
  environment: Environment,
): void {
  const value = run.evaluate(statement.value, environment);
  const { target } = statement;
  if (target.kind === "name") {
    const next =
      statement.operator === "="
        ? value
        : combine(lookUp(run, target.name, environment), statement.operator, value);
    setName(run, target.name, next, environment);
    return;
  }
  if (target.kind !== "member") return;
  const of = run.evaluate(target.of, environment);
  if (isKind(of, "instance")) {
    const known = of.fields.get(target.name) ?? nothing;
    of.fields.set(
      target.name,
      statement.operator === "=" ? value : combine(known, statement.operator, value),
    );
  } else if (isKind(of, "external")) of.calls.push({ name: target.name, args: [value] });
}

function combine(known: Value, operator: string, value: Value): Value {
  if (operator !== "+=") return nothing;
  if (isKind(known, "list")) {
    known.items.push(...(isKind(value, "list") ? value.items : [value]));
    return known;
  }
  const texts = [textOf(known), textOf(value)];
  return texts.includes(undefined) ? nothing : texts.join("");
}
