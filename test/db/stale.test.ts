import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { OpenedDatabase } from "../../db/client.ts";
import { staleClassifications, writeClassifications } from "../../db/stale.ts";
import { writeSnapshot } from "../../db/store.ts";
import { engines, openFresh } from "../postgres.ts";
import { collect, dump, empty, label, makeSnapshot, makeTool, select } from "./snapshots.ts";

const newer = { ...label, risk: "high", engine: "rules@2" } as const;
const labels =
  "select server || ' ' || name || ' ' || risk as text from classifications order by 1";

describe.each(engines)("labels made again on %s", (engine) => {
  let db: OpenedDatabase;
  let close: () => Promise<void>;
  beforeAll(async () => ({ db, close } = await openFresh(engine)));
  beforeEach(() => empty(db));
  afterAll(() => close());

  test("every tool whose label another engine made comes once, with what the crawl gave", async () => {
    const tools = Array.from({ length: 25 }, (_, index) => makeTool(`tool_${index}`));
    const current = { ...makeTool("current"), classification: newer };
    await writeSnapshot(db, makeSnapshot("ann/mail", [...tools, current]));
    await writeSnapshot(db, makeSnapshot("bob/mail", tools));
    const batches = await collect(staleClassifications(db, "rules@2", 10));
    expect(batches.map((batch) => batch.length)).toEqual([10, 10, 10, 10, 10]);
    const keys = batches.flat().map(({ server, name }) => `${server} ${name}`);
    expect(new Set(keys).size).toBe(50);
    const { name, title, description, inputSchema, outputSchema, annotations, handler } =
      makeTool("tool_7").tool;
    const given = { name, title, description, inputSchema, outputSchema, annotations, handler };
    const subject = batches.flat().find(({ name }) => name === "tool_7");
    const siblings = ["current", ...tools.map(({ tool }) => tool.name)].toSorted();
    const beside = { server: "ann/mail", siblings, handlerSource: "async () => send()" };
    expect(subject).toEqual({ ...given, ...beside, definition: expect.any(String) });
  });

  test("what was not declared is absent", async () => {
    const { at, method } = makeTool("bare").tool;
    const bare = { tool: { name: "bare", at, method }, classification: label };
    await writeSnapshot(db, makeSnapshot("ann/mail", [bare]));
    const [[subject] = []] = await collect(staleClassifications(db, "rules@2"));
    const definition: unknown = expect.any(String);
    expect(subject).toStrictEqual({
      server: "ann/mail",
      siblings: ["bare"],
      name: "bare",
      definition,
    });
  });

  test("a new label may be written while the tools are read, and once", async () => {
    const tools = Array.from({ length: 7 }, (_, index) => makeTool(`tool_${index}`));
    await writeSnapshot(db, makeSnapshot("ann/mail", tools));
    const written: number[] = [];
    for await (const batch of staleClassifications(db, "rules@2", 3)) {
      const relabelled = batch.map((subject) => ({ ...subject, classification: newer }));
      written.push(await writeClassifications(db, relabelled));
    }
    expect(written).toEqual([3, 3, 1]);
    expect(await collect(staleClassifications(db, "rules@2"))).toEqual([]);
    const before = await dump(db, true);
    const again = await collect(staleClassifications(db, "none"));
    await writeClassifications(
      db,
      again.flat().map((subject) => ({ ...subject, classification: newer })),
    );
    expect(await dump(db, true)).toEqual(before);
  });

  test("a label is dropped when its tool has gone or changed meanwhile", async () => {
    await writeSnapshot(
      db,
      makeSnapshot(
        "ann/mail",
        ["a", "b", "c"].map((name) => makeTool(name)),
      ),
    );
    const [batch = expect.fail()] = await collect(staleClassifications(db, "rules@2"));
    const changed = [makeTool("a"), makeTool("b", { description: "Deletes." })];
    await writeSnapshot(db, makeSnapshot("ann/mail", changed));
    const relabelled = batch.map((subject) => ({ ...subject, classification: newer }));
    expect(await writeClassifications(db, relabelled)).toBe(1);
    expect(await select(db, labels)).toEqual(["ann/mail a high", "ann/mail b medium"]);
    expect(await writeClassifications(db, [])).toBe(0);
  });
});
