import { and, eq, gte, inArray, ne, sql } from "drizzle-orm";
import type { Repository, Skipped } from "../model.ts";
import type { Database } from "./client.ts";
import { type Rows, type ServerToWrite, longestServerId, makeRows } from "./rows.ts";
import {
  classifications,
  crawlRuns,
  definitions,
  failures,
  repositories,
  servers,
  snapshots,
  tools,
  unresolved,
} from "./schema.ts";
import { cleanRow, cleanText } from "./text.ts";
import { insertNew, lockSources, transact, upsert } from "./transact.ts";

export interface SnapshotToWrite {
  repository: Repository;
  /** Commit or version; of a plain folder, a hash of its content. */
  revision: string;
  lineUrl?: string;
  skipped: Skipped[];
  /** Fingerprint of the extractors that read it. */
  extractors: string;
  /** What the door wants back next time to tell whether the source has changed. */
  validator?: string;
  servers: ServerToWrite[];
  /** The source as it was asked for, where that differs from the repository's: its failure is over too. */
  asked?: string;
  /** The repository's source before it was renamed: its rows go. */
  formerSource?: string;
  now: Date;
}

/** The snapshot cannot be stored, while the database is well: other sources go on. */
export class StoreError extends Error {}

/**
 * Makes the database show this snapshot of the repository, all of it or, when it throws, nothing.
 * Writing an equal one again changes no row. Throws StoreError for ids that are not its own.
 */
export async function writeSnapshot(db: Database, written: SnapshotToWrite): Promise<void> {
  const { repository, revision, validator, extractors, lineUrl, skipped, now } = written;
  checkIds(written);
  const source = cleanText(repository.source);
  const rows = makeRows(source, cleanText(revision), written.servers);
  await transact(db, async (tx) => {
    const former = written.formerSource === undefined ? [] : [cleanText(written.formerSource)];
    await lockSources(tx, [source, ...former]);
    const renamed = former.filter((one) => one !== source);
    await tx.delete(repositories).where(inArray(repositories.source, renamed));
    await checkOwner(tx, repository);
    await upsert(
      tx,
      repositories,
      [repositories.source],
      [cleanRow({ ...describe(repository), source, revision, validator: validator ?? null })],
    );
    const snapshot = { source, revision, extractors, lineUrl: lineUrl ?? null, skipped };
    await upsert(
      tx,
      snapshots,
      [snapshots.source, snapshots.revision],
      [{ ...cleanRow(snapshot), crawledAt: now }],
      snapshots.crawledAt,
    );
    await removeGone(tx, source, rows);
    await insertNew(tx, definitions, rows.definitions);
    await upsert(tx, servers, [servers.id], rows.servers);
    await upsert(tx, tools, [tools.server, tools.name], rows.tools);
    await upsert(
      tx,
      classifications,
      [classifications.server, classifications.name],
      rows.classifications,
    );
    await upsert(tx, unresolved, [unresolved.server, unresolved.position], rows.unresolved);
    await forgetFailures(tx, [source, written.asked, written.formerSource]);
  });
}

/** What is known of a source that was found not to have changed; absent fields of the repository are unknown now. */
export interface UnchangedToWrite {
  repository: Repository;
  validator?: string;
  asked?: string;
}

/** Notes that a repository of the database still stands at its revision: brings its description up to date, and its failure is over. */
export async function writeUnchanged(db: Database, unchanged: UnchangedToWrite): Promise<void> {
  const { repository, validator = null, asked } = unchanged;
  await transact(db, async (tx) => {
    const described = cleanRow({ ...describe(repository), validator });
    const { url, description, license, archived } = repositories;
    await tx
      .update(repositories)
      .set(described)
      .where(
        and(
          eq(repositories.source, repository.source),
          sql`row(${url}, ${description}, ${license}, ${archived}, ${repositories.validator}) is distinct from row(${described.url}::text, ${described.description}::text, ${described.license}::text, ${described.archived}::boolean, ${validator}::text)`,
        ),
      );
    await forgetFailures(tx, [repository.source, asked]);
  });
}

/** What the last crawl left about a source (canonical, without ref): undefined when no snapshot of it is stored. */
export interface Known {
  revision: string;
  extractors: string;
  validator?: string;
}

/** Reads what tells whether a source has to be read again. */
export async function readKnown(db: Database, source: string): Promise<Known | undefined> {
  const [known] = await db
    .select({
      revision: snapshots.revision,
      extractors: snapshots.extractors,
      validator: repositories.validator,
    })
    .from(repositories)
    .innerJoin(
      snapshots,
      and(eq(snapshots.source, repositories.source), eq(snapshots.revision, repositories.revision)),
    )
    .where(eq(repositories.source, cleanText(source)));
  if (!known) {
    return undefined;
  }
  const { validator, ...rest } = known;
  return validator === null ? rest : { ...rest, validator };
}

/** Notes that a crawl of that many sources has begun; its id is the caller's. */
export async function startRun(
  db: Database,
  run: { id: string; startedAt: Date; sources: number },
): Promise<void> {
  await insertNew(db, crawlRuns, [{ ...run, crawled: 0, unchanged: 0, failed: 0 }]);
}

export interface RunEnd {
  finishedAt: Date;
  crawled: number;
  unchanged: number;
  failed: number;
}

/** Notes how a crawl has ended. */
export async function finishRun(db: Database, run: string, end: RunEnd): Promise<void> {
  await db.update(crawlRuns).set(end).where(eq(crawlRuns.id, run));
}

/** Notes why a source, as it was asked for, could not be crawled; what was known of it stays. */
export async function recordFailure(
  db: Database,
  run: string,
  failure: { source: string; kind: string; message: string },
  now: Date,
): Promise<void> {
  const source = failureKey(failure.source);
  const message = shorten(failure.message, longestMessage);
  const row = cleanRow({ source, run, kind: failure.kind, message });
  await transact(db, (tx) => upsert(tx, failures, [failures.source], [{ ...row, at: now }]));
}

/** Characters; a source is the key of an index, which PostgreSQL bounds at 2,700 bytes. */
const longestSource = 600;
const longestMessage = 2_000;

function failureKey(source: string): string {
  return cleanText(shorten(source, longestSource));
}

function shorten(text: string, characters: number): string {
  return text.length > characters ? `${text.slice(0, characters - 1)}…` : text;
}

function checkIds({ repository, servers: written }: SnapshotToWrite): void {
  const ids = written.map(({ server }) => server.id);
  const foreign = ids.find((id) => id !== repository.id && !id.startsWith(`${repository.id}/`));
  if (foreign !== undefined) {
    throw new StoreError(`expected server ids to begin with ${repository.id}, got ${foreign}`);
  }
  const long = ids.find((id) => id.length > longestServerId);
  if (long !== undefined) {
    throw new StoreError(
      `the server id ${long.slice(0, 80)}… has ${long.length} characters; at most ${longestServerId} can be stored`,
    );
  }
  if (new Set(ids.map((id) => cleanText(id))).size < ids.length) {
    throw new StoreError(`two servers of ${repository.source} have the same id`);
  }
}

async function checkOwner(tx: Database, { id, source }: Repository): Promise<void> {
  const [owner] = await tx
    .select({ source: repositories.source })
    .from(repositories)
    .where(and(eq(repositories.id, cleanText(id)), ne(repositories.source, cleanText(source))));
  if (owner) {
    throw new StoreError(`${source} would have the id ${id}, which ${owner.source} has already`);
  }
}

/** Servers, tools and unresolved registrations that this repository had and no longer has. */
async function removeGone(tx: Database, source: string, rows: Rows): Promise<void> {
  const kept = new Set(rows.servers.map(({ id }) => id));
  const before = await tx
    .select({ id: servers.id })
    .from(servers)
    .where(eq(servers.source, source));
  for (const { id } of before) {
    if (!kept.has(id)) {
      await tx.delete(servers).where(eq(servers.id, id));
    }
  }
  const names = Map.groupBy(rows.tools, ({ server }) => server);
  const places = Map.groupBy(rows.unresolved, ({ server }) => server);
  const had = await tx
    .select({ server: tools.server, name: tools.name })
    .from(tools)
    .innerJoin(servers, eq(servers.id, tools.server))
    .where(eq(servers.source, source));
  for (const [server, toolsBefore] of Map.groupBy(had, (tool) => tool.server)) {
    const now = new Set(names.get(server)?.map(({ name }) => name));
    const gone = toolsBefore.map(({ name }) => name).filter((name) => !now.has(name));
    if (gone.length > 0) {
      // One array, however many they are: a list would be bounded at 65,535 parameters.
      const isGone = sql`${tools.name} = any(${sql.param(gone)}::text[])`;
      await tx.delete(tools).where(and(eq(tools.server, server), isGone));
    }
  }
  for (const { id } of before) {
    await tx
      .delete(unresolved)
      .where(and(eq(unresolved.server, id), gte(unresolved.position, places.get(id)?.length ?? 0)));
  }
}

async function forgetFailures(tx: Database, sources: (string | undefined)[]): Promise<void> {
  const over = sources.filter((source) => source !== undefined).map(failureKey);
  await tx.delete(failures).where(inArray(failures.source, over));
}

function describe({ id, url, description, license, archived }: Repository) {
  return {
    id,
    url: url ?? null,
    description: description ?? null,
    license: license ?? null,
    archived: archived ?? null,
  };
}
