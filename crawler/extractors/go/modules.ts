import { posix } from "node:path";
import type { Parser } from "web-tree-sitter";
import type { Skipped } from "../../../model.ts";
import type { Extraction } from "../extractor.ts";
import { collect } from "./collect.ts";
import { folderOf, importOfFolder, readModules, type Sources } from "./packages.ts";
import { followLibrary, followMain, newRun, noteBroken } from "./program.ts";
import { limits, type Run } from "./run.ts";
import { didServe, reachOf, speaksMcp, type Reach } from "./serving.ts";
import type { Package } from "./values.ts";

const shown = /(?:^|\/)(?:examples?|samples?|demos?|templates?|docs?|playground|cookbook)(?:\/|$)/i;
const tried =
  /(?:^|[/_-])(?:test|tests|mock|mocks|fake|e2e|bench|benchmark|eval|evals)(?:[/_-]|$)|(?:test|mock|fake)server/i;

/** All Go programs of a snapshot, and the libraries of modules without one. */
export function extractModules(files: ReadonlyMap<string, string>, parser: Parser): Extraction {
  const extraction: Extraction = { tools: [], unresolved: [], skipped: [] };
  const sources = read(files, parser);
  const usesMcp = [...sources.byFolder].filter(([, paths]) =>
    paths.some((path) => speaksMcp(files.get(path) ?? "")),
  );
  if (usesMcp.length > 0) {
    const groups = new Map<string, string[]>();
    for (const folder of mainFolders(sources)) {
      const home = shown.test(folder) ? folder : homeOf(sources, folder);
      groups.set(home, [...(groups.get(home) ?? []), folder]);
    }
    const served = new Set<string>();
    const groupsOfPrograms = [...groups].map(([home, folders]) => {
      const real = folders.filter((folder) => !tried.test(folder.slice(home.length)));
      const programs = (real.length > 0 ? real : folders)
        .map((folder): Program => ({ folder, ...reachOf(sources, folder) }))
        .filter((one) => one.usesMcp)
        .toSorted(likelier);
      return { home, programs };
    });
    // Those that serve come before the others of all modules: what they take is not taken from them.
    const found = new Map<string, Found[]>();
    for (const mayServe of [true, false])
      for (const { home, programs } of groupsOfPrograms) {
        const known = found.get(home) ?? [];
        if (!mayServe && known.some(isServer)) continue;
        for (const one of programs)
          if (one.mayServe === mayServe) known.push(program(sources, one.folder));
        found.set(home, known);
      }
    for (const [home, programs] of found) {
      const servers = programs.some(isServer)
        ? programs.filter((one) => one.served || one.cut)
        : programs;
      const merged = merge(servers.map(({ extraction: own }) => own));
      if (merged.tools.length > 0) served.add(home);
      add(extraction, merged);
    }
    for (const home of new Set(usesMcp.map(([folder]) => homeOf(sources, folder))))
      if (!served.has(home))
        add(
          extraction,
          library(
            sources,
            home,
            usesMcp.map(([folder]) => folder),
          ),
        );
  }
  for (const tree of sources.trees) tree.delete();
  extraction.skipped = [...sources.unparsable]
    .toSorted()
    .map((path): Skipped => ({ path, reason: "unparsable" }));
  return extraction;
}

function read(files: ReadonlyMap<string, string>, parser: Parser): Sources {
  const byFolder = new Map<string, string[]>();
  for (const path of files.keys()) {
    if (!path.endsWith(".go")) continue;
    const folder = folderOf(path);
    byFolder.set(folder, [...(byFolder.get(folder) ?? []), path]);
  }
  return {
    files,
    modules: readModules(files),
    byFolder,
    parser,
    parsed: new Map(),
    trees: [],
    unparsable: new Set(),
    steps: 0,
    programs: 0,
  };
}

function homeOf({ modules }: Sources, folder: string): string {
  const module = modules.find(
    (one) => one.folder === "" || one.folder === folder || folder.startsWith(`${one.folder}/`),
  );
  return module?.folder ?? "";
}

function mainFolders({ files, byFolder }: Sources): string[] {
  return [...byFolder]
    .filter(([, paths]) =>
      paths.some((path) => {
        const text = files.get(path) ?? "";
        return /^package main\b/m.test(text) && /^func main\(\)/m.test(text);
      }),
    )
    .map(([folder]) => folder);
}

interface Program extends Reach {
  folder: string;
}

/** What a program registers, and whether it was seen to serve it. */
interface Found {
  extraction: Extraction;
  served: boolean;
  cut: boolean;
}

function isServer({ extraction, served }: Found): boolean {
  return served && extraction.tools.length > 0;
}

/** The folder of the server itself before those of its helpers, as far as names tell. */
function likelier({ folder: a }: Program, { folder: b }: Program): number {
  const rank = (folder: string) => (/mcp|server/i.test(posix.basename(folder)) ? 0 : 1);
  return rank(a) - rank(b) || a.length - b.length || (a < b ? -1 : 1);
}

function program(sources: Sources, folder: string): Found {
  const run = newRun(sources);
  sources.programs += 1;
  const found =
    sources.programs > limits.programs
      ? undefined
      : run.load(importOfFolder(sources.modules, folder));
  if (!found)
    return { extraction: { tools: [], unresolved: [], skipped: [] }, served: false, cut: false };
  safely(run, found, followMain);
  sources.steps += run.steps;
  const main = found.functions.get("main")?.callable;
  const path = main?.path ?? posix.join(folder, "main.go");
  if (run.cut)
    run.problems.push({
      at: { path, line: main?.line ?? 1 },
      reason: "Is a program of more code than is followed: tools may be missing.",
    });
  return { extraction: collect(run, path), served: didServe(run, sources.modules), cut: run.cut };
}

/** What is nested beyond all bounds ends the reading, and what was found until then stays. */
function safely(run: Run, found: Package, follow: (run: Run, found: Package) => void): void {
  try {
    follow(run, found);
    noteBroken(run);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const path = found.files[0]?.path ?? "";
    run.problems.push({
      at: { path, line: 1 },
      reason: "Is nested more deeply than it can be followed: tools may be missing.",
    });
  }
}

function library(sources: Sources, home: string, folders: string[]): Extraction {
  const found: Extraction[] = [];
  for (const folder of folders) {
    if (homeOf(sources, folder) !== home || shown.test(folder) || tried.test(folder)) continue;
    const run = newRun(sources);
    const own = run.load(importOfFolder(sources.modules, folder));
    if (!own) continue;
    safely(run, own, followLibrary);
    sources.steps += run.steps;
    found.push(collect(run, own.files[0]?.path ?? folder));
  }
  return merge(found);
}

/** Programs of one module with the same tools are ways to start one server; others are servers of their own. */
function merge(found: Extraction[]): Extraction {
  const merged: Extraction = { tools: [], unresolved: [], skipped: [] };
  const lists = new Set<string>();
  const places = new Set<string>();
  for (const { tools, unresolved } of found.toSorted((a, b) => b.tools.length - a.tools.length)) {
    const list = JSON.stringify(tools.map(({ name }) => name).toSorted());
    if (!lists.has(list)) merged.tools.push(...tools);
    lists.add(list);
    for (const one of unresolved) {
      const place = `${one.at.path}:${one.at.line}`;
      if (places.has(place)) continue;
      places.add(place);
      merged.unresolved.push(one);
    }
  }
  return merged;
}

function add(extraction: Extraction, found: Extraction): void {
  extraction.tools.push(...found.tools);
  const key = ({ at, reason }: (typeof found.unresolved)[number]) =>
    `${at.path}:${at.line} ${reason}`;
  const known = new Set(extraction.unresolved.map(key));
  extraction.unresolved.push(...found.unresolved.filter((one) => !known.has(key(one))));
}
