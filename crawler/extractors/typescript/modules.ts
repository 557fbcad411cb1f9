import { hoist } from "./hoist.ts";
import { fromJson } from "./json.ts";
import { getMember } from "./members.ts";
import { declare, type Run } from "./run.ts";
import { makeText } from "./operators.ts";
import type { Exported, SourceFile } from "./source.ts";
import { newFrame, runStatements } from "./statements.ts";
import {
  external,
  isThing,
  truth,
  unknown,
  type ObjectValue,
  type Scope,
  type Value,
} from "./values.ts";

/** A file of the snapshot as loaded by one run. */
export interface Module {
  source: SourceFile;
  scope: Scope;
  /** The CommonJS `module`. */
  holder: ObjectValue;
  state: "running" | "done";
}

/** Loads a file once a run, its imports first; undefined when it can't be parsed. */
export function loadModule(run: Run, path: string): Module | undefined {
  const loaded = run.modules.get(path);
  if (loaded !== undefined) return loaded;
  const source = run.project.source(path);
  if (source === undefined) return undefined;
  const exported: ObjectValue = { kind: "object", props: new Map(), open: false, born: 0 };
  const holder: ObjectValue = {
    kind: "object",
    props: new Map([["exports", exported]]),
    open: false,
    born: 0,
  };
  const module: Module = { source, holder, state: "running", scope: undefined as unknown as Scope };
  module.scope = { bindings: new Map(), module, isFunction: true };
  run.modules.set(path, module);
  for (const specifier of source.loads) {
    const target = run.project.resolve(path, specifier);
    if (target !== undefined && !isData(target)) loadModule(run, target);
  }
  const { conditions, branches } = run;
  run.conditions = [];
  run.branches = 0;
  try {
    if (!source.isModule) {
      declare(run, module.scope, "module", holder);
      declare(run, module.scope, "exports", exported);
    }
    declare(run, module.scope, "this", undefined);
    hoist(run, source.program.body, module.scope, true);
    runStatements(run, source.program.body, module.scope, newFrame(run));
  } finally {
    run.conditions = conditions;
    run.branches = branches;
    module.state = "done";
  }
  return module;
}

/** Whether an import gave a module of code; data and texts are their own default export. */
function isModule(target: Value): boolean {
  return isThing(target) && target.kind !== "object" && target.kind !== "array";
}

/** Whether a file is data or text rather than code. */
function isData(path: string): boolean {
  return /\.(?:json|md|txt)$/.test(path);
}

/** What an import of a specifier gives: a namespace of the snapshot, or something outside of it. */
export function importModule(run: Run, from: string, specifier: string): Value {
  const target = run.project.resolve(from, specifier);
  if (target === undefined) return external(specifier);
  if (isData(target)) return loadData(run, target);
  const module = loadModule(run, target);
  return module === undefined ? unknown : { kind: "namespace", module };
}

const maxData = 4_000_000;

/** The value of a JSON file, read once a run; unknown when it is none. */
function loadData(run: Run, path: string): Value {
  const known = run.data.get(path);
  if (known !== undefined) return known;
  let value: Value = unknown;
  try {
    const text = run.project.text(path) ?? "";
    if (!path.endsWith(".json")) value = makeText(run, text);
    else if (text.length <= maxData) value = fromJson(run, JSON.parse(text));
  } catch {
    // A broken file says nothing.
  }
  run.data.set(path, value);
  return value;
}

/** What `require` gives. */
export function requireModule(run: Run, from: string, specifier: string): Value {
  const value = importModule(run, from, specifier);
  if (typeof value !== "object" || value === null || value.kind !== "namespace") return value;
  return value.module.source.isModule ? value : value.module.holder.props.get("exports");
}

/** A name that a file imports, or undefined when it imports none of that name. */
export function readImport(run: Run, module: Module, local: string): { value: Value } | undefined {
  const imported = module.source.imports.get(local);
  if (imported === undefined) return undefined;
  if (imported.name === "=")
    return { value: requireModule(run, module.source.path, imported.specifier) };
  const target = importModule(run, module.source.path, imported.specifier);
  const isWhole = imported.name === "*" || (imported.name === "default" && !isModule(target));
  return { value: isWhole ? target : getMember(run, target, imported.name) };
}

/** The value of an export; undefined when there is none of that name. */
export function readExport(
  run: Run,
  module: Module,
  name: string,
  seen = new Set<Module>(),
): { value: Value } | undefined {
  if (seen.has(module)) return undefined;
  seen.add(module);
  const { source } = module;
  if (!source.isModule) {
    const exported = module.holder.props.get("exports");
    if (name !== "default") return { value: getMember(run, exported, name) };
    return {
      value:
        truth(getMember(run, exported, "__esModule")) === true
          ? getMember(run, exported, name)
          : exported,
    };
  }
  const entry = source.exports.get(name);
  if (entry !== undefined) return { value: readEntry(run, module, entry, seen) };
  if (name === "default") return undefined;
  for (const specifier of source.stars) {
    const target = importModule(run, source.path, specifier);
    if (typeof target !== "object" || target === null || target.kind !== "namespace") continue;
    const found = readExport(run, target.module, name, seen);
    if (found !== undefined) return found;
  }
  // A name that nothing in the snapshot exports may come through `export *` from a dependency.
  const outside = source.stars.find(
    (specifier) => run.project.resolve(source.path, specifier) === undefined,
  );
  return outside === undefined ? undefined : { value: external(outside, name) };
}

/** The names that a namespace lists, in order of the source. */
export function exportNames(run: Run, module: Module, seen = new Set<Module>()): string[] {
  if (seen.has(module)) return [];
  seen.add(module);
  if (!module.source.isModule) {
    const exported = module.holder.props.get("exports");
    return typeof exported === "object" && exported?.kind === "object"
      ? [...exported.props.keys(), ...(exported.getters?.keys() ?? [])].filter(
          (name) => name !== "__esModule",
        )
      : [];
  }
  const names = new Set(module.source.exports.keys());
  for (const specifier of module.source.stars) {
    const target = importModule(run, module.source.path, specifier);
    if (typeof target !== "object" || target === null || target.kind !== "namespace") continue;
    for (const name of exportNames(run, target.module, seen))
      if (name !== "default") names.add(name);
  }
  return [...names];
}

function readEntry(run: Run, module: Module, entry: Exported, seen: Set<Module>): Value {
  if ("local" in entry) {
    const binding = module.scope.bindings.get(entry.local);
    if (binding !== undefined) return binding.value;
    const imported = readImport(run, module, entry.local);
    return imported === undefined ? unknown : imported.value;
  }
  const target = importModule(run, module.source.path, entry.specifier);
  if (entry.name === "*") return target;
  if (typeof target === "object" && target !== null && target.kind === "namespace") {
    return readExport(run, target.module, entry.name, seen)?.value ?? unknown;
  }
  return getMember(run, target, entry.name);
}
