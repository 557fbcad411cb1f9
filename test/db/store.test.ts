import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { OpenedDatabase } from "../../db/client.ts";
import {
  StoreError,
  finishRun,
  readKnown,
  recordFailure,
  startRun,
  writeSnapshot,
  writeUnchanged,
} from "../../db/store.ts";
import { engines, openFresh } from "../postgres.ts";
import { dump, empty, label, makeSnapshot, makeTool, noon, select } from "./snapshots.ts";

const later = new Date("2026-01-03T12:00:00Z");

describe.each(engines)("the store on %s", (engine) => {
  let db: OpenedDatabase;
  let close: () => Promise<void>;
  beforeAll(async () => ({ db, close } = await openFresh(engine)));
  beforeEach(() => empty(db));
  afterAll(() => close());

  test("writes what was crawled", async () => {
    await writeSnapshot(db, makeSnapshot("ann/mail", [makeTool("send"), makeTool("list")]));
    const rows = (await dump(db)).join("\n");
    await expect(`${rows}\n`).toMatchFileSnapshot("written.txt");
    expect(await readKnown(db, "github:ann/mail")).toEqual({
      revision: "1".repeat(40),
      extractors: "extractors-1",
      validator: 'W/"1"',
    });
    expect(await readKnown(db, "github:ann/other")).toBeUndefined();
  });

  test("keeps parameters in the order in which they are declared", async () => {
    await writeSnapshot(db, makeSnapshot("ann/mail", [makeTool("send")]));
    const keys = `select string_agg(key, ' ') as text from definitions, json_object_keys(input_schema -> 'properties') key`;
    expect(await select(db, keys)).toEqual(["zone a"]);
  });

  test("touches no row when the same is written again, at another time and in another order", async () => {
    const tools = [makeTool("send"), makeTool("list"), makeTool("drop")];
    await writeSnapshot(db, makeSnapshot("ann/mail", tools));
    const before = await dump(db, true);
    const again = makeSnapshot("ann/mail", tools.toReversed(), { now: later });
    await writeSnapshot(db, again);
    expect(await dump(db, true)).toEqual(before);
  });

  test("shows a new revision, and keeps when the earlier one was read", async () => {
    await writeSnapshot(db, makeSnapshot("ann/mail", [makeTool("send")]));
    const revision = "2".repeat(40);
    await writeSnapshot(db, makeSnapshot("ann/mail", [makeTool("send")], { revision, now: later }));
    const times = `select left(revision, 1) || extract(day from crawled_at) as text from snapshots order by 1`;
    expect(await select(db, times)).toEqual(["12", "23"]);
    expect(await readKnown(db, "github:ann/mail")).toMatchObject({ revision });
  });

  test("takes another reading of the same revision", async () => {
    await writeSnapshot(db, makeSnapshot("ann/mail", [makeTool("send")]));
    const better = { extractors: "extractors-2", now: later };
    const tools = [makeTool("send", { description: "Sends.", method: "evaluated" })];
    await writeSnapshot(db, makeSnapshot("ann/mail", tools, better));
    const shown = `select method || ' ' || description as text from tools join definitions on hash = definition`;
    expect(await select(db, shown)).toEqual(["evaluated Sends."]);
    expect(await readKnown(db, "github:ann/mail")).toMatchObject({ extractors: "extractors-2" });
  });

  test("ends up the same whatever was there before", async () => {
    const last = makeSnapshot("ann/mail", [makeTool("send"), makeTool("list")]);
    await writeSnapshot(db, last);
    const expected = await dump(db);
    await empty(db);
    const bare = { at: { path: "z.ts", line: 1 }, method: "listed" as const };
    const [{ server } = expect.fail()] = last.servers;
    const unresolved = [1, 2, 3].map((line) => ({ at: { path: "c.ts", line }, reason: "odd" }));
    const first = makeSnapshot("ann/mail", [
      { tool: { name: "send", ...bare }, classification: { ...label, risk: "low" } },
      { tool: { name: "gone", ...bare }, classification: label },
    ]);
    first.servers.push({ server: { ...server, id: "ann/mail/b", unresolved }, tools: [] });
    first.servers[0] = {
      server: { ...server, name: "x", unresolved },
      tools: first.servers[0]!.tools,
    };
    await writeSnapshot(db, first);
    await writeSnapshot(db, last);
    const withoutOldDefinitions = sql`delete from definitions where hash not in (select definition from tools)`;
    await db.execute(withoutOldDefinitions);
    expect(await dump(db)).toEqual(expected);
  });

  test("tells absent fields from empty ones", async () => {
    const { tool, classification } = makeTool("send");
    const { name, at, method } = tool;
    const bare = { tool: { name, at, method }, classification };
    const hollow = { tool: { name, at, method, description: "", annotations: {} }, classification };
    const hashes = new Set<string>();
    for (const one of [bare, hollow]) {
      await writeSnapshot(db, makeSnapshot("ann/mail", [one]));
      const [hash = expect.fail()] = await select(db, "select definition as text from tools");
      hashes.add(hash);
    }
    expect(hashes.size).toBe(2);
    const nulls = `select num_nulls(title, description, input_schema, output_schema, annotations)::text as text from definitions order by 1`;
    expect(await select(db, nulls)).toEqual(["3", "5"]);
  });

  test("removes servers and tools that are gone, and nobody else's", async () => {
    const other = makeSnapshot("bob/mail", [makeTool("send"), makeTool("list")]);
    await writeSnapshot(db, other);
    const expected = await dump(db);
    await writeSnapshot(db, makeSnapshot("ann/mail", [makeTool("send"), makeTool("list")]));
    await writeSnapshot(db, makeSnapshot("ann/mail", [makeTool("list")]));
    const names = `select server || ' ' || name as text from classifications order by 1`;
    expect(await select(db, names)).toEqual(["ann/mail list", "bob/mail list", "bob/mail send"]);
    await writeSnapshot(db, makeSnapshot("ann/mail", [], { servers: [] }));
    const repositories = /^(?:repositories|snapshots) .*ann\/mail/;
    expect((await dump(db)).filter((row) => !repositories.test(row))).toEqual(expected);
  });

  test("follows a rename", async () => {
    const now = makeSnapshot("ann/post", [makeTool("send")]);
    await writeSnapshot(db, now);
    const expected = await dump(db);
    await empty(db);
    await writeSnapshot(db, makeSnapshot("ann/mail", [makeTool("send")]));
    await writeSnapshot(db, { ...now, formerSource: "github:ann/mail" });
    expect(await dump(db)).toEqual(expected);
  });

  test("a success ends the failure, and a failure ends nothing", async () => {
    await writeSnapshot(db, makeSnapshot("ann/mail", [makeTool("send")]));
    const expected = await dump(db);
    const sources = ["github:ann/mail", "github:ANN/mail@main", `npm:${"x".repeat(5_000)}`];
    await startRun(db, { id: "run", startedAt: noon, sources: 3 });
    for (const source of sources) {
      await recordFailure(db, "run", { source, kind: "gone", message: "first" }, noon);
      await recordFailure(db, "run", { source, kind: "gone", message: "a\0b" }, later);
    }
    await finishRun(db, "run", { finishedAt: later, crawled: 0, unchanged: 0, failed: 3 });
    expect(await select(db, "select message as text from failures")).toEqual(
      Array(3).fill("a\u{fffd}b"),
    );
    const asked = { asked: "github:ANN/mail@main", now: later };
    await writeSnapshot(db, makeSnapshot("ann/mail", [makeTool("send")], asked));
    expect(await select(db, "select left(source, 6) as text from failures")).toEqual(["npm:xx"]);
    await db.execute(sql`truncate crawl_runs cascade`);
    expect(await dump(db)).toEqual(expected);
  });

  test("brings the description of an unchanged repository up to date", async () => {
    const { repository } = makeSnapshot("ann/mail", []);
    await writeSnapshot(db, makeSnapshot("ann/mail", [makeTool("send")]));
    await startRun(db, { id: "run", startedAt: noon, sources: 1 });
    const failure = { source: repository.source, kind: "host", message: "no answer" };
    await recordFailure(db, "run", failure, noon);
    const unchanged = { repository: { ...repository, archived: true }, validator: 'W/"2"' };
    await writeUnchanged(db, unchanged);
    const before = await dump(db, true);
    await writeUnchanged(db, unchanged);
    expect(await dump(db, true)).toEqual(before);
    const row = `select archived || ' ' || validator || ' ' || left(revision, 1) || (select count(*) from failures) as text from repositories`;
    expect(await select(db, row)).toEqual(['true W/"2" 10']);
  });

  test("refuses ids that belong to another source", async () => {
    await writeSnapshot(db, makeSnapshot("ann/mail", [makeTool("send")]));
    const before = await dump(db, true);
    const mine = makeSnapshot("ann/mail", [makeTool("list")]);
    const stolen = { ...mine, repository: { source: "path:mail", id: "ann/mail" } };
    await expect(writeSnapshot(db, stolen)).rejects.toThrow(StoreError);
    const astray = { ...mine, repository: { source: "path:mail", id: "ann/mai" } };
    await expect(writeSnapshot(db, astray)).rejects.toThrow(StoreError);
    expect(await dump(db, true)).toEqual(before);
  });

  test("leaves the old state when it fails in the middle", async () => {
    await writeSnapshot(db, makeSnapshot("ann/mail", [makeTool("send"), makeTool("old")]));
    const before = await dump(db, true);
    await db.execute(
      sql`alter table classifications add constraint broken check (name <> 'broken') not valid`,
    );
    const tools = [makeTool("send", { description: "new" }), makeTool("broken")];
    const failing = makeSnapshot("ann/mail", tools, { revision: "2", asked: "npm:a" });
    const error = await writeSnapshot(db, failing).catch((thrown: unknown) => thrown);
    await db.execute(sql`alter table classifications drop constraint broken`);
    expect(error).toMatchObject({ code: "23514" });
    expect(String(error).length).toBeLessThan(300);
    expect(await dump(db, true)).toEqual(before);
  });
});
