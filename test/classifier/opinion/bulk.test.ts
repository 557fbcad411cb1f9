import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { askInBulk, type BulkEnd } from "../../../classifier/bulk-opinion.ts";
import { openEndpoint } from "../../../classifier/openai.ts";
import { type Budget, openPurse } from "../../../classifier/opinion/budget.ts";
import type { Subject } from "../../../classifier/rules/rule.ts";
import { batchLog, opinionCache } from "../../../cli/opinion/cache.ts";
import { type OpenedDatabase, openDatabase } from "../../../db/client.ts";
import { opinionBatches, opinions } from "../../../db/schema.ts";
import { completion } from "../../openai/answers.ts";
import { type OpenaiOptions, type OpenaiStandIn, startOpenai } from "../../openai/server.ts";
import { judge, nameOf, outcomes, saying, toolsOf } from "./judge.ts";

let folder: string;
let db: OpenedDatabase;
let host: OpenaiStandIn;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "bulk-"));
  db = await openDatabase({ folder });
});
beforeEach(async () => {
  await db.delete(opinions);
  await db.delete(opinionBatches);
});
afterEach(() => host?.close());
afterAll(async () => {
  await db.close();
  rmSync(folder, { recursive: true, force: true });
});

const subjects = [...toolsOf("a/one", ["get_a", "put_b"]), ...toolsOf("b/two", ["run_c"])];

interface Ran extends BulkEnd {
  failures: Map<string, string>;
  notes: string[];
  spent: { input: number; output: number };
}

async function bulk(
  tools: Subject[] = subjects,
  budget?: Budget,
  until = new AbortController(),
): Promise<Ran> {
  const failures = new Map<string, string>();
  const notes: string[] = [];
  const purse = openPurse({ input: 1, output: 5 }, budget);
  async function* pages(): AsyncGenerator<Subject[]> {
    yield tools;
  }
  const end = await askInBulk(pages(), {
    endpoint: openEndpoint({ model: "m", baseUrl: host.url, timeoutMs: 60_000, retries: 0 }),
    cache: opinionCache(db),
    log: batchLog(db),
    purse,
    count: (text) => Math.ceil(text.length / 4),
    pollMs: 20,
    signal: until.signal,
    failures,
    onNote: (note) => {
      notes.push(note);
      if (note.includes(" 0 of ")) until.abort();
    },
  });
  return { ...end, failures, notes, spent: purse.spent };
}

async function start(options: OpenaiOptions): Promise<void> {
  host = await startOpenai(options);
}

const count = (call: string): number => host.calls.filter((one) => one.call === call).length;
const states = ["validating", "in_progress", "finalizing", "completed"] as const;

test("a batch is uploaded, waited for and its answers are kept, so that nothing is asked afterwards", async () => {
  await start({
    model: saying({ category: "Destructive", risk: "critical" }),
    batch: (times) => states[times - 1] ?? "completed",
  });
  const never = new AbortController();
  never.abort = () => {};
  const { requests, failures, spent } = await bulk(subjects, undefined, never);
  expect({ requests, failures: failures.size }).toEqual({ requests: 2, failures: 0 });
  expect(spent).toEqual({ input: 1_800, output: 200 });
  expect(host.batches[0]).toMatchObject({
    endpoint: "/v1/chat/completions",
    completion_window: "24h",
  });
  expect(host.asked.map(({ tools }) => tools.length)).toEqual([2, 1]);
  expect((await bulk()).requests).toBe(0);
  const { labels } = await judge(db, host.url, subjects);
  expect(outcomes(labels)).toEqual(["raised", "raised", "raised"]);
  expect(count("POST /v1/chat/completions")).toBe(0);
  expect(await batchLog(db).read()).toEqual([]);
});

test("requests without an answer say why, the others are kept", async () => {
  await start({
    batch: () => "expired",
    model: (asked) => {
      const [name] = asked.tools.map(({ text }) => nameOf(text));
      if (name === "get_a") return "silent";
      if (name === "run_c") return { completion: completion(null, { refusal: "No." }) };
      return name === "list_d" ? { status: 500 } : saying({})(asked);
    },
  });
  const more = [...subjects, ...toolsOf("c/three", ["list_d"]), ...toolsOf("d/four", ["get_e"])];
  const { failures, notes } = await bulk(more);
  expect([...failures.values()]).toEqual([
    "the batch has no answer (it expired)",
    "the batch has no answer (it expired)",
    "the model refused",
    "the batch has no answer (status 500)",
  ]);
  expect(notes).toContain("batch batch_1: expired");
  expect((await db.select().from(opinions)).length).toBe(1);
});

test("a batch that is left to itself is found again, and nothing is started twice", async () => {
  let isDone = false;
  await start({ model: saying({}), batch: () => (isDone ? "completed" : "in_progress") });
  const first = await bulk();
  expect(first.stopped).toMatch(/^Batch batch_1 goes on without this program/);
  isDone = true;
  const second = await bulk();
  expect(second).toMatchObject({ requests: 0, failures: new Map() });
  expect([count("POST /v1/files"), count("POST /v1/batches"), host.asked.length]).toEqual([
    1, 1, 2,
  ]);
  expect((await db.select().from(opinions)).length).toBe(3);
});

test("a batch whose start was not heard of is found by its mark", async () => {
  await start({
    model: saying({}),
    trouble: (call, times) => (call === "POST /v1/batches" && times === 1 ? "cut-off" : undefined),
  });
  await expect(bulk()).rejects.toThrow(/cannot be reached/);
  expect(host.batches.length).toBe(1);
  const { requests } = await bulk();
  expect([requests, host.batches.length, count("POST /v1/files")]).toEqual([0, 1, 1]);
  expect((await db.select().from(opinions)).length).toBe(3);
});

test("an upload that failed is made again", async () => {
  await start({
    model: saying({}),
    trouble: (call, times) => (call === "POST /v1/files" && times === 1 ? 500 : undefined),
  });
  await expect(bulk()).rejects.toThrow(/answers 500/);
  const { requests } = await bulk();
  expect([requests, host.batches.length]).toEqual([2, 1]);
});

test("an endpoint without batches says so, and leaves nothing behind", async () => {
  await start({ model: saying({}), trouble: () => 404 });
  await expect(bulk()).rejects.toThrow(/has no Batch API.*run without --batch/);
  expect(await batchLog(db).read()).toEqual([]);
});

test("a batch of which its endpoint knows nothing any more is forgotten, and asked again", async () => {
  await start({ model: saying({}), batch: () => "in_progress" });
  await bulk();
  host.batches.length = 0;
  const { requests, failures } = await bulk();
  expect([requests, failures.size]).toEqual([0, 3]);
  expect((await bulk()).requests).toBe(2);
});

test("another endpoint leaves a batch alone", async () => {
  await start({ model: saying({}), batch: () => "in_progress" });
  await bulk();
  await host.close();
  await start({ model: saying({}) });
  expect((await bulk()).requests).toBe(2);
  expect((await batchLog(db).read()).length).toBe(1);
});

test("a budget bounds what goes into a batch", async () => {
  await start({ model: saying({}) });
  const { stopped, requests } = await bulk(subjects, { unit: "tokens", most: 10_000 });
  expect(stopped).toMatch(/^The budget is used up/);
  expect([requests, host.asked.length]).toEqual([1, 1]);
});
