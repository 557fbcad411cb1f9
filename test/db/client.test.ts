import { type ChildProcess, execFile, fork } from "node:child_process";
import { once } from "node:events";
import { cp, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join, relative } from "node:path";
import { inspect, promisify } from "node:util";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openDatabase } from "../../db/client.ts";
import { writeSnapshot } from "../../db/store.ts";
import { type Postgres, startPostgres } from "../postgres.ts";
import { dump, makeSnapshot, makeTool, select } from "./snapshots.ts";

const root = join(import.meta.dirname, "../..");

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "almanac-client-"));
});
afterEach(() => rm(folder, { recursive: true }));

describe("a folder", () => {
  test("keeps what was written, and can be closed twice", async () => {
    const first = await openDatabase({ folder: join(folder, "a/b") });
    await writeSnapshot(first, makeSnapshot("ann/mail", [makeTool("send")]));
    const before = await dump(first);
    await first.close();
    await first.close();
    expect((await readdir(join(folder, "a/b"))).toSorted()).toEqual(["complete", "pglite"]);
    const second = await openDatabase({ folder: join(folder, "a/b") });
    expect(await dump(second)).toEqual(before);
    await second.close();
  });

  test("is refused to a second user, who is told what to do, until the first is killed", async () => {
    const holder = await openElsewhere(folder);
    const use = new RegExp(`in use by process ${holder.pid}\\b.*DATABASE_URL`);
    await expect(openDatabase({ folder })).rejects.toThrow(use);
    holder.kill("SIGKILL");
    await once(holder, "exit");
    const db = await openDatabase({ folder });
    expect(await select(db, "select source as text from repositories")).toEqual([
      "github:ann/mail-1",
    ]);
    await expect(openDatabase({ folder })).rejects.toThrow(/in use by this process/);
    await db.close();
  });

  test("goes to one of several who take it over from a killed one", async () => {
    const killed = await openElsewhere(folder);
    killed.kill("SIGKILL");
    await once(killed, "exit");
    const takers = await Promise.allSettled(Array.from({ length: 4 }, () => openElsewhere(folder)));
    const winners = takers.filter((one) => one.status === "fulfilled");
    expect(winners).toHaveLength(1);
    winners[0]!.value.kill("SIGKILL");
  });

  test.each([
    ["another process has got the number since", { pid: process.pid, started: "1" }],
    ["the process has ended", { pid: 2 ** 22 + 1, started: "1" }],
  ])("is free when %s", async (_, holder) => {
    await writeFile(join(folder, "lock"), JSON.stringify({ ...holder, host: hostname() }));
    await (await openDatabase({ folder })).close();
    await writeFile(join(folder, "lock"), "");
    await (await openDatabase({ folder })).close();
  });

  test("is not taken from another machine, whose processes cannot be seen", async () => {
    const holder = { pid: 1, host: "elsewhere.example", started: "1" };
    await writeFile(join(folder, "lock"), JSON.stringify(holder));
    await expect(openDatabase({ folder })).rejects.toThrow(
      /process 1 on elsewhere\.example.*remove/,
    );
    expect(JSON.parse(await readFile(join(folder, "lock"), "utf8"))).toEqual(holder);
  });

  test("is made anew when it was killed while it was being made", async () => {
    const holder = await openElsewhere(folder);
    holder.kill("SIGKILL");
    await once(holder, "exit");
    await rm(join(folder, "complete"));
    await rm(join(folder, "pglite/base"), { recursive: true });
    const db = await openDatabase({ folder });
    expect(await dump(db)).toEqual([]);
    await db.close();
  });
});

describe("a PostgreSQL", () => {
  let postgres: Postgres;
  beforeAll(async () => {
    postgres = await startPostgres();
  });
  afterAll(() => postgres.stop());

  test("gets its tables once, however many open it at the same moment", async () => {
    const url = await postgres.createDatabase();
    const opened = await Promise.all(
      Array.from({ length: 5 }, () => openDatabase({ url, folder: "" })),
    );
    const done = 'select count(*)::text as text from drizzle."__drizzle_migrations"';
    const { entries } = JSON.parse(
      await readFile(join(root, "db/migrations/meta/_journal.json"), "utf8"),
    ) as { entries: unknown[] };
    expect(await select(opened[0]!, done)).toEqual([String(entries.length)]);
    await Promise.all(opened.flatMap((db) => [db.close(), db.close()]));
  });

  test("that cannot be opened is named in one line without the password", async () => {
    const url = await postgres.createDatabase();
    const change = (edit: (parsed: URL) => void) => {
      const parsed = new URL(url);
      edit(parsed);
      return parsed.href;
    };
    const wrong: [string, RegExp][] = [
      [change((one) => (one.password = "s3cret")), /user or the password is wrong/],
      [change((one) => (one.pathname = "/none")), /\/none: there is no such database/],
      [change((one) => (one.port = "1")), /127\.0\.0\.1:1\/test_\d+: nothing answers/],
      [change((one) => (one.hostname = "no.invalid")), /no\.invalid:\d+.*host name/],
      ["postgres://ann:s3cret@:x/y", /expected DATABASE_URL/],
      ["s3cret", /expected DATABASE_URL/],
      ["mysql://ann:s3cret@localhost/y", /expected DATABASE_URL/],
    ];
    for (const [bad, expected] of wrong) {
      const error = await openDatabase({ url: bad, folder: "" }).catch((thrown: Error) => thrown);
      expect(error).toMatchObject({ message: expect.stringMatching(expected) });
      expect(inspect(error, { depth: 9 })).not.toMatch(/s3cret|pass(?::|%3A)word/);
      expect((error as Error).message).not.toContain("\n");
    }
  });
});

test("the migrations make the tables of the schema", async () => {
  await cp(join(root, "db/migrations"), folder, { recursive: true });
  const before = await readdir(folder, { recursive: true });
  const kit = join(root, "node_modules/drizzle-kit/bin.cjs");
  // It takes paths from the working folder only, and ends with 0 also when it fails.
  const out = `--out=${relative(root, folder)}`;
  const options = ["generate", "--dialect=postgresql", "--schema=./db/schema.ts", out];
  const { stdout } = await promisify(execFile)(process.execPath, [kit, ...options], { cwd: root });
  expect(stdout).toContain("No schema changes");
  expect(await readdir(folder, { recursive: true })).toEqual(before);
});

/** Another process that has the folder open and a repository in it. */
async function openElsewhere(folder: string): Promise<ChildProcess> {
  const child = fork(join(import.meta.dirname, "writer.ts"), [folder], { stdio: "ignore" });
  const isOpen = await Promise.race([
    once(child, "message").then(() => true),
    once(child, "exit").then(() => false),
  ]);
  if (!isOpen) {
    throw new Error("the other process could not open the folder");
  }
  return child;
}
