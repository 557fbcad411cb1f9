import { callFunc } from "./call.ts";
import { packageMember } from "./names.ts";
import { loader, type Sources } from "./packages.ts";
import { limits, type Run } from "./run.ts";
import { handlersOf } from "./describe.ts";
import { noteSilence, registerAnswers, toolLists } from "./listing.ts";
import { listRequest } from "./serving.ts";
import { fieldsOf, pointee, resolveType } from "./types.ts";
import { typeOf } from "./type-of.ts";
import {
  unknown,
  type Func,
  type Package,
  type Type,
  type TypeDefinition,
  type Value,
} from "./values.ts";

/** A reading of one program, before anything of it was followed. */
export function newRun(sources: Sources): Run {
  const packages = new Map<string, Package>();
  return {
    files: sources.files,
    packages,
    imports: new Map(),
    fields: new Map(),
    implementations: new Map(),
    load: loader(sources, packages),
    steps: 0,
    end: Math.min(limits.steps, Math.max(limits.least, limits.total - sources.steps)),
    cut: false,
    depth: 0,
    resolving: 0,
    frames: [],
    sites: [],
    when: [],
    log: undefined,
    born: new WeakMap(),
    registrations: [],
    problems: [],
    unfollowed: [],
    callbacks: [],
    queued: new Set(),
    handed: [],
    executed: new Set(),
    flags: new Map(),
    defaults: new Map(),
    named: new Map(),
    answers: [],
    keyed: new Map(),
    cases: new Map(),
  };
}

/** Says of each file that names a registration and is no valid Go that tools may be missing. */
export function noteBroken(run: Run): void {
  for (const { files, standIn } of run.packages.values())
    for (const { path, broken } of standIn ? [] : files)
      if (broken !== undefined && registration.test(run.files.get(path) ?? ""))
        run.problems.push({
          at: { path, line: broken },
          reason:
            "Registers tools in a file that is no valid Go from here on: tools may be missing.",
        });
}

/** Follows a program from its `main`, then what it handed to libraries to be called, then what it mentions and was not reached. */
export function followMain(run: Run, found: Package): void {
  initialize(run, found, new Set());
  const main = found.functions.get("main");
  if (main) tryCall(run, main, limits.steps);
  followCallbacks(run);
  if (run.registrations.length === 0 && toolLists(run).length === 0) followHanded(run);
  for (let round = 0; round < 3; round++) {
    const missed = mentioned(run);
    if (missed.length === 0) break;
    for (const func of missed) tryCall(run, func, limits.callback);
    followCallbacks(run);
  }
  registerAnswers(run, false);
  noteSilence(run);
}

/** Follows each function of a library that registers tools, as if someone called it. */
export function followLibrary(run: Run, found: Package): void {
  initialize(run, found, new Set());
  for (const func of callables(found))
    if (registers(run, func) && !run.executed.has(func.callable))
      tryCall(run, func, limits.callback);
  followCallbacks(run);
  registerAnswers(run, true);
}

/** Runs the package variables and `init` functions of a package after those that it imports. */
function initialize(run: Run, found: Package, above: Set<Package>): void {
  if (found.initialized || above.size > 200) return;
  found.initialized = true;
  above.add(found);
  for (const { imported } of found.files)
    for (const path of imported) {
      const other = run.load(path);
      if (other && !other.standIn) initialize(run, other, above);
    }
  above.delete(found);
  for (const [name, { declaration }] of found.values)
    if (name.startsWith("_") && declaration.name === "_")
      guard(run, limits.callback, () => packageMember(run, found, name));
  for (const init of found.inits) tryCall(run, init, limits.callback);
}

function tryCall(run: Run, func: Func, steps: number): void {
  const { callable, scope } = func;
  const receiver =
    func.receiver ??
    (callable.receiver && unknown("a receiver", resolveType(run, callable.receiver.type, scope)));
  guard(run, steps, () =>
    callFunc(
      run,
      receiver === undefined ? func : { ...func, receiver },
      { values: [], spread: false },
      { path: callable.path, line: callable.line },
    ),
  );
}

function guard(run: Run, steps: number, follow: () => void): void {
  const { end, when, sites, log, depth } = run;
  run.end = Math.min(end, run.steps + steps);
  run.sites = [];
  run.depth = 0;
  follow();
  if (run.steps > run.end) run.cut = true;
  run.end = end;
  run.when = when;
  run.sites = sites;
  run.log = log;
  run.depth = depth;
}

/** A library may call the methods of what it was handed, as those for command lines and life cycles do. */
function followHanded(run: Run): void {
  const seen = new Set<TypeDefinition>();
  const queue: { value: Value; type: Type; depth: number }[] = run.handed.map((value) => ({
    value,
    type: typeOf(run, value),
    depth: 0,
  }));
  for (let turn = 0; turn < 200; turn++) {
    const next = queue.shift();
    if (next === undefined) break;
    const base = pointee(next.type);
    for (const field of next.depth > 3 ? [] : fieldsOf(run, base))
      queue.push({
        value: unknown("a field that a library sets", field.type),
        type: field.type,
        depth: next.depth + 1,
      });
    if (base.kind !== "named" || seen.has(base.definition)) continue;
    seen.add(base.definition);
    for (const [name, method] of base.definition.methods)
      if (/^[A-Z]/.test(name) && !run.executed.has(method.callable))
        tryCall(run, { ...method, receiver: next.value }, limits.callback);
  }
  followCallbacks(run);
}

/** Functions that libraries may call; not the handlers of tools, which run only when a tool is called. */
function followCallbacks(run: Run): void {
  const done = new Set<Func["callable"]>();
  for (let turn = 0; turn < 500; turn++) {
    const func = run.callbacks.shift();
    if (func === undefined) return;
    if (done.has(func.callable) || run.executed.has(func.callable)) continue;
    done.add(func.callable);
    if (!isHandler(run, func)) tryCall(run, func, limits.callback);
  }
}

function isHandler(run: Run, func: Func): boolean {
  return run.registrations.some(({ handler }) =>
    handlersOf(handler).some(({ callable }) => callable === func.callable),
  );
}

function callables(found: Package): Func[] {
  return [
    ...found.functions.values(),
    ...[...found.types.values()].flatMap(({ methods }) => [...methods.values()]),
  ];
}

const registration =
  /\.(?:AddTools?|AddTaskTools?|AddSessionTools?|SetTools|RegisterTools?|NewServerTool)\s*[[(]/;

function textOfCallable(run: Run, { callable }: Func): string {
  const lines = run.files.get(callable.path)?.split("\n") ?? [];
  return lines.slice(callable.line - 1, callable.endLine).join("\n");
}

function registers(run: Run, func: Func): boolean {
  const text = textOfCallable(run, func);
  return registration.test(text) || (run.registrations.length === 0 && text.includes(listRequest));
}

/** Functions that register tools, are named in a function that was followed, and were not reached from there. */
function mentioned(run: Run): Func[] {
  const own = [...run.packages.values()].filter(({ standIn }) => !standIn);
  const missed = own
    .flatMap((found) => callables(found).map((func) => ({ found, func })))
    .filter(({ func }) => !run.executed.has(func.callable) && registers(run, func));
  if (missed.length === 0) return [];
  const names = new Set<string>();
  for (const found of own)
    for (const func of callables(found))
      if (run.executed.has(func.callable))
        for (const name of namesIn(textOfCallable(run, func), func, found)) names.add(name);
  return missed.flatMap(({ found, func }) => {
    const { name, receiver } = func.callable;
    return names.has(receiver ? `.${name}` : `${found.path} ${name}`) ? [func] : [];
  });
}

/** The functions that a text may name, as `package name`, and its methods, as `.name`. */
function namesIn(text: string, { scope }: Func, found: Package): string[] {
  return [...text.matchAll(/(?:([A-Za-z_]\w*)\s*\.\s*)?([A-Za-z_]\w*)/g)].flatMap(
    ([, of, name = ""]) => {
      if (of === undefined) return [`${found.path} ${name}`, `.${name}`];
      const path = scope.file.imports.get(of);
      return path === undefined ? [`.${name}`, `${found.path} ${of}`] : [`${path} ${name}`];
    },
  );
}
