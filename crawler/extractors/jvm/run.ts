import type { Place } from "../../../model.ts";
import { callExpression } from "./call.ts";
import { callClosure } from "./closure.ts";
import { evaluateExpression } from "./evaluate.ts";
import type { Program } from "./program.ts";
import type { Declaration, Expression, Field, Lines, Method } from "./syntax.ts";
import { invokeMethod } from "./invoke.ts";
import {
  type Dictionary,
  type Environment,
  type External,
  type Given,
  type Instance,
  nothing,
  type Value,
} from "./values.ts";

const maxSteps = 4_000_000;
const maxStepsOfRoot = 400_000;
const maxNesting = 400;

/** A call that is under way. */
export interface Frame {
  method: Method;
  self?: Value;
  args: Value[];
  /** Of the call. */
  path: string;
  at: Lines;
}

/** Something seen while code was followed, with where it was seen. */
export interface Seen {
  external: External;
  conditions: string[];
  stack: Frame[];
  /** The file in which the run began. */
  root: string;
}

/** Where an object of the snapshot's own that describes a tool was made. */
export type Written = Omit<Seen, "external"> & { path: string; at: Lines };

/** What the code was seen to do with libraries. */
export interface Sightings {
  created: Seen[];
  /** Calls on what is outside of the snapshot, each as an external of the method's name. */
  called: Seen[];
  /** Lines of calls and creations that were reached: `path:line`. */
  reached: Set<string>;
  /** Objects that have a tool's name and schema, each where it first had them; absent where only libraries make tools. */
  written?: Map<Dictionary | Instance, Written>;
}

/** Code that is followed, with what bounds it. */
export interface Run {
  program: Program;
  sightings: Sightings;
  conditions: string[];
  stack: Frame[];
  root: string;
  statics: Map<Field, Value>;
  objects: Map<Declaration, Value>;
  initialized: Set<Declaration>;
  /** Begins anew with a file's code. */
  begin(root: string): void;
  /** Whether there is room for one more step. */
  step(): boolean;
  evaluate(expression: Expression, environment: Environment): Value;
  call: typeof callClosure extends (run: Run, ...rest: infer R) => Value
    ? (...rest: R) => Value
    : never;
  invoke(method: Method, self: Value | undefined, args: Given[], at: Lines, path: string): Value;
  /** Tools whose description is given and could not be followed. */
  undescribed: { at: Place; name: string; registeredIn: string }[];
}

/** A run over a program that has not begun. */
export function startRun(program: Program): Run {
  let steps = 0;
  let ofRoot = 0;
  let nesting = 0;
  const run: Run = {
    program,
    sightings: { created: [], called: [], reached: new Set() },
    conditions: [],
    stack: [],
    root: "",
    undescribed: [],
    statics: new Map(),
    objects: new Map(),
    initialized: new Set(),
    begin(root) {
      run.root = root;
      run.conditions = [];
      run.stack = [];
      ofRoot = 0;
      nesting = 0;
    },
    step() {
      steps += 1;
      ofRoot += 1;
      return steps < maxSteps && ofRoot < maxStepsOfRoot && nesting < maxNesting;
    },
    evaluate(expression, environment) {
      if (!run.step()) return nothing;
      nesting += 1;
      try {
        return expression.kind === "call"
          ? callExpression(run, expression, environment)
          : evaluateExpression(run, expression, environment);
      } finally {
        nesting -= 1;
      }
    },
    call: (...rest) => callClosure(run, ...rest),
    invoke: (...rest) => invokeMethod(run, ...rest),
  };
  return run;
}

/** Keeps what was seen just now. */
export function see(run: Run, kind: "created" | "called", external: External): void {
  if (run.sightings[kind].length > 50_000) return;
  run.sightings[kind].push({
    external,
    conditions: [...run.conditions],
    stack: [...run.stack],
    root: run.root,
  });
}

/** Keeps where an object that describes a tool was first seen. */
export function seeWritten(run: Run, made: Dictionary | Instance, at: Lines, path: string): void {
  const { written } = run.sightings;
  if (written === undefined || written.has(made) || written.size > 20_000) return;
  const { conditions, stack, root } = run;
  written.set(made, { path, at, conditions: [...conditions], stack: [...stack], root });
}
