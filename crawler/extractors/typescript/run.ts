import type { Node } from "oxc-parser";
import type { SourceFile } from "./source.ts";
import type { Module } from "./modules.ts";
import {
  type Binding,
  type ExternalValue,
  type FunctionValue,
  type ObjectValue,
  type Scope,
  type Site,
  type Value,
} from "./values.ts";

/** What all runs over a snapshot share. */
export interface Project {
  /** The parsed file, or undefined when there is none or it can't be parsed. */
  source(path: string): SourceFile | undefined;
  /** Path of the file that an import means, or undefined for what lies outside the snapshot. */
  resolve(from: string, specifier: string): string | undefined;
  /** Text of a file of the snapshot. */
  text(path: string): string | undefined;
  /** Names in a folder of the snapshot, sorted; empty for a file, undefined when there is neither. */
  list(path: string): string[] | undefined;
  /** Files whose path matches, for an import whose specifier is only known in part. */
  glob(from: string, prefix: string, suffix: string): string[];
  /** Steps left for the whole snapshot. */
  stepsLeft: number;
  /** Calls that were reached by any run. */
  visited: Set<Node>;
  /** The files in which they are. */
  visitedFiles: Set<string>;
  /** The files that programs with tools loaded. */
  servedFiles: Set<string>;
}

/** One pretended start of a program: its modules and all that happens in them. */
export interface Run {
  project: Project;
  /** Path of the file that was started. */
  root: string;
  modules: Map<string, Module>;
  /** Values of the JSON files that were imported, by path. */
  data: Map<string, Value>;
  stepsLeft: number;
  depth: number;
  /** Characters of text that may still be made. */
  charactersLeft: number;
  conditions: Condition[];
  /** How many of the conditions are branches, which join again. */
  branches: number;
  /** Functions that are being called, outermost first. */
  calls: Call[];
  /** Functions that were handed to code outside the snapshot, to be called at the end. */
  handedOut: Map<Node, FunctionValue>;
  /** Those that were handed out while code of the source itself called, rather than while a dependency was loaded. */
  handedOutByOwn: Set<Node>;
  /** Instances that a framework made of classes, by class. */
  services: Map<Node, Value>;
  /** Those of them whose life has begun. */
  begun: Set<Node>;
  /** What each function has cost so far. */
  efforts: Map<Node, Map<Scope, Effort>>;
  /** Whether functions may go on that have led to no registration. */
  isPatient: boolean;
  /** How many registrations were seen. */
  finds: number;
  /** How many literals were made that have the form of a tool, whatever becomes of them. */
  sightings: number;
  /** Whether it runs as if nothing was set: no variables of the environment, no arguments. */
  isDefault: boolean;
  /** Whether its finds are held against those of such a run. */
  isCompared: boolean;
  /** Whether anything asked for variables or arguments. */
  hasReadSettings: boolean;
  /** How tests come out when nothing was set, undefined where that varies. */
  defaults: Map<Node, boolean | undefined>;
  onCall: CallWatcher;
  /** Told of each class of the snapshot once it is defined. */
  onClass?: ((run: Run, made: FunctionValue) => void) | undefined;
  /** Told of each instance of a class outside the snapshot. */
  onNew?: ((made: ExternalValue, site: Site) => void) | undefined;
  /** Told of each object literal that has a `name`. */
  onNamed(literal: ObjectValue): void;
  /** Told of each choice that a known text decided: a case, a branch, a member. */
  onChosen?: ((site: Site | FunctionValue, key: Value) => void) | undefined;
  /** Only calls that are given this text, or are closures of such calls, are followed. */
  concern?: string | undefined;
  /** The text that was last found equal to another. */
  matched?: Value;
}

export interface Effort {
  /** Calls of it that have not returned. */
  active: number;
  /** How many branches enclosed the outermost of them. */
  branches: number;
  /** Calls of it that have. */
  calls: number;
  steps: number;
  /** Whether a call of it led to a registration. */
  isFruitful: boolean;
}

export interface Condition {
  text: string | undefined;
  isBranch: boolean;
  /** Whether it holds when nothing was set. */
  isLikely: boolean;
}

export interface Call {
  callee: FunctionValue;
  site: Site;
  /** How much had been found when it began: registrations, and what could be registered. */
  found: number;
}

/** Sees each call before it is followed; a value other than undefined is taken as its result. */
export type CallWatcher = (run: Run, call: Watched) => { result: Value } | undefined;

export interface Watched {
  site: Site;
  callee: Value;
  /** Name of the called member or variable, empty when it has none. */
  name: string;
  self: Value;
  args: Value[];
  scope: Scope;
}

export const maxDepth = 900;

/** Counts a step; false when the budget is spent. */
export function step(run: Run): boolean {
  run.stepsLeft -= 1;
  run.project.stepsLeft -= 1;
  return run.stepsLeft > 0 && run.project.stepsLeft > 0;
}

/** Counts the steps of something that goes through many values at once. */
export function spend(run: Run, steps: number): void {
  run.stepsLeft -= steps;
  run.project.stepsLeft -= steps;
}

/** Runs something that only happens under a condition whose outcome isn't known. */
export function under<T>(run: Run, text: string | undefined, action: () => T, isLikely = true): T {
  run.conditions.push({ text, isBranch: true, isLikely });
  run.branches += 1;
  try {
    return action();
  } finally {
    run.conditions.pop();
    run.branches -= 1;
  }
}

/** The conditions from a depth on, in the source's words; when nothing was set, only those that probably don't hold then. */
export function conditionSince(run: Run, depth: number): string | undefined {
  const texts = new Set<string>();
  for (let index = depth; index < run.conditions.length; index++) {
    const { text, isLikely = false } = run.conditions[index] ?? {};
    if (text !== undefined && !(run.isDefault && isLikely)) texts.add(text);
  }
  return texts.size === 0 ? undefined : [...texts].join(" && ");
}

/** Whether all conditions from a depth on hold when nothing was set. */
export function isLikelySince(run: Run, depth: number): boolean {
  return run.conditions.slice(depth).every(({ isLikely }) => isLikely);
}

/** The same from a number of branches on. */
export function isLikelyAfter(run: Run, branches: number): boolean {
  return run.conditions
    .filter(({ isBranch }) => isBranch)
    .slice(branches)
    .every(({ isLikely }) => isLikely);
}

export function newScope(parent: Scope, owner?: FunctionValue): Scope {
  const scope: Scope = {
    bindings: new Map(),
    parent,
    module: parent.module,
    isFunction: owner !== undefined,
  };
  if (owner !== undefined) scope.function = owner;
  return scope;
}

export function declare(run: Run, scope: Scope, name: string, value: Value): void {
  scope.bindings.set(name, { value, born: run.branches });
}

/** The binding of a name with the scope that holds it. */
export function findBinding(scope: Scope, name: string): Binding | undefined {
  for (let at: Scope | undefined = scope; at !== undefined; at = at.parent) {
    const found = at.bindings.get(name);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The nearest scope of a function or module. */
export function functionScope(scope: Scope): Scope {
  let at = scope;
  while (!at.isFunction && at.parent !== undefined) at = at.parent;
  return at;
}
