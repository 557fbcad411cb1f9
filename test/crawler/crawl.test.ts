import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { classify } from "../../classifier/classify.ts";
import { type Classify, type Outcome, crawl } from "../../crawler/crawl.ts";
import { defaultLimits } from "../../crawler/door.ts";
import { githubDoor } from "../../crawler/doors/github.ts";
import { npmDoor } from "../../crawler/doors/npm.ts";
import { pathDoor } from "../../crawler/doors/path.ts";
import { wants } from "../../crawler/extract.ts";
import { parseSource } from "../../crawler/source.ts";
import { type OpenedDatabase, openDatabase } from "../../db/client.ts";
import { failedSources, serverPage, totals } from "../../db/queries.ts";
import { dump, empty } from "../db/snapshots.ts";
import { writeFiles } from "../github/repositories.ts";
import { type StandIn, type StandInOptions, startGithub } from "../github/server.ts";
import { type NpmStandIn, startNpm } from "../npm/server.ts";
import { pythonServer } from "../python-server.ts";

let folder: string;
let db: OpenedDatabase;
let github: StandIn | undefined;
let npm: NpmStandIn | undefined;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "crawl-"));
  db = await openDatabase({ folder: join(folder, "db") });
});

beforeEach(() => empty(db));

afterEach(() => github?.close());

afterAll(async () => {
  await db.close();
  rmSync(folder, { recursive: true, force: true });
});

const now = new Date("2026-01-02T12:00:00Z");

async function run(
  sources: string[],
  changedOnly = true,
  judge: Classify = classify,
): Promise<Outcome[]> {
  const shared = { limits: defaultLimits, wants };
  return crawl({
    db,
    doors: [
      githubDoor({ ...shared, apiUrl: github?.url ?? "http://127.0.0.1:9", token: "t" }),
      npmDoor({ ...shared, registry: npm?.url ?? "http://127.0.0.1:9" }),
      pathDoor(shared),
    ],
    sources: sources.map((text) => parseSource(text)),
    classify: judge,
    concurrency: 2,
    changedOnly,
    now: () => now,
  });
}

async function start(
  repositories: StandInOptions["repositories"],
  more: Partial<StandInOptions> = {},
): Promise<StandIn> {
  github = await startGithub({ repositories, token: "t", ...more });
  return github;
}

test("a crawl stores servers, tools with labels, and where each stands", async () => {
  await start({
    "ann/notes": {
      files: pythonServer("notes", ["read_note", "delete_note"]),
      description: "Notes",
    },
  });
  expect(await run(["github:ann/notes"])).toEqual([
    { source: "github:ann/notes", state: "crawled", servers: 1, tools: 2, unresolved: 0 },
  ]);
  const page = await serverPage(db, "ann/notes");
  expect(page?.tools.map((tool) => [tool.definition.name, tool.classification.category])).toEqual([
    ["delete_note", "Destructive"],
    ["read_note", "Read"],
  ]);
  expect(page?.packages).toEqual([{ registry: "pypi", name: "notes", version: "1.0.0" }]);
});

test("what has not changed is asked for and not fetched, and the database stays as it is", async () => {
  const { requests } = await start({
    "ann/notes": { files: pythonServer("notes", ["read_note"]) },
  });
  await run(["github:ann/notes"]);
  const before = await rowsWithoutRuns();
  requests.length = 0;
  expect(await run(["github:ann/notes"])).toEqual([
    { source: "github:ann/notes", state: "unchanged" },
  ]);
  expect(requests.map((one) => one.asks)).not.toContain("codeload");
  expect(requests.filter((one) => one.counted)).toEqual([]);
  expect(await rowsWithoutRuns()).toEqual(before);
});

test("a registry that is down takes nothing of a server that wraps a package", async () => {
  const clock = `import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
export function startMcp() {
  const server = new McpServer({ name: "clock", version: "1.0.0" });
  server.registerTool("tell_time", { description: "Tells the time." }, async () => ({ content: [] }));
}`;
  npm = await startNpm({
    "mcp-clock": {
      versions: {
        "1.0.0": { "index.js": clock, "package.json": `{ "name": "mcp-clock", "type": "module" }` },
      },
    },
  });
  const files = (comment: string) => ({
    "cli.js": `// ${comment}\nimport { startMcp } from "mcp-clock";\nstartMcp();\n`,
    "package.json": `{ "name": "wrapper", "bin": "cli.js", "dependencies": { "mcp-clock": "1.0.0" } }`,
  });
  const standIn = await start({ "ann/clock": { files: files("first") } });
  expect(await run(["github:ann/clock"])).toMatchObject([{ state: "crawled", tools: 1 }]);
  await npm.close();
  standIn.commit("ann/clock", files("second"));
  expect(await run(["github:ann/clock"])).toMatchObject([
    { state: "failed", kind: "unreachable", message: /of a package that it wraps: npm:mcp-clock/ },
  ]);
  const page = await serverPage(db, "ann/clock");
  expect(page?.tools.map((tool) => tool.definition.name)).toEqual(["tell_time"]);
  expect(page?.unresolved).toEqual([]);
});

test("a new commit replaces tools and labels, and what is gone goes", async () => {
  const standIn = await start({
    "ann/notes": { files: pythonServer("notes", ["read_note", "delete_note"]) },
  });
  await run(["github:ann/notes"]);
  standIn.commit("ann/notes", pythonServer("notes", ["read_note", "create_note"]));
  expect((await run(["github:ann/notes"])).map((one) => one.state)).toEqual(["crawled"]);
  const page = await serverPage(db, "ann/notes");
  expect(page?.tools.map((tool) => tool.definition.name)).toEqual(["create_note", "read_note"]);
});

test("a repository that fails is recorded with its reason, keeps its earlier tools, and the rest goes on", async () => {
  let broken = false;
  const standIn = await start(
    {
      "ann/notes": { files: pythonServer("notes", ["read_note"]) },
      "bob/mail": { files: pythonServer("mail", ["send_mail"]) },
    },
    {
      trouble: (asks, repository) =>
        broken && asks === "codeload" && repository === "ann/notes" ? "truncated" : undefined,
    },
  );
  await run(["github:ann/notes"]);
  standIn.commit("ann/notes", pythonServer("notes", ["other"]));
  broken = true;
  const outcomes = await run(["github:ann/notes", "github:bob/mail", "github:ann/nowhere"]);
  expect(outcomes.map((one) => one.state)).toEqual(["failed", "crawled", "failed"]);
  expect((await serverPage(db, "ann/notes"))?.tools.map((tool) => tool.definition.name)).toEqual([
    "read_note",
  ]);
  expect((await failedSources(db)).map((one) => [one.source, one.kind])).toEqual([
    ["github:ann/notes", "broken"],
    ["github:ann/nowhere", "not-found"],
  ]);
  broken = false;
  await run(["github:ann/notes"]);
  expect((await failedSources(db)).map((one) => one.source)).toEqual(["github:ann/nowhere"]);
});

test("a host that can't be reached fails its sources at once, each with a line, and other doors go on", async () => {
  const sources = Array.from({ length: 20 }, (_, index) => `github:ann/r${index}`);
  const fixture = join(folder, "notes");
  writeFiles(fixture, pythonServer("notes", ["read_note"]));
  const outcomes = await run([...sources, `path:${fixture}`]);
  expect(outcomes[7]).toMatchObject({ message: expect.not.stringMatching(/github:/) });
  expect(outcomes.slice(0, 20).map((one) => one.state === "failed" && one.kind)).toEqual(
    Array(20).fill("unreachable"),
  );
  expect(outcomes[20]?.state).toBe("crawled");
});

test("a spent limit stops GitHub for this run and says when to come back", async () => {
  await start({ "ann/notes": { files: pythonServer("notes", ["read_note"]) } }, { limit: 0 });
  const [first, second] = await run(["github:ann/notes", "github:ann/other"]);
  expect(first).toMatchObject({ state: "failed", kind: "rate-limited" });
  expect(second).toMatchObject({ state: "failed", kind: "rate-limited" });
});

test("a repository without any registration fails and does not look empty", async () => {
  await start({ "ann/plain": { files: { "main.py": "print('no server here')\n" } } });
  expect(await run(["github:ann/plain"])).toMatchObject([{ state: "failed", kind: "no-server" }]);
  expect((await totals(db)).servers).toBe(0);
});

test("a fault of our own over one source is recorded as its failure, and the rest goes on", async () => {
  await start({
    "ann/notes": { files: pythonServer("notes", ["read_note"]) },
    "bob/mail": { files: pythonServer("mail", ["send_mail"]) },
  });
  const outcomes = await run(["github:ann/notes", "github:bob/mail"], true, (subject) => {
    if (subject.name === "read_note") throw new RangeError("no such thing\nand more");
    return classify(subject);
  });
  expect(outcomes).toMatchObject([
    { state: "failed", kind: "internal", message: "no such thing" },
    { state: "crawled" },
  ]);
  expect((await failedSources(db)).map((one) => one.kind)).toEqual(["internal"]);
});

test("a renamed repository moves with its tools", async () => {
  const standIn = await start({ "ann/notes": { files: pythonServer("notes", ["read_note"]) } });
  await run(["github:ann/notes"]);
  await standIn.close();
  await start({
    "ann/memos": { files: pythonServer("notes", ["read_note"]) },
    "ann/notes": { renamedTo: "ann/memos" },
  });
  expect((await run(["github:ann/notes"]))[0]?.state).toBe("crawled");
  expect(await serverPage(db, "ann/notes")).toBeUndefined();
  expect((await serverPage(db, "ann/memos"))?.tools.length).toBe(1);
});

async function rowsWithoutRuns(): Promise<string[]> {
  return (await dump(db)).filter((row) => !row.startsWith("crawl_runs "));
}
