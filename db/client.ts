import { existsSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { drizzle as drizzlePostgres } from "drizzle-orm/node-postgres";
import { migrate as migratePostgres } from "drizzle-orm/node-postgres/migrator";
import type { PgDatabase, PgQueryResultHKT } from "drizzle-orm/pg-core";
import { drizzle as drizzlePglite } from "drizzle-orm/pglite";
import { migrate as migratePglite } from "drizzle-orm/pglite/migrator";
import { Pool } from "pg";
import { lockFolder } from "./lock.ts";
import * as schema from "./schema.ts";

/** What reads and writes need: the same on PGlite, on PostgreSQL and inside a transaction. */
export type Database = PgDatabase<PgQueryResultHKT, typeof schema>;

/** How a second client, the queue's for instance, gets to the same data. */
export type Connection = { kind: "postgres"; url: string } | { kind: "pglite"; client: PGlite };

export type OpenedDatabase = Database & {
  connection: Connection;
  /** Ends the connections and gives the folder back; calling it again does no more. */
  close(): Promise<void>;
};

export interface DatabaseSettings {
  /** `postgres://…`; absent or empty means a PGlite in the folder. */
  url?: string | undefined;
  /** Where the PGlite lives; made when missing, and used by one process at a time. */
  folder: string;
  /** False where a bundler has moved this code away from its migrations: the tables must be up to date then. */
  migrate?: boolean;
}

/** Opens the catalogue and brings its tables up to date; errors are one line each and never show the password. */
export async function openDatabase(settings: DatabaseSettings): Promise<OpenedDatabase> {
  const migrated = settings.migrate ?? true;
  return settings.url
    ? await openPostgres(settings.url, migrated)
    : await openPglite(settings.folder, migrated);
}

const migrationsFolder = join(import.meta.dirname, "migrations");
/** Any number that other programs on the same server are unlikely to lock. */
const migrationLock = 6_277_101_735;

async function openPostgres(url: string, migrated: boolean): Promise<OpenedDatabase> {
  const address = readAddress(url);
  const pool = new Pool({
    connectionString: url,
    max: 10,
    connectionTimeoutMillis: 10_000,
    application_name: "mcp-almanac",
  });
  // An idle connection that the server ends is replaced by the next query; without a listener it would end the process.
  pool.on("error", () => {});
  try {
    // Also without migrations: a wrong address shows when it is opened, not in the first query.
    const client = await pool.connect();
    try {
      if (migrated) {
        await client.query("select pg_advisory_lock($1)", [migrationLock]);
        await migratePostgres(drizzlePostgres({ client }), { migrationsFolder });
        await client.query("select pg_advisory_unlock($1)", [migrationLock]);
      }
      client.release();
    } catch (error) {
      // Destroyed rather than given back: the lock goes with the session.
      client.release(true);
      throw error;
    }
  } catch (error) {
    await pool.end();
    throw explain(error, address);
  }
  return Object.assign(drizzlePostgres({ client: pool, schema }) as Database, {
    connection: { kind: "postgres" as const, url },
    close: once(() => pool.end()),
  });
}

async function openPglite(folder: string, migrated: boolean): Promise<OpenedDatabase> {
  await mkdir(folder, { recursive: true });
  const unlock = await lockFolder(folder);
  const data = join(folder, "pglite");
  const complete = join(folder, "complete");
  try {
    // Killed while it was being made: there is nothing in it yet, and PGlite would not open it.
    if (!existsSync(complete)) {
      await rm(data, { recursive: true, force: true });
    }
    const client = await PGlite.create(data);
    const close = once(async () => {
      await client.close();
      await unlock();
    });
    try {
      const db = drizzlePglite({ client, schema });
      if (migrated) {
        await migratePglite(db, { migrationsFolder });
        await writeFile(complete, "");
      }
      return Object.assign(db as Database, {
        connection: { kind: "pglite" as const, client },
        close,
      });
    } catch (error) {
      await close();
      throw error;
    }
  } catch (error) {
    await unlock();
    throw error;
  }
}

/** `host:port/database` for messages. */
function readAddress(url: string): string {
  const parsed = /^postgres(?:ql)?:\/\//.test(url) && URL.canParse(url) ? new URL(url) : undefined;
  if (!parsed) {
    // Not even a part of it is shown: the password could be anywhere.
    throw new Error(
      "expected DATABASE_URL to look like postgres://user:password@host:5432/database; signs such as @ : / # in the password are written percent-encoded",
    );
  }
  const host = parsed.hostname || parsed.searchParams.get("host") || "localhost";
  return `${host}:${parsed.port || "5432"}${parsed.pathname}`;
}

const reasons: Record<string, string> = {
  "28P01": "the user or the password is wrong",
  "28000": "the user may not connect",
  "3D000": "there is no such database: create it first",
  "42501": "the user may not create tables there",
  "53300": "it has no connection left to give",
  "57P03": "it is starting up or shutting down",
  ECONNREFUSED: "nothing answers there",
  ECONNRESET: "the connection was cut",
  EHOSTUNREACH: "the host cannot be reached",
  ENETUNREACH: "the host cannot be reached",
  ENOENT: "there is no such socket",
  ENOTFOUND: "the host name is unknown",
  EAI_AGAIN: "the host name cannot be looked up",
  ETIMEDOUT: "it does not answer in time",
};

function explain(error: unknown, address: string): Error {
  const origin = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = origin instanceof Error && "code" in origin ? String(origin.code) : "";
  const said = origin instanceof Error ? origin.message.split("\n")[0] : String(origin);
  const reason = reasons[code] ?? said;
  return new Error(`cannot open the PostgreSQL of DATABASE_URL at ${address}: ${reason}`, {
    cause: origin,
  });
}

function once(close: () => Promise<void>): () => Promise<void> {
  let closing: Promise<void> | undefined;
  return () => (closing ??= close());
}
