import { DrizzleQueryError, getTableColumns, sql } from "drizzle-orm";
import type { PgColumn, PgTable, PgUpdateSetSource } from "drizzle-orm/pg-core";
import type { Database } from "./client.ts";
import { compare } from "./rows.ts";

/** Runs all of it or nothing; what two writers at once ran into is tried again. Errors are PostgreSQL's own, without the query. */
export async function transact<T>(db: Database, run: (tx: Database) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await db.transaction(run);
    } catch (error) {
      // Drizzle's message repeats the query with all its values, which may be megabytes of crawled text.
      const origin = error instanceof DrizzleQueryError ? error.cause : error;
      if (attempt === 5 || !isCollision(origin)) {
        throw origin;
      }
    }
  }
}

/** Serialization failure and deadlock: https://www.postgresql.org/docs/current/errcodes-appendix.html */
function isCollision(error: unknown): boolean {
  return error instanceof Error && "code" in error && ["40001", "40P01"].includes(`${error.code}`);
}

/**
 * Makes other writers of these sources wait until this transaction ends. Not a lock on rows: those of a
 * renamed repository may be removed and made again while one waits for them.
 */
export async function lockSources(tx: Database, sources: string[]): Promise<void> {
  // One order for all, so that nobody waits in a circle.
  const sorted = sql.param([...new Set(sources)].toSorted(compare));
  await tx.execute(
    sql`select pg_advisory_xact_lock(hashtextextended(source, 0)) from unnest(${sorted}::text[]) source`,
  );
}

/** Inserts the rows whose keys are new; the others stay as they are. */
export async function insertNew<T extends PgTable>(
  tx: Database,
  table: T,
  rows: T["$inferInsert"][],
): Promise<void> {
  for (const batch of batches(table, rows)) {
    await tx.insert(table).values(batch).onConflictDoNothing();
  }
}

/** Inserts new rows and updates those that differ in a column other than `ignored`; equal ones are not touched. */
export async function upsert<T extends PgTable>(
  tx: Database,
  table: T,
  key: PgColumn[],
  rows: T["$inferInsert"][],
  ignored?: PgColumn,
): Promise<void> {
  const others = Object.entries(getTableColumns(table)).filter(([, one]) => !key.includes(one));
  const incoming = (column: PgColumn) => sql`excluded.${sql.identifier(column.name)}`;
  const compared = others.map(([, column]) => column).filter((column) => column !== ignored);
  const stored = sql.join(compared, sql`, `);
  const wanted = sql.join(compared.map(incoming), sql`, `);
  const set = Object.fromEntries(
    others.map(([property, column]) => [property, incoming(column)]),
  ) as PgUpdateSetSource<T>;
  for (const batch of batches(table, rows)) {
    await tx
      .insert(table)
      .values(batch)
      .onConflictDoUpdate({
        target: key,
        set,
        setWhere: sql`row(${stored}) is distinct from row(${wanted})`,
      });
  }
}

/** PostgreSQL takes 65,535 parameters in a statement; smaller ones keep drizzle's work and the server's memory low. */
const parametersInBatch = 10_000;

function batches<T extends PgTable>(table: T, rows: T["$inferInsert"][]): T["$inferInsert"][][] {
  const size = Math.floor(parametersInBatch / Object.keys(getTableColumns(table)).length);
  return Array.from({ length: Math.ceil(rows.length / size) }, (_, index) =>
    rows.slice(index * size, (index + 1) * size),
  );
}
