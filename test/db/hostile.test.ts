import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { OpenedDatabase } from "../../db/client.ts";
import { staleClassifications } from "../../db/stale.ts";
import { writeSnapshot } from "../../db/store.ts";
import type { JsonSchema } from "../../model.ts";
import { engines, openFresh } from "../postgres.ts";
import { collect, dump, empty, makeSnapshot, makeTool, select } from "./snapshots.ts";

const reasons = "select reason as text from unresolved order by position";

describe.each(engines)("crawled text in %s", (engine) => {
  let db: OpenedDatabase;
  let close: () => Promise<void>;
  beforeAll(async () => ({ db, close } = await openFresh(engine)));
  beforeEach(() => empty(db));
  afterAll(() => close());

  test.each([
    "'; drop table tools; --",
    '$1 ${x} %s \\ \\u0000 \\\\u0000 \\ud800 " ` <script>',
    "\u{1f600} \u202e \u{fffd} \u0001 \u007f \n\r\t",
    "__proto__",
    "constructor",
  ])("comes back as it was: %j", async (text) => {
    const properties = Object.fromEntries([[text, { default: text, enum: [text, { [text]: 1 }] }]]);
    const tool = makeTool(text, { description: text, inputSchema: { properties } });
    await writeSnapshot(db, makeSnapshot("ann/mail", [tool]));
    const before = await dump(db, true);
    await writeSnapshot(db, makeSnapshot("ann/mail", [tool]));
    expect(await dump(db, true)).toEqual(before);
    const [[subject = expect.fail()] = []] = await collect(staleClassifications(db, ""));
    expect(subject).toMatchObject({ name: text, description: text });
    expect(JSON.stringify(subject.inputSchema)).toBe(JSON.stringify({ properties }));
    expect(await select(db, "select replaced::text as text from definitions")).toEqual(["0"]);
  });

  test("has U+FFFD where PostgreSQL cannot hold a character, and says how often", async () => {
    const odd = "a\0b\ud800c\udc00\u{1f600}";
    const even = "a\u{fffd}b\u{fffd}c\u{fffd}\u{1f600}";
    const tool = makeTool(odd, {
      title: odd,
      description: odd,
      when: odd,
      at: { path: odd, line: 1 },
      inputSchema: { [odd]: [odd, `\\${odd}`] },
    });
    tool.handlerSource = odd;
    const [evidence = expect.fail()] = tool.classification.evidence;
    tool.classification = { ...tool.classification, evidence: [{ ...evidence, quote: odd }] };
    const snapshot = makeSnapshot("ann/mail", [tool], { skipped: [{ path: odd, reason: "link" }] });
    const at = { path: odd, line: 1 };
    snapshot.servers[0]!.server = {
      ...snapshot.servers[0]!.server,
      name: odd,
      unresolved: [{ at, reason: odd }],
    };
    await writeSnapshot(db, snapshot);
    const before = await dump(db, true);
    await writeSnapshot(db, snapshot);
    expect(await dump(db, true)).toEqual(before);
    const [[subject] = []] = await collect(staleClassifications(db, ""));
    expect(subject).toMatchObject({
      name: even,
      title: even,
      description: even,
      inputSchema: { [even]: [even, `\\${even}`] },
      handlerSource: even,
    });
    expect(await select(db, reasons)).toEqual([even]);
    expect(await select(db, "select replaced::text as text from definitions")).toEqual(["18"]);
  });

  test("keeps two names apart that differ in a byte order mark at their start", async () => {
    await writeSnapshot(db, makeSnapshot("ann/mail", [makeTool("\u{feff}a"), makeTool("a")]));
    expect(await select(db, "select name as text from tools order by 1")).toEqual([
      "a",
      "\u{fffd}a",
    ]);
  });

  test("keeps two definitions apart that differ only in such a character", async () => {
    const tools = [makeTool("a", { title: "\0" }), makeTool("b", { title: "\u{fffd}" })];
    const named = tools.map((one) => ({ ...one, tool: { ...one.tool, description: "same" } }));
    await writeSnapshot(db, makeSnapshot("ann/mail", named));
    expect(await select(db, "select definition as text from tools group by 1")).toHaveLength(2);
  });

  test("says of a tool that cannot be stored why it is missing", async () => {
    let deep: JsonSchema = {};
    for (let level = 0; level < 100_000; level += 1) {
      deep = { items: deep };
    }
    const tools = [
      makeTool("fine"),
      makeTool("x".repeat(1_000_000)),
      makeTool("bottomless", { inputSchema: deep }),
      makeTool("twice", { at: { path: "c.ts", line: 1 } }),
      makeTool("twice", { at: { path: "d.ts", line: 1 } }),
    ];
    await writeSnapshot(db, makeSnapshot("ann/mail", tools));
    const names = await select(db, "select name as text from tools order by 1");
    expect(names).toEqual(["fine", "twice"]);
    expect(await select(db, reasons)).toEqual([
      'a schema of the tool "bottomless" nests more than 100 levels deep',
      "the tool's name has 1000000 characters; at most 256 are kept",
      "a name from a loop",
      'another tool of this server has the name "twice" too',
    ]);
  });

  test("may be as long as names and ids are allowed to be", async () => {
    const letters = Array.from({ length: 500 }, (_, index) =>
      String.fromCodePoint(0x4e00 + index * 37),
    );
    const id = `ann/${letters.join("").slice(0, 496)}`;
    const name = letters.toReversed().join("").slice(0, 256);
    const description = "long ".repeat(1_000_000);
    await writeSnapshot(db, makeSnapshot(id, [makeTool(name, { description })]));
    expect(await select(db, "select name as text from classifications")).toEqual([name]);
  });

  test("may be 5,000 tools, and then 5,000 others", async () => {
    const tools = Array.from({ length: 5_000 }, (_, index) => makeTool(`tool_${index}`));
    await writeSnapshot(db, makeSnapshot("ann/mail", tools));
    const before = await dump(db, true);
    expect(before.filter((row) => row.startsWith("tools "))).toHaveLength(5_000);
    await writeSnapshot(db, makeSnapshot("ann/mail", tools));
    expect(await dump(db, true)).toEqual(before);
    const others = Array.from({ length: 5_000 }, (_, index) => makeTool(`other_${index}`));
    await writeSnapshot(db, makeSnapshot("ann/mail", others));
    const count = "select count(*)::text as text from classifications where name like 'other%'";
    expect(await select(db, count)).toEqual(["5000"]);
  });
});
