import path from "node:path/posix";
import type { Skipped, Snapshot, Tool, Unresolved } from "../../model.ts";
import {
  type Extraction,
  type Extractor,
  type Registered,
  type Wrapped,
  isDocument,
} from "./extractor.ts";
import { collect, type Collected } from "./typescript/collect.ts";
import { declaredTools } from "./typescript/declared.ts";
import { settleConditions } from "./typescript/conditions.ts";
import { callExports, guarded, startProgram, type Program } from "./typescript/program.ts";
import { findLoaded, findUnreached, outside, wrapped, type Outside } from "./typescript/outside.ts";
import { createResolver, type Resolver } from "./typescript/resolve.ts";
import { findRoots, isInstalled, isTestFile, type Root } from "./typescript/roots.ts";
import type { Project, Run } from "./typescript/run.ts";
import { placeOf, readSource, type SourceFile } from "./typescript/source.ts";

const codePath = /\.[cm]?[jt]sx?$/;
const maxSteps = 20_000_000;

/** JavaScript and TypeScript, as source or compiled: follows each program of the snapshot from its start to the servers that it makes. */
export default {
  id: "typescript",
  reads: (file) =>
    !isInstalled(file) &&
    !/\.d\.[cm]?ts$/.test(file) &&
    (codePath.test(file) ||
      isDocument(file) ||
      isData(file) ||
      /(^|\/)(package|tsconfig[^/]*)\.json$/.test(file)),
  extract,
} satisfies Extractor;

/** Whether a file is data that code may import: beside the code, and not for its tests or its readers' languages. */
function isData(file: string): boolean {
  return (
    /(^|\/)(?:src|data)\/(?:[^/]+\/)*[^/]+\.json$/.test(file) &&
    !isTestFile(file) &&
    !/(^|\/)(?:locales?|i18n|lang|translations|messages|__snapshots__)\//.test(file)
  );
}

function extract({ files }: Snapshot): Extraction {
  const skipped: Skipped[] = [];
  const resolver = createResolver(files);
  const { project, sourceOf } = createProject(files, resolver, skipped);
  const code = [...files.keys()].filter(
    (file) => codePath.test(file) && !isTestFile(file) && !isInstalled(file),
  );
  const roots = findRoots(code, sourceOf, resolver);
  const found = new Map<string, PackageFinds>();
  const later: { root: Root; program: Twice }[] = [];
  for (const root of roots) {
    const finds = found.get(root.package) ?? {
      tools: new Map(),
      unresolved: new Map(),
      outside: [],
      declared: new Map(),
      isNamed: false,
    };
    found.set(root.package, finds);
    if (root.isScript && finds.tools.size > 0) continue;
    if (root.isBuilt && finds.tools.size + finds.unresolved.size > 0) continue;
    // Other files beside the program that a package names are variants of it, which its users don't get.
    if (!root.isNamed && finds.isNamed) continue;
    const program = start(project, root.path);
    if (!keep(finds, program, root, resolver)) later.push({ root, program });
    finds.isNamed ||= root.isNamed && finds.tools.size > 0;
  }
  const reached = new Set(project.visited);
  for (const { root, program } of later) {
    const finds = found.get(root.package);
    if (finds === undefined || finds.tools.size > 0) continue;
    // A published package may be meant to be the server of others; a private one is only a part of those that were reached.
    const isPublished = resolver.manifests.get(root.package)?.private !== true;
    for (const each of new Set(Object.values(program)))
      callExports(each, root.path, isPublished ? new Set() : reached);
    keep(finds, program, root, resolver);
  }
  const all = [...found.values()];
  const wraps: Wrapped[] = [];
  for (const [folder, finds] of found) {
    // What a program of another package loaded is a part of that one's server, or nothing that it serves.
    for (const { name, at } of finds.declared.values())
      if (project.servedFiles.has(at.path)) finds.declared.delete(name);
    if (finds.bare !== undefined && project.servedFiles.has(finds.bare.at.path)) delete finds.bare;
    if (finds.tools.size === 0 && finds.declared.size > 0) {
      finds.tools = finds.declared;
      const [first] = finds.declared.values();
      const untied = finds.empty ?? finds.bare ?? (first && untiedTo(first));
      if (untied !== undefined && finds.unresolved.size === 0)
        finds.unresolved.set(place(untied), untied);
    }
    if (finds.tools.size + finds.unresolved.size > 0) continue;
    const inPackage = code.filter((file) => resolver.packageOf(file) === folder);
    // What the programs of other packages reached is theirs.
    const isReached = inPackage.some((file) => project.visitedFiles.has(file));
    const elsewhere = (): Registered<Unresolved> | undefined =>
      isReached ? undefined : (finds.outside[0]?.unresolved ?? findUnreached(inPackage, sourceOf));
    const unreached = finds.empty ?? elsewhere() ?? (isReached ? undefined : finds.bare);
    if (unreached === undefined) continue;
    finds.unresolved.set(place(unreached), unreached);
    if (!isReached) wraps.push(...wrapped(finds.outside));
  }
  return {
    tools: all.flatMap(({ tools }) => [...tools.values()]),
    unresolved: all.flatMap(({ unresolved }) => [...unresolved.values()]),
    skipped,
    ...(wraps.length === 0 ? {} : { wraps }),
  };
}

interface PackageFinds {
  /** By name. */
  tools: Map<string, Registered<Tool>>;
  /** By place and reason. */
  unresolved: Map<string, Registered<Unresolved>>;
  outside: Outside[];
  /** Whether a program that its manifest names has given tools. */
  isNamed: boolean;
  /** The first list of tools that was answered with none. */
  empty?: Registered<Unresolved>;
  /** The first server that was made without anything being registered on it. */
  bare?: Registered<Unresolved>;
  /** Tools by the form of their declaration, while none was registered. By name. */
  declared: Map<string, Registered<Tool>>;
}

/** A program as it runs with nothing set, and as it may run. */
interface Twice {
  usual: Program;
  open: Program;
}

function start(project: Project, root: string): Twice {
  const defaults: Run["defaults"] = new Map();
  const { stepsLeft } = project;
  const usual = startProgram(project, root, { isDefault: true, isCompared: false, defaults });
  if (!usual.run.hasReadSettings) return { usual, open: usual };
  // What is tried first must not take the steps of what is found.
  project.stepsLeft = stepsLeft;
  const isCompared = usual.run.finds > 0;
  return { usual, open: startProgram(project, root, { isDefault: false, isCompared, defaults }) };
}

function collected({ run, recorder, named }: Program): Collected {
  const empty: Collected = { tools: [], unresolved: [] };
  return guarded(() => collect(run, recorder, named)) ?? empty;
}

/** Adds what a program registered to what is known of its package; false when it was nothing. */
function keep(
  finds: PackageFinds,
  { usual, open }: Twice,
  root: Root,
  resolver: Resolver,
): boolean {
  const { tools, unresolved } = collected(open);
  const { modules, project } = open.run;
  if (tools.length > 0) for (const file of modules.keys()) project.servedFiles.add(file);
  if (open.isCutShort && tools.length + open.recorder.servers.length > 0)
    unresolved.push(cutShort(root));
  const { recorder } = open;
  if (tools.some(({ when }) => when !== undefined))
    settleConditions(tools, usual === open ? tools : collected(usual).tools);
  for (const tool of tools) {
    const known = finds.tools.get(tool.name);
    if (known === undefined) finds.tools.set(tool.name, { ...tool, registeredIn: root.path });
    else if (tool.when === undefined) delete known.when;
  }
  for (const each of unresolved)
    finds.unresolved.set(place(each), { ...each, registeredIn: root.path });
  if (finds.tools.size === 0 && (unresolved.length > 0 || servesTools(open))) {
    const declared = guarded(() => declaredTools(open.run, open.named)) ?? [];
    const own = declared.filter(({ at }) => resolver.packageOf(at.path) === root.package);
    for (const tool of own)
      if (!finds.declared.has(tool.name))
        finds.declared.set(tool.name, { ...tool, registeredIn: root.path });
  }
  const [made] = recorder.servers;
  if (made !== undefined && tools.length + unresolved.length === 0 && !recorder.hasOthers) {
    finds.bare ??= {
      at: placeOf(made.module.source, made.node),
      reason: "A server is made here, and no tool was seen to be registered on it.",
      registeredIn: root.path,
    };
  }
  const list = recorder.requestHandlers.find(({ method }) => method === "tools/list");
  if (list !== undefined && tools.length + unresolved.length === 0) {
    finds.empty ??= {
      at: placeOf(list.site.module.source, list.site.node),
      reason: "A list of tools is answered here, and no tool in it could be read.",
      registeredIn: root.path,
    };
  }
  for (const { site, module } of recorder.outside) {
    finds.outside.push(outside(placeOf(site.module.source, site.node), module, root));
  }
  finds.outside.push(...findLoaded(open, root));
  return tools.length + unresolved.length > 0;
}

function cutShort({ path: file }: Root): Unresolved {
  const reason =
    "This program takes more steps than are followed; tools that it registers late may be missing.";
  return { at: { path: file, line: 1 }, reason };
}

function untiedTo({ at, registeredIn }: Registered<Tool>): Registered<Unresolved> {
  const reason = "Tools are declared from here on; how the server gets them could not be followed.";
  return { at, reason, registeredIn };
}

/** Whether a program makes a server, or answers the request for its tools by itself. */
function servesTools({ recorder, run }: Program): boolean {
  return (
    recorder.servers.length > 0 ||
    recorder.requestHandlers.length > 0 ||
    [...run.modules.values()].some(({ source }) => /["'`]tools\/list["'`]/.test(source.text))
  );
}

function place({ at, reason }: Unresolved): string {
  return `${at.path}:${at.line} ${reason}`;
}

function createProject(
  files: ReadonlyMap<string, string>,
  resolver: Resolver,
  skipped: Skipped[],
): { project: Project; sourceOf: (file: string) => SourceFile | undefined } {
  const sources = new Map<string, SourceFile | undefined>();
  function sourceOf(file: string): SourceFile | undefined {
    if (sources.has(file)) return sources.get(file);
    const text = files.get(file);
    const source = text === undefined ? undefined : readSource(file, text);
    if (source === undefined && text !== undefined)
      skipped.push({ path: file, reason: "unparsable" });
    sources.set(file, source);
    return source;
  }
  const resolved = new Map<string, Map<string, string | undefined>>();
  const project: Project = {
    source: sourceOf,
    resolve: (from, specifier) => {
      let known = resolved.get(from);
      if (known === undefined) resolved.set(from, (known = new Map()));
      if (!known.has(specifier)) known.set(specifier, resolver.resolve(from, specifier));
      return known.get(specifier);
    },
    text: (file) => files.get(file),
    list: (folder) => listFolder(files, folder),
    glob: (from, prefix, suffix) => globFiles(files, from, prefix, suffix),
    stepsLeft: maxSteps,
    visited: new Set(),
    visitedFiles: new Set(),
    servedFiles: new Set(),
  };
  return { project, sourceOf };
}

/** Files that `import(prefix + … + suffix)` can mean, sorted. */
function globFiles(
  files: ReadonlyMap<string, string>,
  from: string,
  prefix: string,
  suffix: string,
): string[] {
  const start =
    path.join(path.dirname(from), prefix) +
    (prefix.endsWith("/") && !path.join(path.dirname(from), prefix).endsWith("/") ? "/" : "");
  const stem = suffix.replace(/\.[cm]?jsx?$/, "");
  return [...files.keys()].filter((file) => {
    if (!codePath.test(file) || !file.startsWith(start) || isTestFile(file)) return false;
    const middle = file.slice(start.length).replace(codePath, "");
    return !middle.includes("/") && middle.endsWith(stem);
  });
}

function listFolder(files: ReadonlyMap<string, string>, folder: string): string[] | undefined {
  if (files.has(folder)) return [];
  const prefix = folder === "" ? "" : `${folder}/`;
  const names = [...files.keys()]
    .filter((file) => file.startsWith(prefix))
    .map((file) => file.slice(prefix.length).split("/")[0] ?? "");
  return names.length === 0 ? undefined : [...new Set(names)];
}
