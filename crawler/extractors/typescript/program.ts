/** One pretended start of a program, from a root to what it registers. */
import type { FunctionValue, ObjectValue, Site, Value } from "./values.ts";
import { callFunction, construct, constructorOf, isClass, prototypeOf } from "./functions.ts";
import { exportNames, loadModule, readExport } from "./modules.ts";
import { registerFile, watchClasses } from "./frameworks.ts";
import { handOut } from "./members.ts";
import { watchRegistrations, watchServers, type Recorder } from "./registrations.ts";
import type { Project, Run } from "./run.ts";
import type { Node } from "oxc-parser";
import { isInstalled } from "./roots.ts";
import { startService } from "./services.ts";
import { isThing, optionsOf, unknown, unknowns } from "./values.ts";

export interface Program {
  run: Run;
  recorder: Recorder;
  /** Object literals that have a name, as they were made. */
  named: ObjectValue[];
  /** Whether its files could not be run to their end. */
  isCutShort: boolean;
}

const maxSteps = 5_000_000;
const maxHandedOut = 2000;
const maxNamed = 5000;
/** Steps of one function that a dependency handed out. */
const maxVainSteps = 600_000;

/** Whether nothing is set, and how tests come out then, which such a run finds out and others look up. */
export type Start = Pick<Run, "isDefault" | "isCompared" | "defaults">;

/** Loads a root and calls what it handed to others. */
export function startProgram(project: Project, root: string, how: Start): Program {
  const recorder: Recorder = {
    registrations: [],
    requestHandlers: [],
    servers: [],
    hasOthers: false,
    outside: [],
  };
  const named: ObjectValue[] = [];
  const run: Run = {
    project,
    root,
    ...how,
    hasReadSettings: false,
    modules: new Map(),
    data: new Map(),
    stepsLeft: maxSteps,
    depth: 0,
    charactersLeft: 50_000_000,
    conditions: [],
    branches: 0,
    calls: [],
    handedOut: new Map(),
    handedOutByOwn: new Set(),
    services: new Map(),
    begun: new Set(),
    efforts: new Map(),
    isPatient: false,
    finds: 0,
    sightings: 0,
    onCall: watchRegistrations(recorder),
    onClass: watchClasses(recorder),
    onNew: watchServers(recorder),
    onNamed: (literal) => {
      if (named.length < maxNamed) named.push(literal);
    },
  };
  const program: Program = { run, recorder, named, isCutShort: false };
  const module = guarded(() => loadModule(run, root));
  program.isCutShort = run.stepsLeft <= 0;
  if (module !== undefined) guarded(() => registerFile(run, recorder, module));
  callHandedOut(run);
  return program;
}

/** Calls what a root exports, as whoever imports it would; only what makes its own server, and nothing that another program reached. */
export function callExports(program: Program, root: string, reached: ReadonlySet<Node>): void {
  const { run, recorder } = program;
  const module = run.modules.get(root);
  if (module === undefined) return;
  const { registrations, requestHandlers } = recorder;
  const [known, knownHandlers] = [registrations.length, requestHandlers.length];
  for (const name of exportNames(run, module)) {
    for (const value of functionsOf(readExport(run, module, name)?.value))
      guarded(() => callWithUnknowns(run, value));
  }
  callHandedOut(run);
  const added = registrations.splice(known);
  registrations.push(
    ...added.filter(({ server, site }) => server !== undefined && !reached.has(site.node)),
  );
  const addedHandlers = requestHandlers.splice(knownHandlers);
  requestHandlers.push(
    ...addedHandlers.filter(({ server, site }) => isMade(server) && !reached.has(site.node)),
  );
}

/** A function, or the methods of an object such as the `{ fetch }` of a worker. */
function functionsOf(value: Value): FunctionValue[] {
  if (!isThing(value)) return [];
  if (value.kind === "function") return [value];
  if (value.kind !== "object") return [];
  return [...value.props.values()]
    .filter((each): each is FunctionValue => isThing(each) && each.kind === "function")
    .slice(0, 20);
}

/** Whether a server was seen to be made. */
function isMade(server: Value): boolean {
  return optionsOf(server).some(
    ({ value }) =>
      isThing(value) &&
      (value.kind === "object" || (value.kind === "external" && value.self !== undefined)),
  );
}

function callWithUnknowns(run: Run, value: FunctionValue): void {
  const site: Site = { module: value.scope.module, node: value.node };
  if (!isClass(value.node)) {
    callFunction(run, value, undefined, unknowns(value.node.params.length), site);
    return;
  }
  const count = constructorOf(value.node)?.value.params.length ?? 0;
  const instance = construct(run, value, unknowns(count), site);
  for (const method of Array.from(prototypeOf(value).props.values())) {
    if (!isThing(method) || method.kind !== "function" || isClass(method.node)) continue;
    if (run.calls.length > 20) return;
    callFunction(run, method, instance, unknowns(method.node.params.length), site);
  }
}

function callHandedOut(run: Run): void {
  const done = new Set<unknown>();
  for (let turn = 0; turn < maxHandedOut; turn += 1) {
    const left = [...run.handedOut].filter(([node]) => !done.has(node));
    const own = left.filter(([node]) => run.handedOutByOwn.has(node));
    const next = own.find(mentionsServer) ?? own[0] ?? left.find(mentionsServer) ?? left[0];
    // What a dependency does on its own is of no more interest once the server was seen.
    if (next === undefined || (own.length === 0 && run.finds > 0)) return;
    const [node, value] = next;
    done.add(node);
    const action = (): void => callBack(run, value);
    if (isInstalled(value.scope.module.source.path))
      guarded(() => within(run, maxVainSteps, action));
    else guarded(action);
  }
}

/** Calls what was handed out; a function that it gives in turn, as the loader of a command does, is handed out as well. */
function callBack(run: Run, value: FunctionValue): void {
  if (isClass(value.node)) {
    startService(run, value);
    return;
  }
  const { params } = value.node;
  handOut(run, callFunction(run, value, unknown, unknowns(params.length)));
}

/** Whether code of a dependency speaks of servers; all code of the source itself is taken to. */
function mentionsServer([node, { scope }]: [Node, FunctionValue]): boolean {
  const { path, text } = scope.module.source;
  return !isInstalled(path) || /mcp|tool/i.test(text.slice(node.start, node.end));
}

/** Runs something with at most so many steps. */
function within(run: Run, steps: number, action: () => unknown): void {
  const kept = Math.max(0, run.stepsLeft - steps);
  run.stepsLeft -= kept;
  try {
    action();
  } finally {
    run.stepsLeft += kept;
  }
}

/** Source that is nested deeper than the stack ends this part of the run, not the extraction. */
export function guarded<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
