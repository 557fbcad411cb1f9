import { randomBytes } from "node:crypto";
import type { Place, Snapshot, Tool } from "../../model.ts";
import type { Extractor, Registered } from "../extractors/extractor.ts";
import typescript from "../extractors/typescript.ts";
import type { Evaluation, Run } from "../merge.ts";
import { createResolver, type Resolver } from "../extractors/typescript/resolve.ts";
import { findRoots, isTestFile } from "../extractors/typescript/roots.ts";
import { readSource, type SourceFile } from "../extractors/typescript/source.ts";
import { type Answer, readAnswer, readDefinition } from "./answer.ts";
import { bundle, type Bundle } from "./bundle.ts";
import { home, type Settings } from "./guest/settings.ts";
import { loadLibraries, loadPrelude } from "./libraries.ts";
import { createPlaces } from "./places.ts";
import { openMachine, type Machine } from "./thread.ts";
import { zodMajorOf } from "./zod-major.ts";

const codePath = /\.[cm]?[jt]sx?$/;
const maxPrograms = 24;
/** Milliseconds of work for a program to start, and again for its list. */
const timeMs = 2000;
/** Milliseconds after which no further program is begun. */
const totalMs = 10_000;

/** How a program is started, until tools come of it. */
const ways = [
  { environment: "secrets", isLenient: false },
  { environment: "none", isLenient: false },
  { environment: "secrets", isLenient: true },
] as const satisfies Start[];
type Start = Pick<Settings, "environment" | "isLenient">;

/** The programs of a snapshot, run in WebAssembly with nothing behind them, and asked for their tools. */
export default {
  id: "evaluate",
  reads: typescript.reads,
  extract,
} satisfies Extractor;

/** A snapshot, and the programs in it that are known to register something, as reading found them. */
export interface Programs extends Snapshot {
  entries?: string[];
}

async function extract({ files, entries }: Programs): Promise<Evaluation> {
  const resolver = createResolver(files);
  const starts = (entries ?? findEntries(files, resolver)).filter((entry) => files.has(entry));
  const packages = Object.fromEntries(starts.map((entry) => [entry, resolver.packageOf(entry)]));
  const evaluation: Evaluation = { tools: [], unresolved: [], skipped: [], runs: [], packages };
  if (starts.length === 0) return evaluation;
  const machine = openMachine(files);
  const until = Date.now() + totalMs;
  try {
    for (const entry of starts.slice(0, maxPrograms)) {
      if (Date.now() > until) break;
      const { run, tools } = await evaluate(machine, files, resolver, entry);
      evaluation.runs.push(run);
      evaluation.tools.push(...tools);
    }
  } finally {
    machine.close();
  }
  return evaluation;
}

/** Without reading: what the packages of a snapshot name, and where they name nothing, what registers something. */
function findEntries(files: ReadonlyMap<string, string>, resolver: Resolver): string[] {
  const sources = new Map<string, SourceFile | undefined>();
  const sourceOf = (file: string): SourceFile | undefined => {
    if (!sources.has(file)) sources.set(file, readSource(file, files.get(file) ?? ""));
    return sources.get(file);
  };
  const code = [...files.keys()].filter((file) => codePath.test(file) && !isTestFile(file));
  const roots = findRoots(code, sourceOf, resolver);
  const named = new Set(roots.filter((root) => root.isNamed).map((root) => root.package));
  return roots.filter((root) => root.isNamed || !named.has(root.package)).map((root) => root.path);
}

interface Evaluated {
  run: Run;
  tools: Registered<Tool>[];
}

/** One program, with nothing made up first, and more leniently when nothing comes of that. */
async function evaluate(
  machine: Machine,
  files: ReadonlyMap<string, string>,
  resolver: Resolver,
  entry: string,
): Promise<Evaluated> {
  const none: Run = {
    entry,
    isListed: false,
    isExact: false,
    dropped: [],
    lists: [],
    failures: [],
  };
  const folder = resolver.packageOf(entry);
  const failures: string[] = [];
  const variables = new Set<string>();
  const values: string[] = [];
  const prelude = await loadPrelude();
  let bundled: Bundle | undefined;
  const how = { isWhole: false, isEager: false };
  const pending: Start[] = [...ways];
  for (let way = pending.shift(); way !== undefined; way = pending.shift()) {
    try {
      bundled ??= await bundle(files, resolver, entry, how);
    } catch (error) {
      failures.push(String(error).slice(0, 500));
      break;
    }
    const libraries = await loadLibraries(bundled.libraries, zodMajorOf(resolver, folder, entry));
    const settings: Settings = {
      ...way,
      mark: `stand-in-${randomBytes(12).toString("hex")}`,
      entry,
      folder,
      argv: ["/usr/bin/node", `${home}/${entry}`, ...values],
      variables: [...variables],
    };
    const outcome = await machine.run({ prelude, libraries, code: bundled.code, settings, timeMs });
    const answer = "result" in outcome ? readAnswer(outcome.result) : undefined;
    if ("error" in outcome || answer === undefined) {
      failures.push("error" in outcome ? outcome.error : "The answer was none.");
      break;
    }
    const isIncomplete = answer.missed > 0 && !how.isWhole;
    const isStuck = outcome.isWaiting && answer.tools.length === 0 && !how.isEager;
    if (isIncomplete || isStuck) {
      how.isWhole ||= isIncomplete;
      how.isEager ||= isStuck;
      bundled = undefined;
      pending.unshift(way);
      continue;
    }
    const isExact = !way.isLenient && !outcome.isStopped && outcome.by === "start";
    const evaluated = judge(answer, bundled, entry, isExact, settings.mark);
    if (evaluated.run.isListed) return evaluated;
    failures.push(...answer.failures);
    const named = answer.named.filter((name) => !variables.has(name));
    for (const name of named) variables.add(name);
    const wanted = values.length === 0 ? wantedValue(answer.failures) : undefined;
    if (wanted !== undefined) values.push(wanted);
    const isMore = named.length > 0 || wanted !== undefined;
    if (isMore && pending.length < ways.length) pending.unshift(way);
  }
  return { run: { ...none, failures }, tools: [] };
}

/** What a program that gave up may want on its command line, when it says so: an address, or a folder that is there. */
function wantedValue(failures: readonly string[]): string | undefined {
  const said = failures.find((text) => /\bargument|\busage:/i.test(text));
  if (said === undefined) return undefined;
  return /\b(?:url|uri|dsn|connection|endpoint)\b/i.test(said) ? "https://example.com" : home;
}

function judge(
  answer: Answer,
  bundled: Bundle,
  entry: string,
  isExact: boolean,
  mark: string,
): Evaluated {
  const run: Run = {
    entry,
    isListed: false,
    isExact,
    dropped: [],
    lists: [],
    failures: answer.failures,
  };
  const places = createPlaces(bundled.code, bundled.map, bundled.files);
  run.lists = answer.lists.map(places.ofFunction).filter((place) => place !== undefined);
  const listed = run.lists.length === 1 ? handlerStart(run.lists[0]) : undefined;
  const registrations = new Map(answer.registrations.map((each) => [each.name, each]));
  const tools = new Map<string, Registered<Tool>>();
  let nameless = 0;
  for (const { definition: told, isLeaking, handler: listedHandler } of answer.tools) {
    const definition = readDefinition(told);
    if (definition === undefined || tools.has(definition.name)) continue;
    if (isLeaking) {
      if (definition.name.includes(mark)) nameless += 1;
      run.dropped.push(definition.name);
      continue;
    }
    const registration = registrations.get(definition.name);
    const where = registration?.handler ?? listedHandler;
    const handler = where === undefined ? undefined : places.ofFunction(where);
    const at: Place = (registration && places.ofStack(registration.stack)) ??
      handlerStart(handler) ??
      listed ?? { path: entry, line: 1 };
    tools.set(definition.name, {
      ...definition,
      at,
      ...(handler === undefined ? {} : { handler }),
      method: "evaluated",
      registeredIn: entry,
    });
  }
  run.isListed = answer.answered > 0 && tools.size > 0;
  run.isExact &&= nameless + answer.lost === 0;
  return { run, tools: [...tools.values()] };
}

function handlerStart(handler: Place | undefined): Place | undefined {
  return handler && { path: handler.path, line: handler.line };
}
