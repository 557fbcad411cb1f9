import type { Place } from "../../../model.ts";
import type { Answers } from "./answers.ts";
import type { Served } from "./applications.ts";
import type { Stated } from "./operation-places.ts";
import type { PythonParser } from "./parse.ts";
import type { Callable, Statement } from "./syntax.ts";
import {
  unknown,
  type Class,
  type Func,
  type Module,
  type Scope,
  type ToolDecorator,
  type Unknown,
  type Value,
} from "./values.ts";

/** Bounds of one project: real servers stay far below, hostile ones stop here. */
export const limits = {
  steps: 3_000_000,
  /** Steps of one module or function that is followed by itself. */
  piece: 1_000_000,
  /** Steps after which a loop is left. */
  loop: 200_000,
  depth: 700,
  calls: 60,
  /** Modules that are folded while another waits for them. */
  imports: 60,
  /** Calls of one function from inside itself, however many ways lead there. */
  recursions: 200,
  items: 2_000,
  text: 200_000,
  /** Characters of a document that is read as data. */
  file: 4_000_000,
};

/** The reading of one project: nothing is run, its modules are only folded. */
export interface Run {
  parser: PythonParser;
  files: ReadonlyMap<string, string>;
  /** Where modules are looked for. */
  finder: ModuleFinder;
  modules: Map<string, Module>;
  unparsable: Set<string>;
  steps: number;
  /** The number of steps at which the present piece of following ends. */
  ceiling: number;
  depth: number;
  /** Modules that are being folded. */
  imports: number;
  calls: Callable[];
  /** Calls of functions that were already running, by function. */
  recursions: Map<Callable, number>;
  /** The conditions under which the present statement is reached, outermost first. */
  when: string[];
  /** All functions and classes that were defined. */
  functions: Func[];
  classes: Class[];
  executed: Set<Callable>;
  /** Blocks under `if __name__ == "__main__"`, which come last. */
  mains: { statements: Statement[]; scope: Scope }[];
  registrations: Registration[];
  handlers: { list: Handler[]; call: Handler[] };
  mounts: Mount[];
  /** Prefixes that servers put before all their names. */
  namespaces: { server: Value; prefix: string }[];
  /** Whether code of the project names the method that lists tools. */
  answersItself: boolean;
  answers: Answers;
  /** Where API documents state their operations, once that was asked. */
  operations?: ReadonlyMap<string, Stated>;
  /** Functions that components of Gradio call, until what shows them is launched. */
  noted: Served[];
  /** What was put onto things from outside the snapshot, by path. */
  patched: Map<string, Value>;
  /** Tools that are taken away again. */
  removed: { server: Value; name: string }[];
  /** Decorators that no function has come to yet. */
  waiting: Set<ToolDecorator>;
  problems: { at: Place; reason: string; server: Value }[];
  trace?: Trace;
  /** What the running calls were given, and where they stand, outermost first. */
  handed: { values: Value[]; at?: Place }[];
  /** The decorators that are being applied, outermost first. */
  sites: Place[];
  /** Whether something was nested too deeply to be followed. */
  cut?: true;
  /** Whether it is the second version of Python's own SDK. */
  isSecondSdk: boolean;
  /** Whether the project imports an MCP SDK at all. */
  usesSdk: boolean;
}

export interface ModuleFinder {
  /** The path of a module's file or, ending in `/`, of a package without `__init__.py`. */
  find(name: string, from: string): string | undefined;
}

/** A function or tool object that reached a server. */
export interface Registration {
  server: Value;
  /** The function, or the object that describes the tool. */
  tool: Value;
  name?: Value;
  keywords: Map<string, Value>;
  at: Place;
  when?: string;
}

/** A function that answers `tools/list` or `tools/call`. */
export interface Handler {
  server: Value;
  answer: Value;
  at: Place;
  when?: string;
}

/** A server whose tools are another's too, under a prefix. */
export interface Mount {
  parent: Value;
  child: Value;
  prefix?: Value;
  when?: string;
}

/** What one function's own statements did: the calls it made and the branches it took. */
export interface Trace {
  callable: Callable;
  /** Of the first call of that function. */
  scope?: Scope;
  /** What the call of the tool passes. */
  given: Value;
  /** `from` is the line of the call; `handed` whether it got what the tool was given. */
  calls: { callable: Callable; path: string; line: number; from: number; handed: boolean }[];
  branches: { line: number; endLine: number; path: string }[];
}

/** Counts one step; false when there are none left for this piece. */
export function step(run: Run): boolean {
  run.steps += 1;
  return run.steps <= run.ceiling;
}

export const spent: Unknown = unknown("more code than is followed");

export function conditions(run: Run): string | undefined {
  return run.when.length > 0 ? [...new Set(run.when)].join(" and ") : undefined;
}
