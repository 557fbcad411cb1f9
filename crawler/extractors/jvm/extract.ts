import type { Snapshot, Tool, Unresolved } from "../../../model.ts";
import type { Extraction, Registered } from "../extractor.ts";
import { type Annotated, findAnnotated, ownAnnotations, readAnnotated } from "./annotated.ts";
import { hiddenBySyntax } from "./broken.ts";
import { findToolClasses } from "./classes.ts";
import { isBuildFile, serving } from "./modules.ts";
import { openProgram } from "./program.ts";
import { providersOf } from "./providers.ts";
import { readRegistered } from "./registered.ts";
import { followRoots } from "./roots.ts";
import { startRun } from "./run.ts";
import { answeringIn, readWritten } from "./written.ts";

const tests =
  /(?:^|\/)(?:src\/)?(?:\w*[tT]ests?|testFixtures|androidTest|\w+Test|it)\/(?:java|kotlin|resources)\/|(?:^|\/)tests?\/|(?:Test|Tests|IT|Spec)\.(?:java|kts?)$/;
const resources = /(?:^|\/)src\/\w+\/resources\/.*\.(?:json|md|txt)$/;
const made = /(?:^|\/)(?:target|build|out|generated|node_modules|\.gradle)\//;

/** Whether the extractors of the JVM's languages want a file: code, and what says how it is built. */
export function isWanted(path: string): boolean {
  return (
    (/\.(?:java|kt|kts)$/.test(path) || isBuildFile(path) || resources.test(path)) &&
    !tests.test(path) &&
    !made.test(path)
  );
}

/** The tools that files of one language, those that match `own`, register; the other language's are read beside them. */
export async function extractJvm(snapshot: Snapshot, own: RegExp): Promise<Extraction> {
  const isOwn = (path: string) => own.test(path);
  if (![...snapshot.files.keys()].some(isOwn)) return { tools: [], unresolved: [], skipped: [] };
  const program = await openProgram(snapshot.files);
  const isServing = serving(snapshot.files, program);
  const run = startRun(program);
  const answering = answeringIn(program);
  if (answering.length > 0) run.sightings.written = new Map();
  followRoots(run);
  const registered = readRegistered(run, isServing);
  const providers = providersOf(run);
  const tools: Registered<Tool>[] = [...registered.tools];
  const marks = ownAnnotations(run);
  // The code that reads an annotation makes any tool; the annotated methods are the tools.
  const unresolved = registered.unresolved.filter(
    ({ at }) => ![...marks].some((name) => program.mentioning(name).includes(at.path)),
  );
  for (const read of findToolClasses(run, program.paths))
    if ("reason" in read) unresolved.push(read);
    else if (!tools.some((tool) => tool.name === read.name)) tools.push(read);
  const written = readWritten(run, new Set(tools.map(({ name }) => name)));
  tools.push(...written.tools);
  if (tools.length === 0) unresolved.push(...written.unresolved);
  for (const one of findAnnotated(run, program.paths, marks)) {
    const served = servedBy(one, isServing, providers);
    if (served === undefined) {
      if (isServing(one.owner.file.path)) unresolved.push(notHandedOver(one));
      continue;
    }
    run.begin(one.owner.file.path);
    const read = readAnnotated(run, one);
    if ("reason" in read) unresolved.push({ ...read, registeredIn: served.path });
    else
      tools.push({
        ...read,
        registeredIn: served.path,
        ...(served.when === undefined
          ? {}
          : { when: read.when === undefined ? served.when : `${read.when} and ${served.when}` }),
      });
  }
  unresolved.push(...hiddenBySyntax(run, isServing, [...tools, ...unresolved]));
  for (const { at, name, registeredIn } of run.undescribed)
    unresolved.push({
      at,
      reason: `The description of "${name}" could not be followed.`,
      registeredIn,
    });
  return {
    tools: once(tools.filter((tool) => isOwn(tool.at.path))),
    unresolved: onceUnresolved(unresolved.filter((one) => isOwn(one.at.path))),
    skipped: program.skipped.filter((one) => isOwn(one.path)),
  };
}

/** The file that serves an annotated method, with its condition; undefined when nothing was seen that does. */
function servedBy(
  { framework, owner }: Annotated,
  isServing: (path: string) => boolean,
  providers: ReturnType<typeof providersOf>,
): { path: string; when?: string } | undefined {
  const { path } = owner.file;
  if (framework.served === "always") return { path };
  const provider = framework.served === "provider" ? providers.of(owner) : undefined;
  if (provider !== undefined && isServing(provider.path)) return provider;
  if (!isServing(path)) return undefined;
  return framework.served === "provider" && providers.areAllKnown(path) ? undefined : { path };
}

function notHandedOver({ owner }: Annotated): Registered<Unresolved> {
  const { path } = owner.file;
  return {
    at: { path, line: owner.at.line },
    reason: `The methods of ${owner.name} are marked as tools, and nothing was seen to hand such an object over.`,
    registeredIn: path,
  };
}

/** The same registration may be come by on several ways: the one without a condition says most. */
function once(tools: Registered<Tool>[]): Registered<Tool>[] {
  const found = new Map<string, Registered<Tool>>();
  for (const tool of tools) {
    const key = JSON.stringify([tool.at.path, tool.at.line, tool.name]);
    const known = found.get(key);
    if (known === undefined || score(tool) > score(known)) found.set(key, tool);
  }
  return [...found.values()].toSorted(
    (a, b) => compare(a.at.path, b.at.path) || a.at.line - b.at.line || compare(a.name, b.name),
  );
}

function score(tool: Tool): number {
  return (
    (tool.description === undefined ? 0 : 4) +
    (tool.inputSchema === undefined ? 0 : 2) +
    (tool.handler === undefined ? 0 : 2) +
    (tool.when === undefined ? 1 : 0)
  );
}

function onceUnresolved(list: Registered<Unresolved>[]): Registered<Unresolved>[] {
  const found = new Map(list.map((one) => [`${one.at.path}:${one.at.line}`, one]));
  return [...found.values()].toSorted(
    (a, b) => compare(a.at.path, b.at.path) || a.at.line - b.at.line,
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
