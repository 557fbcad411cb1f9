import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { saying } from "../classifier/opinion/judge.ts";
import { openDatabase } from "../../db/client.ts";
import { exportTools } from "../../db/export.ts";
import { collect } from "../db/snapshots.ts";
import { writeFiles } from "../github/repositories.ts";
import { failure } from "../openai/answers.ts";
import { type OpenaiOptions, type OpenaiStandIn, startOpenai } from "../openai/server.ts";
import { pythonServer } from "../python-server.ts";
import { type Ran, almanac } from "./almanac.ts";

const folder = mkdtempSync(join(tmpdir(), "opinions-"));
const key = "sk-test-Abc123_dEf-456";
let data = 0;
let env: NodeJS.ProcessEnv;
let host: OpenaiStandIn;

beforeEach(() => {
  env = {
    ALMANAC_DATA: join(folder, `${(data += 1)}`),
    OPENAI_MODEL: "m",
    OPENAI_API_KEY: "",
    OPENAI_BASE_URL: "",
    OPENAI_PRICE: "",
  };
});
afterEach(() => host?.close());
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function start(options: OpenaiOptions): Promise<void> {
  host = await startOpenai(options);
  env["OPENAI_BASE_URL"] = host.url;
}

const lines = ["get_a", "put_b", "delete_c"].map((name) =>
  JSON.stringify({ server: "s/one", name, description: `To ${name}.` }),
);
const input = `${lines.join("\n")}\n`;
const openai = ["--engine", "openai"];
const parse = ({ out }: Ran) =>
  out
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));

describe("classify --engine openai", () => {
  test("a dry run prints requests, tokens and cost, and sends nothing", async () => {
    await start({ model: saying({}) });
    const ran = await almanac(
      ["classify", ...openai, "--dry-run", "--json", "--price", "2/10"],
      env,
      input,
    );
    expect(ran.code).toBe(0);
    const [request, { total }] = parse(ran);
    expect(request.request.messages[1].content).toContain("delete_c");
    const { input: sent, outputAtMost } = request.tokens;
    expect(total).toEqual({
      requests: 1,
      tools: 3,
      kept: 0,
      tokens: { input: sent, outputAtMost },
      usdAtMost: (sent * 2 + outputAtMost * 10) / 1_000_000,
      beyondBudget: 0,
    });
    const plain = await almanac(
      ["classify", ...openai, "--dry-run", "--budget", "100tokens"],
      { ...env, OPENAI_BASE_URL: "", OPENAI_MODEL: "" },
      input,
    );
    expect(plain.code).toBe(0);
    expect(plain.out).toMatch(
      /^0 requests .* at most 0\.0000 USD at prices of \d{4}-\d{2}, https:/m,
    );
    expect(plain.out).toMatch(/budget would end before 3 further tools/);
    expect(host.calls).toEqual([]);
  });

  test("labels come with the opinion, in order, beside lines that are no definitions; a second run asks nothing", async () => {
    await start({ model: saying({ category: "Write", risk: "high" }) });
    const mixed = `${lines[0]}\nno JSON\n${lines[1]}\n${lines[2]}\n`;
    const ran = await almanac(["classify", ...openai, "--json"], env, mixed);
    expect(ran.code).toBe(1);
    const labels = parse(ran);
    expect(labels.map((label) => label.name ?? "error")).toEqual([
      "get_a",
      "error",
      "put_b",
      "delete_c",
    ]);
    expect(labels[0]).toMatchObject({
      category: "Write",
      risk: "high",
      opinion: { outcome: "raised", model: "m", prompt: expect.stringMatching(/^[0-9a-f]{8}$/) },
    });
    expect(labels[3]).toMatchObject({ category: "Destructive", opinion: { outcome: "lower" } });
    expect(ran.err).toMatch(
      /on 3 tools: 0 agree, 2 raised, 1 milder and not followed, 0 void, 0 failed; 0 of them from earlier/,
    );
    const again = await almanac(["classify", ...openai, "--json"], env, mixed);
    expect(again.out).toBe(ran.out);
    expect(again.err).toMatch(/3 of them from earlier\n0 requests/);
    expect(host.asked.length).toBe(1);
  });

  test("a line is answered before the next one is there", async () => {
    await start({ model: saying({}) });
    const child = run(["classify", ...openai, "--json"]);
    const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    for (const line of lines) {
      child.stdin.write(`${line}\n`);
      const { value } = await answers.next();
      expect(JSON.parse(value ?? "").name).toBe(JSON.parse(line).name);
    }
    child.stdin.end();
    await once(child, "close");
    expect(host.asked.length).toBe(3);
  });

  test("a key that is not accepted: one line, the rules' labels, and never the key", async () => {
    await start({
      model: () => ({
        status: 401,
        body: failure(
          `Incorrect API key provided: ${key}. Or was it ${key.slice(0, 11)}***456?`,
          "invalid_api_key",
        ),
      }),
    });
    const ran = await almanac(
      ["classify", ...openai, "--json"],
      { ...env, OPENAI_API_KEY: key, OPENAI_LOG: "debug", ALMANAC_DEBUG: "1" },
      input,
    );
    expect(ran.code).toBe(1);
    expect(parse(ran).map(({ category, opinion }) => [category, opinion])).toEqual([
      ["Read", undefined],
      ["Write", undefined],
      ["Destructive", undefined],
    ]);
    expect(
      ran.err.match(/^almanac: The endpoint does not accept the key: check OPENAI_API_KEY .*$/gm)
        ?.length,
    ).toBe(1);
    expect(host.calls.map(({ authorization }) => authorization)).toEqual([`Bearer ${key}`]);
    expect(ran.out + ran.err).not.toMatch(/Abc123|dEf|sk-test/);
  });

  test.each<[string, string[], NodeJS.ProcessEnv, RegExp]>([
    ["no key and no endpoint", openai, {}, /set OPENAI_API_KEY .* or OPENAI_BASE_URL/],
    [
      "dollars without a price",
      [...openai, "--budget", "5usd"],
      { OPENAI_BASE_URL: "http://127.0.0.1:9/v1" },
      /no price is known for m at OPENAI_BASE_URL.* --price .* --budget 200000tokens/,
    ],
    [
      "dollars for an unknown model",
      [...openai, "--budget", "5usd", "--dry-run"],
      { OPENAI_MODEL: "gpt-99" },
      /no price is known for the model gpt-99.*gpt-6-luna/,
    ],
    ["a budget without a unit", [...openai, "--budget", "5"], {}, /such as 5usd or 200000tokens/],
    [
      "a price in words",
      openai,
      { OPENAI_PRICE: "cheap" },
      /OPENAI_PRICE: expected dollars for a million tokens/,
    ],
    ["flags without the engine", ["--dry-run"], {}, /--dry-run needs --engine openai/],
    ["another engine", ["--engine", "oracle"], {}, /Expected rules or openai/],
  ])("%s: one clear line before anything happens", async (_what, args, more, message) => {
    const ran = await almanac(["classify", ...args], { ...env, ...more }, input);
    expect([ran.code, ran.out]).toEqual([2, ""]);
    expect(ran.err).toMatch(message);
  });
});

describe("reclassify --engine openai", { timeout: 400_000 }, () => {
  const names = ["get_a", "put_b", "delete_c"];
  const servers = ["alpha", "beta", "gamma"];
  const crawled = join(folder, "crawled");

  /** Three servers with three tools each. */
  async function crawl(into: string): Promise<void> {
    const sources = servers.map((server) => `path:${join(folder, server)}`);
    const ran = await almanac(["crawl", ...sources], { ALMANAC_DATA: into });
    expect([ran.code, ran.err.match(/: 3 tools of 1 server/g)?.length]).toEqual([0, 3]);
  }

  beforeAll(async () => {
    for (const server of servers) writeFiles(join(folder, server), pythonServer(server, names));
    await crawl(crawled);
  });
  beforeEach(() => cpSync(crawled, env["ALMANAC_DATA"] ?? "", { recursive: true }));

  async function stored(): Promise<Record<string, unknown>[]> {
    const db = await openDatabase({ folder: join(env["ALMANAC_DATA"] ?? "", "db") });
    const rows = (await collect(exportTools(db))).flat();
    await db.close();
    return rows;
  }

  test("killed at any point it loses nothing, pays for nothing twice, and a later crawl keeps the opinions", async () => {
    let answers = 1;
    await start({
      model: (asked) =>
        (answers -= 1) >= 0 ? saying({ category: "Execute", risk: "critical" })(asked) : "silent",
    });
    const child = run(["reclassify", ...openai]);
    const killed = once(child, "close");
    while (host.asked.length < 3) await sleep(50);
    // The first answer has arrived by now, or arrives while this waits.
    await sleep(5_000);
    child.kill("SIGKILL");
    await killed;
    const answered = host.asked[0]?.server;
    answers = Number.POSITIVE_INFINITY;
    const before = host.asked.length;
    const ran = await almanac(["reclassify", ...openai], env);
    expect(ran).toMatchObject({ code: 0, out: "9 tools labelled again\n" });
    const further = host.asked.slice(before).map(({ server }) => server);
    expect(further.length).toBe(2);
    expect(further).not.toContain(answered);
    const rows = await stored();
    expect(rows.map(({ opinion }) => opinion)).toEqual(
      servers.flatMap(() => [
        expect.objectContaining({ outcome: "lower", kept: ["category"] }),
        expect.objectContaining({ outcome: "raised" }),
        expect.objectContaining({ outcome: "raised" }),
      ]),
    );
    // A crawl asks nobody, and what was said stays.
    await crawl(env["ALMANAC_DATA"] ?? "");
    expect(await stored()).toEqual(rows);
    expect(host.asked.length).toBe(before + 2);
  });

  test("a batch is waited for by the run after the one that was killed", async () => {
    let isDone = false;
    await start({
      model: saying({ category: "Execute", risk: "critical" }),
      batch: () => (isDone ? "completed" : "in_progress"),
    });
    const child = run(["reclassify", ...openai, "--batch", "--poll", "1"]);
    const killed = once(child, "close");
    for await (const line of createInterface({ input: child.stderr }))
      if (line.includes(" of 0 done")) break;
    child.kill("SIGKILL");
    await killed;
    const live = await almanac(["reclassify", ...openai], env);
    expect(live.err).toMatch(/a batch of 3 requests is under way: run this again with --batch/);
    isDone = true;
    const ran = await almanac(["reclassify", ...openai, "--batch", "--poll", "1"], env);
    expect(ran).toMatchObject({ code: 0, out: "9 tools labelled again\n" });
    expect(host.batches.length).toBe(1);
    expect(host.asked.map(({ tools }) => tools.length)).toEqual([3, 3, 3]);
    expect((await stored()).every(({ risk }) => risk === "critical")).toBe(true);
  });
});

function run(args: string[]): ChildProcessByStdio<Writable, Readable, Readable> {
  const child = spawn(process.execPath, ["cli.ts", ...args], {
    cwd: join(import.meta.dirname, "../.."),
    env: { ...process.env, DATABASE_URL: "", ...env },
    stdio: ["pipe", "pipe", "pipe"],
  });
  // Whoever is killed breaks its pipes.
  child.stdin.on("error", () => {});
  return child;
}
