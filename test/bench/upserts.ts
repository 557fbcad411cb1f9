import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { getTableColumns, getTableName } from "drizzle-orm";
import type { PgTable } from "drizzle-orm/pg-core";
import type { PGlite } from "@electric-sql/pglite";
import { type OpenedDatabase, openDatabase } from "../../db/client.ts";
import { type Rows, makeRows } from "../../db/rows.ts";
import { classifications, definitions, tools } from "../../db/schema.ts";
import { writeSnapshot } from "../../db/store.ts";
import { makeSnapshot, makeTool } from "../db/snapshots.ts";

const toolsInSnapshot = 1_000;
const repeats = 7;

/** Rows a second of writeSnapshot, as a ratio to those of bare inserts of the same rows into the same tables without foreign keys, on PGlite. */
export async function benchUpserts(): Promise<{ name: string; ratio: number; detail: string }> {
  const folder = await mkdtemp(join(tmpdir(), "almanac-bench-"));
  const db = await openDatabase({ folder });
  try {
    const rounds: { ours: number; bare: number }[] = [];
    // The first round warms up.
    for (let round = 0; round <= repeats; round += 1) {
      rounds.push(await timeRound(db, round));
    }
    const ours = median(rounds.slice(1).map((one) => one.ours));
    const bare = median(rounds.slice(1).map((one) => one.bare));
    const detail = `${Math.round(ours)} of ${Math.round(bare)} rows a second, ${3 * toolsInSnapshot} rows, median of ${repeats}`;
    return { name: "upserts against bare batched inserts", ratio: ours / bare, detail };
  } finally {
    await db.close();
    await rm(folder, { recursive: true });
  }
}

async function timeRound(
  db: OpenedDatabase,
  round: number,
): Promise<{ ours: number; bare: number }> {
  if (db.connection.kind !== "pglite") {
    throw new Error("expected a PGlite");
  }
  const { client } = db.connection;
  const id = `ann/mail-${round}`;
  const written = makeSnapshot(
    id,
    Array.from({ length: toolsInSnapshot }, (_, index) => makeTool(`tool_${round}_${index}`)),
  );
  const rows = makeRows(`github:${id}`, written.revision, written.servers);
  const measures = {
    ours: () => writeSnapshot(db, written),
    bare: () => insertBare(client, rows),
  };
  // Which of them goes first alternates.
  const order = round % 2 === 0 ? (["ours", "bare"] as const) : (["bare", "ours"] as const);
  const speed = { ours: 0, bare: 0 };
  for (const which of order) {
    const start = performance.now();
    await measures[which]();
    speed[which] = (3 * toolsInSnapshot * 1_000) / (performance.now() - start);
  }
  return speed;
}

/** One transaction, 500 rows a statement. */
async function insertBare(client: PGlite, rows: Rows): Promise<void> {
  await client.transaction(async (tx) => {
    for (const [table, list] of [
      [definitions, rows.definitions],
      [tools, rows.tools],
      [classifications, rows.classifications],
    ] as [PgTable, Record<string, unknown>[]][]) {
      const name = getTableName(table);
      await tx.exec(`create table if not exists bare_${name} (like ${name} including all)`);
      const columns = Object.entries(getTableColumns(table));
      const names = columns.map(([, column]) => `"${column.name}"`).join(", ");
      for (let from = 0; from < list.length; from += 500) {
        const batch = list.slice(from, from + 500);
        const values = batch.flatMap((row) => columns.map(([property]) => row[property] ?? null));
        const places = batch.map((_, index) => {
          const marks = columns.map((__, column) => `$${index * columns.length + column + 1}`);
          return `(${marks.join(", ")})`;
        });
        const text = `insert into bare_${name} (${names}) values ${places.join(", ")}`;
        await tx.query(text, values);
      }
    }
  });
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
