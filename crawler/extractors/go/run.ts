import type { Place } from "../../../model.ts";
import type { Answer, Named } from "./answers.ts";
import type { Callable, Case, SourceFile } from "./syntax.ts";
import {
  choice,
  type FieldType,
  type Func,
  type Package,
  type Scope,
  type Type,
  type TypeDefinition,
  type Value,
} from "./values.ts";

/** Bounds of one program: real servers stay far below, hostile ones stop here. */
export const limits = {
  steps: 5_000_000,
  /** Of all programs of a snapshot together. */
  total: 9_000_000,
  /** Of one program, whatever the others took. */
  least: 400_000,
  /** Programs of a snapshot. */
  programs: 60,
  /** Of one callback or function that is tried on its own. */
  callback: 2_500_000,
  depth: 220,
  calls: 45,
  items: 3_000,
  text: 300_000,
  file: 2_000_000,
  files: 4_000,
};

/** A tool that reached a server. */
export interface Registration {
  tool: Value;
  handler: Value | undefined;
  /** The calls that led there, outermost first. */
  sites: Place[];
  when: string[];
  /** Where it may be said to be registered, best first, when the calls do not tell. */
  places?: Place[];
}

/** The reading of one program: nothing is run, its functions are only folded. */
export interface Run {
  files: ReadonlyMap<string, string>;
  /** A package by import path; undefined when it is not in the snapshot. */
  load(path: string): Package | undefined;
  packages: Map<string, Package>;
  /** What names before a dot import, by file. */
  imports: Map<SourceFile, Map<string, Imported | undefined>>;
  /** The fields of types without parameters. */
  fields: Map<TypeDefinition, FieldType[]>;
  /** The types that have all methods of an interface, as of a number of loaded packages. */
  implementations: Map<TypeDefinition, { packages: number; types: Type[] }>;
  steps: number;
  /** Where `steps` must stop. */
  end: number;
  depth: number;
  /** How deep the present type stands inside others. */
  resolving: number;
  frames: Frame[];
  sites: Place[];
  /** The conditions under which the present statement is reached, outermost first. */
  when: string[];
  log: Log | undefined;
  /** The step at which the entries of a map were made: a branch that made one sets it for good. */
  born: WeakMap<Map<Value, Value>, number>;
  registrations: Registration[];
  problems: { at: Place; reason: string }[];
  /** Where a library that is not known was given a function beside what may be a tool. */
  unfollowed: Place[];
  /** Functions that were given to code outside the snapshot, to be called by it. */
  callbacks: Func[];
  queued: Set<Callable>;
  /** Structs that were given to code outside the snapshot. */
  handed: Value[];
  executed: Set<Callable>;
  /** Defaults of flags of the command line, by name. */
  flags: Map<string, Value>;
  /** Values that settings have unless they are set, by key. */
  defaults: Map<string, Value>;
  /** Literals with a name, by that name. */
  named: Map<string, Named[]>;
  /** What may answer `tools/list`, in a program that speaks the protocol itself. */
  answers: Answer[];
  /** What maps hold under a name. */
  keyed: Map<string, { value: Value; when: string[] }[]>;
  /** The cases of switches, by the text that each is for. */
  cases: Map<string, { one: Case; scope: Scope }[]>;
  /** Whether something was too long to be followed to its end. */
  cut: boolean;
}

/** A path that a file imports, and the package when it is in the snapshot. */
export interface Imported {
  path: string;
  package: Package | undefined;
}

/** One call of a function. */
export interface Frame {
  func: Func;
  scope: Scope;
  returns: Value[];
}

/** What was overwritten since the present branch began. */
export type Log = Map<Map<Value, Value>, { local: boolean; saved: Map<Value, Value | undefined> }>;

/** Counts one step; false when there are none left. */
export function step(run: Run): boolean {
  run.steps += 1;
  return run.steps <= run.end;
}

/** Sets a cell, so that a branch can be taken back; `local` for a variable, which a branch that returns cannot set for what follows. */
export function write(
  run: Run,
  cells: Map<Value, Value>,
  key: Value,
  value: Value,
  local = false,
): void {
  if (run.log) {
    let entry = run.log.get(cells);
    if (entry === undefined) {
      entry = { local, saved: new Map() };
      run.log.set(cells, entry);
    }
    if (!entry.saved.has(key)) entry.saved.set(key, cells.get(key));
  }
  cells.set(key, value);
}

/** Notes functions that code outside the snapshot may call, each once. */
export function callBack(run: Run, functions: Func[]): void {
  for (const func of functions) {
    if (run.queued.has(func.callable)) continue;
    run.queued.add(func.callable);
    run.callbacks.push(func);
  }
}

/** How a block was left. */
export type Completion = "next" | "return" | "break" | "continue" | "exit";

/** Follows each of several ways from the same start and joins what they leave behind. */
export function fork(run: Run, ways: (() => Completion)[]): Completion[] {
  const outer = run.log;
  const start = run.steps;
  const ends: {
    completion: Completion;
    log: Log;
    values: Map<Map<Value, Value>, Map<Value, Value | undefined>>;
  }[] = [];
  for (const way of ways) {
    const log: Log = new Map();
    run.log = log;
    const completion = way();
    const values = new Map<Map<Value, Value>, Map<Value, Value | undefined>>();
    for (const [cells, { saved }] of log) {
      const last = new Map<Value, Value | undefined>();
      for (const [key, before] of saved) {
        last.set(key, cells.get(key));
        if (before === undefined) cells.delete(key);
        else cells.set(key, before);
      }
      values.set(cells, last);
    }
    ends.push({ completion, log, values });
  }
  run.log = outer;
  const goesOn = ends.filter(({ completion }) => completion === "next");
  const joined = new Map<Map<Value, Value>, Set<Value>>();
  for (const { log, completion } of ends)
    for (const [cells, { local, saved }] of log) {
      if (completion === "exit" || (local && completion !== "next" && goesOn.length > 0)) continue;
      const keys = joined.get(cells) ?? new Set();
      for (const key of saved.keys()) keys.add(key);
      joined.set(cells, keys);
    }
  for (const [cells, keys] of joined) {
    const local = ends.some(({ log }) => log.get(cells)?.local);
    const reach =
      local && goesOn.length > 0 ? goesOn : ends.filter(({ completion }) => completion !== "exit");
    for (const key of keys) {
      const results = reach.map(({ values }) => {
        const last = values.get(cells);
        return last?.has(key) ? last.get(key) : cells.get(key);
      });
      const known = results.filter((result): result is Value => result !== undefined);
      // A field that one way leaves alone has its zero value there.
      const rest: Value[] =
        known.length < results.length && !local && (run.born.get(cells) ?? -1) < start
          ? [null]
          : [];
      if (known.length > 0) write(run, cells, key, choice([...known, ...rest]), local);
    }
  }
  return ends.map(({ completion }) => completion);
}

/** Follows a way under a condition. */
export function under<T>(run: Run, condition: string, way: () => T): T {
  const depth = run.when.length;
  run.when.push(condition);
  const result = way();
  run.when.length = depth;
  return result;
}
