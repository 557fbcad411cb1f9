import { dirname } from "node:path/posix";
import type { Place, Snapshot, Tool, Unresolved } from "../../../model.ts";
import { answeredTools, asksForTools, newAnswers } from "./answers.ts";
import { externalBases } from "./attribute.ts";
import { describeRegistration, type Described } from "./describe.ts";
import { either } from "./conditional.ts";
import { executeBlock } from "./execute.ts";
import { followTheRest, guarded, registration } from "./follow.ts";
import { handlersFor, listTools } from "./listed.ts";
import { loadModule } from "./modules.ts";
import type { PythonParser } from "./parse.ts";
import { namesIn, serverIdentity } from "./names.ts";
import { serverPath } from "./server-like.ts";
import { limits, type ModuleFinder, type Run } from "./run.ts";
import { isComposite, likeliest, type Value } from "./values.ts";

/** A folder with a manifest of its own, or the root. */
export interface Project {
  folder: string;
  /** Its Python files, without those of projects inside it. */
  paths: string[];
}

export interface ProjectExtraction {
  tools: (Tool & { registeredIn: string })[];
  unresolved: (Unresolved & { registeredIn: string })[];
  unparsable: Set<string>;
}

const manifest = /(?:^|\/)(?:pyproject\.toml|setup\.py|setup\.cfg)$/;
const sdkImport =
  /^\s*(?:from|import)\s+(?:mcp|fastmcp|fastapi_mcp|chuk_mcp_server|arcade_mcp_server|mcp_agent)\b|^\s*from\s+mcp_server(?:\.\w+)?\s+import\s+[^\n]*\b(?:mcp_server|MCPToolset|ModelQueryToolset)\b|\bmcp_server\s*=\s*True\b/m;

const secondSdk =
  /^\s*(?:from|import)\s+(?:mcp\.server\.mcpserver|mcp_types)\b|\bimport\s+MCPServer\b/m;

/** Folders of what is kept beside its successor: read when that still imports it, or when there is nothing else. */
const retired = /(?:^|\/)(?:legacy|deprecated|obsolete|archived|attic)\//i;

/** How far up callers are loaded, and how many names of theirs are looked for. */
const maxCallers = 3;
const maxNames = 50;

/** The projects of a snapshot, sorted by folder. */
export function projectsOf(snapshot: Snapshot, isSource: (path: string) => boolean): Project[] {
  const folders = new Set([""]);
  for (const path of snapshot.files.keys())
    if (manifest.test(path)) folders.add(dirname(path) === "." ? "" : dirname(path));
  const projects = new Map<string, string[]>();
  for (const path of snapshot.files.keys()) {
    if (!isSource(path)) continue;
    let folder = dirname(path);
    while (folder !== "." && !folders.has(folder)) folder = dirname(folder);
    const key = folder === "." ? "" : folder;
    const paths = projects.get(key) ?? [];
    projects.set(key, paths);
    paths.push(path);
  }
  return [...projects]
    .map(([folder, paths]) => ({ folder, paths }))
    .toSorted((a, b) => (a.folder < b.folder ? -1 : 1));
}

/** Folds a project's modules and functions that reach a registration, and says what they register. */
export function extractProject(
  project: Project,
  snapshot: Snapshot,
  finder: ModuleFinder,
  parser: PythonParser,
): ProjectExtraction {
  const texts = project.paths.map((path) => ({ path, text: snapshot.files.get(path) ?? "" }));
  const usesSdk = texts.some(({ text }) => sdkImport.test(text));
  const able = texts.filter(({ text }) => registration.test(text) || sdkImport.test(text));
  const current = able.filter(({ path }) => !retired.test(path));
  const roots = current.length > 0 ? current : able;
  const asking = texts.filter(({ text }) => asksForTools.test(text));
  const run = newRun(snapshot, finder, parser, usesSdk);
  run.isSecondSdk = texts.some(({ text }) => secondSdk.test(text));
  run.answersItself = asking.length > 0;
  if (!usesSdk) roots.splice(0, roots.length, ...asking);
  if (roots.length === 0) return { tools: [], unresolved: [], unparsable: run.unparsable };
  for (const { path } of roots) guarded(run, () => loadModule(run, path));
  for (const { path } of makers(run, texts)) guarded(run, () => loadModule(run, path));
  if (!usesSdk) loadCallers(run, texts);
  for (let index = 0; index < run.mains.length; index += 1) {
    const main = run.mains[index];
    if (main && roots.some(({ path }) => path === main.scope.module.path))
      guarded(run, () => executeBlock(run, main.statements, main.scope));
  }
  followTheRest(run);
  if (usesSdk && asking.length > 0 && run.registrations.length + run.handlers.list.length === 0) {
    // The SDK is there for something else, and the code answers for itself.
    for (const { path } of asking) guarded(run, () => loadModule(run, path));
    loadCallers(run, texts);
    followTheRest(run);
  }
  return conclude(run, project, roots[0]?.path ?? "");
}

/** The files that may make a server of a class of the project: what such a server registers depends on what it is made with. */
function makers(run: Run, texts: { path: string; text: string }[]): { path: string }[] {
  const names = run.classes
    .filter((type) => externalBases(type).some((base) => serverPath.test(base)))
    .map((type) => `${type.name}(`);
  return texts.filter(({ text }) => names.some((name) => text.includes(name)));
}

/** Loads the files that lead to code which answers for itself: what it lists depends on what it is given. */
function loadCallers(run: Run, texts: { path: string; text: string }[]): void {
  if (!run.answersItself) return;
  const names = new Set<string>();
  for (let level = 0; level < maxCallers; level += 1) {
    const known = names.size;
    for (const { callable, owner } of run.functions) {
      const leads =
        asksForTools.test(callable.text) ||
        [...names].some((name) => callable.text.includes(`${name}(`));
      if (leads && names.size < maxNames) names.add(owner?.name ?? callable.name);
    }
    if (names.size === known) return;
    for (const { path, text } of texts)
      if ([...names].some((name) => text.includes(`${name}(`)))
        guarded(run, () => loadModule(run, path));
  }
}

function newRun(
  snapshot: Snapshot,
  finder: ModuleFinder,
  parser: PythonParser,
  usesSdk: boolean,
): Run {
  return {
    parser,
    finder,
    files: snapshot.files,
    usesSdk,
    modules: new Map(),
    unparsable: new Set(),
    steps: 0,
    ceiling: limits.piece,
    depth: 0,
    imports: 0,
    calls: [],
    recursions: new Map(),
    when: [],
    functions: [],
    classes: [],
    executed: new Set(),
    mains: [],
    registrations: [],
    handlers: { list: [], call: [] },
    mounts: [],
    namespaces: [],
    isSecondSdk: false,
    answersItself: false,
    answers: newAnswers(),
    noted: [],
    patched: new Map([
      ["os.sep", "/"],
      ["os.path.sep", "/"],
    ]),
    removed: [],
    waiting: new Set(),
    problems: [],
    handed: [],
    sites: [],
  };
}

function conclude(run: Run, project: Project, fallback: string): ProjectExtraction {
  const tools = new Map<string, Tool & { registeredIn: string }>();
  const unresolved = new Map<string, Unresolved & { registeredIn: string }>();
  const known = new Map<string, Map<string, string>>();
  const inside = new Set(project.paths);
  const registeredIn = (at: Place, server: Value): string => {
    const made = likeliest(server);
    const candidates = [
      at.path,
      ...(isComposite(made) && made.kind === "made" ? [made.at.path] : []),
    ];
    return candidates.find((path) => inside.has(path)) ?? fallback;
  };
  const fail = (at: Place, reason: string, server: Value): void => {
    unresolved.set(`${at.path}:${at.line}:${reason}`, {
      at,
      reason,
      registeredIn: registeredIn(at, server),
    });
  };
  const add = (
    described: Described,
    at: Place,
    server: Value,
    when: string | undefined,
    find?: (name: string) => Place | undefined,
  ): void => {
    if ("reason" in described) return fail(at, described.reason, server);
    if (isForeign(run, inside, at, server)) return;
    const { name: own } = described.definition;
    if (run.removed.some((each) => each.name === own && each.server === likeliest(server))) return;
    for (const { prefix, condition } of namesIn(run, server)) {
      const name =
        prefix === "" ? described.definition.name : `${prefix}_${described.definition.name}`;
      const handler = described.handler ?? find?.(described.definition.name);
      const conditions = [...new Set([when, condition].filter((text) => text !== undefined))].join(
        " and ",
      );
      const key = `${at.path}:${at.line}:${name}`;
      const identity = serverIdentity(server);
      const named = known.get(identity) ?? new Map<string, string>();
      // One server has one tool of a name; of registrations in several branches the first stands.
      const before = tools.get(named.get(name) ?? key);
      if (before) {
        const left = either(before.when, conditions);
        if (left === "") delete before.when;
        else before.when = left;
        continue;
      }
      known.set(identity, named.set(name, key));
      const definition = { ...described.definition, name };
      const tool: Tool = {
        ...definition,
        at,
        ...(handler && { handler }),
        ...(described.calls && { calls: described.calls }),
        method: "read",
        ...(conditions !== "" && { when: conditions }),
      };
      tools.set(key, { ...tool, registeredIn: registeredIn(at, server) });
      for (const part of described.missing)
        fail(at, `The ${part} of the tool ${name} could not be followed.`, server);
    }
  };
  const exhausted = run.steps > limits.steps;
  // What was found is described, however much it took to find it.
  run.steps = 0;
  for (const registered of run.registrations) {
    guarded(run, () =>
      add(describeRegistration(run, registered), registered.at, registered.server, registered.when),
    );
  }
  for (const handler of run.handlers.list) {
    guarded(run, () => {
      const calls = run.handlers.call.filter((call) => call.server === handler.server);
      const listing = listTools(run, handler);
      const names = listing.flatMap((each) => ("definition" in each ? [each.definition.name] : []));
      const call = calls[0] ?? run.handlers.call[0];
      const places = call ? handlersFor(run, call, names) : new Map<string, Place>();
      const find = (name: string): Place | undefined => places.get(name);
      for (const listed of listing) {
        const when = [handler.when, listed.when].filter((text) => text !== undefined).join(" and ");
        add(listed, listed.at, handler.server, when === "" ? undefined : when, find);
      }
    });
  }
  const registered = new Set([...tools.values()].map((tool) => tool.name));
  guarded(run, () => {
    for (const { listed } of answeredTools(run))
      for (const each of listed) {
        // Beside an SDK's server such code most often passes on what that lists.
        if ("reason" in each ? registered.size === 0 : !registered.has(each.definition.name))
          add(each, each.at, null, each.when);
      }
  });
  for (const { at, server, positional } of run.waiting)
    if (isComposite(positional[0]))
      fail(at, "A tool is registered, but its function could not be followed.", server);
  for (const { at, reason, server } of run.problems) fail(at, reason, server);
  if (exhausted || run.cut)
    fail({ path: fallback, line: 1 }, "The project has more code than is followed.", null);
  return {
    tools: [...tools.values()],
    unresolved: [...unresolved.values()],
    unparsable: run.unparsable,
  };
}

/** Whether a server of another project was only imported: its tools are listed there. */
function isForeign(run: Run, inside: Set<string>, at: Place, server: Value): boolean {
  const likely = likeliest(server);
  if (!isComposite(likely) || likely.kind !== "made" || inside.has(at.path)) return false;
  return !inside.has(likely.at.path) && run.mounts.every((mount) => mount.child !== likely);
}
