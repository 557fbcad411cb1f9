import { DrizzleQueryError, type SQL, getTableColumns, sql } from "drizzle-orm";
import type { PgColumn, PgTable } from "drizzle-orm/pg-core";
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
  await insert(tx, table, rows, sql`on conflict do nothing`);
}

/** Inserts new rows and updates those that differ in a column other than `ignored`; equal ones are not touched. */
export async function upsert<T extends PgTable>(
  tx: Database,
  table: T,
  key: PgColumn[],
  rows: T["$inferInsert"][],
  ignored?: PgColumn,
): Promise<void> {
  const others = Object.values(getTableColumns(table)).filter((column) => !key.includes(column));
  const compared = others.filter((column) => column !== ignored);
  const stored = sql.join(
    compared.map((column) => sql`${column}`),
    comma,
  );
  const wanted = sql.join(compared.map(excluded), comma);
  const set = sql.join(
    others.map((column) => sql`${sql.identifier(column.name)} = ${excluded(column)}`),
    comma,
  );
  await insert(
    tx,
    table,
    rows,
    sql`on conflict (${listNames(key)}) do update set ${set} where row(${stored}) is distinct from row(${wanted})`,
  );
}

async function insert<T extends PgTable>(
  tx: Database,
  table: T,
  rows: T["$inferInsert"][],
  onConflict: SQL,
): Promise<void> {
  const names = listNames(Object.values(getTableColumns(table)));
  for (const batch of batches(table, rows)) {
    await tx.execute(
      sql`insert into ${table} (${names}) select ${names} from json_populate_recordset(null::${table}, ${batch}::json) ${onConflict}`,
    );
  }
}

const rowsInBatch = 500;
const charactersInBatch = 4_000_000;

/** JSON arrays of rows, in order. One parameter instead of one for each value: binding thousands takes longer than writing them. */
function* batches<T extends PgTable>(table: T, rows: T["$inferInsert"][]): Generator<string> {
  const columns = Object.entries(getTableColumns(table));
  let batch: string[] = [];
  let characters = 0;
  for (const row of rows as Record<string, unknown>[]) {
    const named = columns.map(([property, { name }]) => [name, row[property]]);
    const json = JSON.stringify(Object.fromEntries(named));
    batch.push(json);
    characters += json.length;
    if (batch.length === rowsInBatch || characters > charactersInBatch) {
      yield `[${batch.join(",")}]`;
      batch = [];
      characters = 0;
    }
  }
  if (batch.length > 0) {
    yield `[${batch.join(",")}]`;
  }
}

const comma = sql`, `;

function excluded(column: PgColumn): SQL {
  return sql`excluded.${sql.identifier(column.name)}`;
}

function listNames(columns: PgColumn[]): SQL {
  return sql.join(
    columns.map((column) => sql.identifier(column.name)),
    comma,
  );
}
