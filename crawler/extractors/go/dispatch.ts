import type { Place } from "../../../model.ts";
import { evaluate } from "./evaluate.ts";
import type { Run } from "./run.ts";
import type { Callable, Expression, Statement } from "./syntax.ts";
import { typeOf } from "./type-of.ts";
import { pointee } from "./types.ts";
import {
  isComposite,
  optionsOf,
  pointed,
  type Func,
  type Scope,
  type Type,
  type Value,
} from "./values.ts";

/** What a program that speaks the protocol itself has for a tool beside its definition. */
export interface Dispatch {
  /** The function that runs when the tool is called. */
  handler: Func | undefined;
  /** Where its name is written. */
  place: Place | undefined;
}

type Call = Expression & { k: "call" };

/** Finds for each name what is kept under it in a map, what the case for it runs, or what has a method that gives it. */
export function dispatchOf(run: Run, names: ReadonlySet<string>): Map<string, Dispatch> {
  const users = new Map<Callable, number>();
  const cases = new Map<string, { funcs: Func[]; block: Func | undefined }[]>();
  for (const name of names) {
    const found = (run.cases.get(name) ?? []).map(({ one, scope }) => {
      const calls = callsIn(one.body);
      return {
        funcs: calls.flatMap((call) => calledBy(run, call, scope)),
        block: blockOf(calls, scope),
      };
    });
    for (const callable of new Set(found.flatMap(({ funcs }) => funcs.map((one) => one.callable))))
      users.set(callable, (users.get(callable) ?? 0) + 1);
    cases.set(name, found);
  }
  const places = placesOf(run, names);
  const dispatch = new Map<string, Dispatch>();
  for (const name of names) {
    const kept = (run.keyed.get(name) ?? []).map(({ value }) => keptFunc(run, value));
    const [first] = cases.get(name) ?? [];
    const own = first?.funcs.find(({ callable }) => users.get(callable) === 1);
    const place = places.get(name);
    const handler =
      kept.find((func) => func !== undefined) ??
      own ??
      first?.block ??
      (place && methodBeside(run, place));
    dispatch.set(name, { handler, place });
  }
  return dispatch;
}

/** Where the case for a text stands; undefined when no function that was followed has one. */
export function caseOf(run: Run, text: string): Place | undefined {
  for (const { one, scope } of run.cases.get(text) ?? []) {
    const block = blockOf(callsIn(one.body), scope);
    if (block) return { path: block.callable.path, line: block.callable.line };
  }
  for (const { value } of run.keyed.get(text) ?? []) {
    const func = pointed(value);
    if (isOwn(func)) return { path: func.callable.path, line: func.callable.line };
  }
  return undefined;
}

function isOwn(value: Value): value is Func {
  return isComposite(value) && value.kind === "func" && !value.scope.package.standIn;
}

/** A function, one in a field of a struct, or the one method of it that could be called with arguments. */
function keptFunc(run: Run, value: Value): Func | undefined {
  for (const option of optionsOf(value)) {
    const of = pointed(option);
    if (isOwn(of)) return of;
    if (!isComposite(of) || of.kind !== "struct") continue;
    const held = [...of.fields.values()].map((field) => pointed(field)).find(isOwn);
    const func = held ?? runner(typeOf(run, of));
    if (func) return func;
  }
  return undefined;
}

/** The only method of a type that takes something and gives something. */
function runner(type: Type): Func | undefined {
  const base = pointee(type);
  if (base.kind !== "named") return undefined;
  const [only, ...rest] = [...base.definition.methods.values()].filter(
    ({ callable }) => callable.parameters.length > 0 && callable.results.length > 0,
  );
  return rest.length === 0 ? only : undefined;
}

function calledBy(run: Run, { callee }: Call, scope: Scope): Func[] {
  if (callee.k !== "name" && callee.k !== "select") return [];
  return optionsOf(evaluate(run, callee, scope)).filter(isOwn);
}

/** The lines of a case, as far as calls stand in them, as if they were a function. */
function blockOf(calls: Call[], scope: Scope): Func | undefined {
  if (calls.length === 0) return undefined;
  const callable: Callable = {
    name: "case",
    path: scope.file.path,
    line: Math.min(...calls.map(({ at }) => at.line)),
    endLine: Math.max(...calls.map(({ at }) => at.endLine)),
    typeParameters: [],
    parameters: [],
    results: [],
    body: () => [],
    bodied: true,
  };
  return { kind: "func", callable, scope };
}

const mostNodes = 3_000;

function callsIn(body: Statement[]): Call[] {
  const calls: Call[] = [];
  const queue: unknown[] = [...body];
  for (let turn = 0; turn < mostNodes; turn++) {
    const node = queue.shift();
    if (node === undefined) break;
    if (typeof node !== "object" || node === null) continue;
    if (isCall(node)) calls.push(node);
    queue.push(...Object.values(node).filter((inner) => typeof inner === "object"));
  }
  return calls;
}

function isCall(node: object): node is Call {
  return "k" in node && node.k === "call";
}

const quoted = /"([^"\\\n]{1,128})"/g;

/** Where each name is written, outside the cases of switches if it can be. */
function placesOf(run: Run, names: ReadonlySet<string>): Map<string, Place> {
  const found = new Map<string, Place & { inCase: boolean }>();
  for (const { files, standIn } of run.packages.values())
    for (const { path } of standIn ? [] : files)
      for (const [index, line] of (run.files.get(path) ?? "").split("\n").entries())
        for (const [, name = ""] of line.matchAll(quoted)) {
          if (!names.has(name)) continue;
          const inCase = /^\s*case\s/.test(line);
          if (!found.has(name) || (found.get(name)?.inCase === true && !inCase))
            found.set(name, { path, line: index + 1, inCase });
        }
  return new Map([...found].map(([name, { path, line }]) => [name, { path, line }]));
}

function methodBeside(run: Run, place: Place): Func | undefined {
  for (const { types, standIn } of run.packages.values())
    for (const definition of standIn ? [] : types.values())
      for (const { callable } of definition.methods.values())
        if (
          callable.path === place.path &&
          callable.line <= place.line &&
          place.line <= callable.endLine
        )
          return runner({ kind: "named", definition, arguments: [] });
  return undefined;
}
