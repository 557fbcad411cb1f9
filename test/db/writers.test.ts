import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type OpenedDatabase, openDatabase } from "../../db/client.ts";
import { staleClassifications, writeClassifications } from "../../db/stale.ts";
import { writeSnapshot } from "../../db/store.ts";
import { type Engine, type Postgres, engines, startPostgres } from "../postgres.ts";
import { collect, dump, empty, label, makeSnapshot, makeTool, select } from "./snapshots.ts";

let postgres: Postgres;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.stop());

describe("several writers on one PostgreSQL", () => {
  let first: OpenedDatabase;
  let second: OpenedDatabase;
  beforeAll(async () => {
    const url = await postgres.createDatabase();
    first = await openDatabase({ url, folder: "" });
    second = await openDatabase({ url, folder: "" });
  });
  beforeEach(() => empty(first));
  afterAll(() => Promise.all([first.close(), second.close()]));

  test("bring overlapping definitions without waiting in a circle", async () => {
    // Each sees the same definitions in the opposite order.
    const names = Array.from({ length: 3_000 }, (_, index) => `tool_${index}`);
    const tools = names.map((name) => makeTool(name));
    const one = makeSnapshot("ann/mail", tools);
    const other = makeSnapshot("bob/mail", tools.toReversed());
    await Promise.all([writeSnapshot(first, one), writeSnapshot(second, other)]);
    const together = await dump(first);
    await empty(first);
    await writeSnapshot(first, one);
    await writeSnapshot(first, other);
    expect(together).toEqual(await dump(first));
  });

  test("leave one of their snapshots whole when both write one repository", async () => {
    const writes = Array.from({ length: 20 }, (_, index) => {
      const names = Array.from({ length: 30 }, (_, tool) => `tool_${(tool * (index + 1)) % 31}`);
      const tools = [...new Set(names)].map((name) => makeTool(name, { title: `${index}` }));
      const db = index % 2 === 0 ? first : second;
      return writeSnapshot(db, makeSnapshot("ann/mail", tools, { revision: `${index}` }));
    });
    await Promise.all(writes);
    const shown = `select distinct repositories.revision || ' ' || servers.revision || ' ' || title as text
      from repositories, servers, tools join definitions on hash = definition`;
    const [only = "", ...others] = await select(first, shown);
    expect(others).toEqual([]);
    expect(new Set(only.split(" ")).size).toBe(1);
  });

  test("may be renaming, labelling and crawling the same repositories", async () => {
    const tools = Array.from({ length: 40 }, (_, index) => makeTool(`tool_${index}`));
    for (const id of ["ann/a", "ann/b", "ann/c"]) {
      await writeSnapshot(first, makeSnapshot(id, tools));
    }
    const stale = (await collect(staleClassifications(first, "none"))).flat();
    const relabelled = stale.map((subject) => ({ ...subject, classification: label }));
    const jobs = Array.from({ length: 24 }, (_, index) => {
      const db = index % 2 === 0 ? first : second;
      const [id = "", next = ""] = [
        ["ann/a", "ann/b"],
        ["ann/b", "ann/a"],
        ["ann/c", "ann/b"],
      ][index % 3]!;
      const some = tools.slice(index % 5);
      return index % 4 === 0
        ? writeClassifications(db, relabelled.toReversed())
        : writeSnapshot(db, makeSnapshot(next, some, { formerSource: `github:${id}` }));
    });
    await Promise.all(jobs);
    const orphans = `select name as text from tools where not exists
      (select from classifications c where c.server = tools.server and c.name = tools.name)`;
    expect(await select(first, orphans)).toEqual([]);
  });
});

describe.each(engines)("a writer on %s", (engine) => {
  test("killed again and again leaves what an undisturbed one leaves", async () => {
    const expected = await writeUntil(engine, [8]);
    expect(await writeUntil(engine, [2, 5, 8])).toEqual(expected);
  });
});

/** Kills the writer shortly after it has written so many repositories, starts it again, and so on; what is there at the end. */
async function writeUntil(engine: Engine, stops: number[]): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), "almanac-writers-"));
  const url = engine === "PostgreSQL" ? await postgres.createDatabase() : "";
  const last = Math.max(...stops);
  for (const stop of stops) {
    const child = fork(join(import.meta.dirname, "writer.ts"), [folder, url, String(last)]);
    await new Promise<void>((resolve) => {
      child.on("message", (count) => count === stop && resolve());
    });
    // In the middle of the next one.
    await new Promise((resolve) => setTimeout(resolve, 15));
    child.kill("SIGKILL");
    await once(child, "exit");
  }
  const db = await openDatabase({ folder, url });
  const rows = await dump(db);
  await db.close();
  await rm(folder, { recursive: true });
  return rows;
}
