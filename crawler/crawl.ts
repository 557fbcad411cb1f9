import { createHash, randomUUID } from "node:crypto";
import PQueue from "p-queue";
import { z } from "zod";
import type {
  Call,
  Classification,
  Definition,
  Place,
  Server,
  Snapshot,
  Source,
} from "../model.ts";
import type { Database } from "../db/client.ts";
import {
  StoreError,
  finishRun,
  readKnown,
  recordFailure,
  startRun,
  writeSnapshot,
  writeUnchanged,
} from "../db/store.ts";
import type { ToolToWrite } from "../db/rows.ts";
import { dependenciesOf, packageOf, type Dependencies } from "./dependencies.ts";
import { SourceError, type Door, type Located } from "./door.ts";
import {
  type Extracted,
  extract,
  extractorsVersion,
  handlerSource,
  nothingSeen,
} from "./extract.ts";
import { formatSource } from "./source.ts";

/** Judges one tool; the crawler doesn't know how. */
export type Classify = (
  subject: Definition & {
    server: string;
    /** Names of all tools of that server. */
    siblings: readonly string[];
    handler?: Place;
    calls?: Call[];
    handlerSource?: string;
  },
) => Classification | Promise<Classification>;

const text = z.string();
const LocatedBefore = z.object({
  source: z.object({ scheme: text, name: text }),
  repository: z.object({
    source: text,
    id: text,
    url: text.optional(),
    description: text.optional(),
    license: text.optional(),
    archived: z.boolean().optional(),
  }),
  revision: text.optional(),
  notes: z.record(text, text),
});

export interface CrawlOptions {
  db: Database;
  doors: Door[];
  sources: Source[];
  classify: Classify;
  /** Sources under way at once. */
  concurrency: number;
  /** Leaves a source alone that stands at the revision already stored and read by the same extractors. */
  changedOnly: boolean;
  now: () => Date;
  /** Told once a source is done, in order of completion. */
  onOutcome?: (outcome: Outcome) => void;
  /** Stops before the next source; what is under way ends. */
  signal?: AbortSignal;
}

export type Outcome =
  | { source: string; state: "crawled"; servers: number; tools: number; unresolved: number }
  | { source: string; state: "unchanged" }
  | { source: string; state: "failed"; kind: string; message: string };

/** Brings every source into the database; a failing one is recorded and the rest goes on. Outcomes in the order of the sources. */
export async function crawl(options: CrawlOptions): Promise<Outcome[]> {
  const { db, sources, now, signal } = options;
  const run = randomUUID();
  await startRun(db, { id: run, startedAt: now(), sources: sources.length });
  const queue = new PQueue({ concurrency: options.concurrency });
  const stopped = new Map<string, SourceError>();
  const all = Promise.all(
    sources.map((source) =>
      queue.add(async (): Promise<Outcome | undefined> => {
        if (signal?.aborted) return undefined;
        const outcome = await crawlOne(source, stopped, options);
        if (outcome.state === "failed") await recordFailure(db, run, outcome, now());
        options.onOutcome?.(outcome);
        return outcome;
      }),
    ),
  );
  const outcomes = await all.catch(async (error: unknown) => {
    // Whoever called closes the database next: what is under way must have ended.
    queue.clear();
    await queue.onIdle();
    throw error;
  });
  const done = outcomes.filter((outcome) => outcome !== undefined);
  const count = (state: Outcome["state"]) => done.filter((one) => one.state === state).length;
  await finishRun(db, run, {
    finishedAt: now(),
    crawled: count("crawled"),
    unchanged: count("unchanged"),
    failed: count("failed"),
  });
  return done;
}

/** `stopped` remembers which doors' hosts said stop: their other sources fail at once with the same line. */
async function crawlOne(
  source: Source,
  stopped: Map<string, SourceError>,
  options: CrawlOptions,
): Promise<Outcome> {
  const asked = formatSource(source);
  try {
    const earlier = stopped.get(source.scheme);
    if (earlier !== undefined) throw earlier;
    return await bringIn(source, asked, options);
  } catch (error) {
    if (error instanceof StoreError)
      return { source: asked, state: "failed", kind: "not-stored", message: error.message };
    // One source must not end the crawl. When it is the database that fails, recording this fails too, and that ends it.
    if (!(error instanceof SourceError))
      return { source: asked, state: "failed", kind: "internal", message: firstLine(error) };
    const { kind, host } = error;
    // Doors name the source for whoever asks for one; here it stands beside the message, and another one may get it.
    const message = error.message.startsWith(`${asked}: `)
      ? error.message.slice(asked.length + 2)
      : error.message;
    if (host) stopped.set(source.scheme, new SourceError(kind, message, { host, cause: error }));
    return { source: asked, state: "failed", kind, message };
  }
}

async function bringIn(source: Source, asked: string, options: CrawlOptions): Promise<Outcome> {
  const { db, doors, now } = options;
  const door = doors.find((one) => one.scheme === source.scheme);
  if (door === undefined)
    throw new SourceError("invalid", `no door opens ${source.scheme}: sources`);
  const named = formatSource({ scheme: source.scheme, name: source.name });
  const before = await readKnown(db, named);
  const located = await door.locate(
    source,
    before?.validator === undefined ? undefined : readLocated(before.validator),
  );
  const { repository } = located;
  const validator = JSON.stringify(located);
  const known = repository.source === named ? before : await readKnown(db, repository.source);
  const same = known?.extractors === extractorsVersion && known.revision === located.revision;
  if (options.changedOnly && same) {
    await writeUnchanged(db, { repository, validator, asked });
    return { source: asked, state: "unchanged" };
  }
  const snapshot = await door.open(located);
  const dependencies = dependenciesOf(doors);
  const extracted = await extract(snapshot, { dependencies });
  const [failure] = dependencies.failures;
  // Stored without the tools of the package, they would count as gone until the source changes.
  if (failure !== undefined)
    throw new SourceError(failure.kind, `of a package that it wraps: ${failure.message}`);
  if (extracted.servers.length === 0) {
    return {
      source: asked,
      state: "failed",
      kind: "no-server",
      message: nothingSeen(snapshot, extracted),
    };
  }
  await writeSnapshot(db, {
    repository: snapshot.repository,
    revision: snapshot.revision ?? contentHash(snapshot),
    ...(snapshot.lineUrl === undefined ? {} : { lineUrl: snapshot.lineUrl }),
    skipped: extracted.skipped,
    extractors: extractorsVersion,
    validator,
    servers: await Promise.all(
      extracted.servers.map(async (server) => ({
        server,
        tools: await label(snapshot, server, dependencies, options.classify),
      })),
    ),
    asked,
    ...(repository.source === named ? {} : { formerSource: named }),
    now: now(),
  });
  return { source: asked, state: "crawled", ...countFound(extracted) };
}

/** The door's answer of an earlier crawl; what an older version stored in another shape is as good as none. */
function readLocated(validator: string): Located | undefined {
  return LocatedBefore.safeParse(JSON.parse(validator)).data as Located | undefined;
}

function label(
  snapshot: Snapshot,
  server: Server,
  dependencies: Dependencies,
  classify: Classify,
): Promise<ToolToWrite[]> {
  const siblings = server.tools.map((tool) => tool.name);
  return Promise.all(
    server.tools.map(async (tool) => {
      const code = handlerSource(snapshot, tool, dependencies);
      const classification = await classify({ ...tool, server: server.id, siblings, ...code });
      const lineUrl = packageOf(tool, dependencies)?.lineUrl;
      return { tool, ...code, ...(lineUrl === undefined ? {} : { lineUrl }), classification };
    }),
  );
}

function countFound({ servers }: Extracted): {
  servers: number;
  tools: number;
  unresolved: number;
} {
  return {
    servers: servers.length,
    tools: servers.reduce((total, server) => total + server.tools.length, 0),
    unresolved: servers.reduce((total, server) => total + server.unresolved.length, 0),
  };
}

function firstLine(error: unknown): string {
  const said = error instanceof Error ? error.message : String(error);
  return said.split("\n", 1)[0]?.slice(0, 300) ?? "";
}

/** What stands for the revision of a folder without one. */
function contentHash(snapshot: Snapshot): string {
  const hash = createHash("sha256");
  for (const [path, text] of snapshot.files) hash.update(`${path}\0${text}\0`);
  return `sha256-${hash.digest("hex").slice(0, 40)}`;
}
