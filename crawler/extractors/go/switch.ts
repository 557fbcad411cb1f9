import { noteCase } from "./answers.ts";
import { evaluate } from "./evaluate.ts";
import { executeBlock, innerScope, together } from "./execute.ts";
import { fork, under, type Completion, type Run } from "./run.ts";
import type { Case, Statement } from "./syntax.ts";
import { resolveType } from "./types.ts";
import { matches } from "./type-of.ts";
import { choice, isComposite, optionsOf, truth, type Scope, type Value } from "./values.ts";
import { same } from "./same.ts";
import { unsetOf } from "./settings.ts";

const greeting = /^(?:initialize|(?:notifications\/)?initialized)$/;

/** What a client asks for the tools with. */
const request = "tools/list";

/** Follows the case that holds, or all that may. */
export function executeSwitch(
  run: Run,
  statement: Statement & { k: "switch" },
  scope: Scope,
): Completion {
  if (statement.before) executeBlock(run, [statement.before], scope);
  const tag = statement.tag ? evaluate(run, statement.tag, scope) : true;
  const usualTag = unsetOf(tag) ?? tag;
  let usual: Case | undefined;
  const ways: Case[] = [];
  const greetings: Case[] = [];
  const lists = new Set<Case>();
  for (const one of statement.cases) {
    if (one.otherwise) continue;
    const answers = one.values.map((value) => {
      const other = evaluate(run, value, scope);
      const usualOther = unsetOf(other);
      noteCase(run, other, one, scope);
      if (typeof other === "string" && greeting.test(other)) greetings.push(one);
      if (other === request) lists.add(one);
      if (
        (statement.tag ? usualTag !== tag && same(usualTag, other) : truth(usualOther ?? null)) ===
        true
      )
        usual ??= one;
      return statement.tag ? same(tag, other) : truth(other);
    });
    if (answers.includes(true) && ways.length === 0)
      return left(executeBlock(run, one.body, innerScope(scope)));
    if (!answers.every((answer) => answer === false)) ways.push(one);
    if (answers.includes(true)) return follow(run, ways, true, scope, usual, lists);
  }
  // A client says this before it asks for anything: what it changes is seen by the other cases.
  if (greetings.length > 0)
    fork(run, [
      () => "next",
      ...greetings.map((one) => () => {
        executeBlock(run, one.body, innerScope(scope));
        return "next" as const;
      }),
    ]);
  const otherwise = statement.cases.find((one) => one.otherwise);
  if (otherwise && ways.length === 0)
    return left(executeBlock(run, otherwise.body, innerScope(scope)));
  if (otherwise) ways.push(otherwise);
  if (usualTag !== tag && !isComposite(usualTag)) usual ??= otherwise;
  return follow(run, ways, otherwise !== undefined, scope, usual, lists);
}

/** `break` leaves the switch only. */
function left(completion: Completion): Completion {
  return completion === "break" || completion === "exit" ? "next" : completion;
}

/** Follows several cases; the usual one, that of settings that nobody set, stands under no condition. */
function follow(
  run: Run,
  ways: Case[],
  complete: boolean,
  scope: Scope,
  usual: Case | undefined,
  lists: ReadonlySet<Case>,
): Completion {
  if (ways.length === 0) return "next";
  const ends = fork(run, [
    ...ways.map((one) => () => {
      const way = () => {
        const completion = executeBlock(run, one.body, innerScope(scope));
        return completion === "break" ? "next" : completion;
      };
      return one === usual ? way() : under(run, lists.has(one) ? request : one.text, way);
    }),
    ...(complete ? [] : [(): Completion => "next"]),
  ]);
  return together(ends);
}

/** Follows the cases whose types the value may have. */
export function executeTypeSwitch(
  run: Run,
  statement: Statement & { k: "typeswitch" },
  scope: Scope,
): Completion {
  if (statement.before) executeBlock(run, [statement.before], scope);
  const of = evaluate(run, statement.of, scope);
  let rest = optionsOf(of);
  const ways: { one: Case; value: Value }[] = [];
  let otherwise: Case | undefined;
  let sure = false;
  for (const one of statement.cases) {
    if (one.otherwise) {
      otherwise = one;
      continue;
    }
    const types = one.types.map((type) => resolveType(run, type, scope));
    const isNil = one.types.some((type) => type.t === "name" && type.name === "nil");
    const answered = rest.map((option) => ({
      option,
      answers: types.map((type) => (option === null ? isNil : matches(run, option, type))),
    }));
    const fits = answered.filter(({ answers }) => answers.some((answer) => answer !== false));
    if (fits.length === 0) continue;
    const [type] = types;
    const value = choice(
      fits.map(({ option }) =>
        isComposite(option) && option.kind === "unknown" && types.length === 1 && type
          ? { ...option, type }
          : option,
      ),
    );
    ways.push({ one, value });
    rest = answered.filter(({ answers }) => !answers.includes(true)).map(({ option }) => option);
    if (rest.length === 0) {
      sure = true;
      break;
    }
  }
  if (!sure && otherwise) ways.push({ one: otherwise, value: choice(rest) });
  const execute = ({ one, value }: { one: Case; value: Value }) => {
    const inner = innerScope(scope);
    if (statement.bind !== undefined) inner.names.set(statement.bind, value);
    return executeBlock(run, one.body, inner);
  };
  const [only] = ways;
  if (only && ways.length === 1 && (sure || otherwise)) return left(execute(only));
  if (!only) return "next";
  const ends = fork(run, [
    ...ways.map((way) => (): Completion => {
      const completion = execute(way);
      return completion === "break" ? "next" : completion;
    }),
    ...(sure || otherwise ? [] : [(): Completion => "next"]),
  ]);
  return together(ends);
}
