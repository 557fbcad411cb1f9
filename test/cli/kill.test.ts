import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openDatabase } from "../../db/client.ts";
import { dump } from "../db/snapshots.ts";
import { type StandIn, startGithub } from "../github/server.ts";
import { type Postgres, startPostgres } from "../postgres.ts";
import { pythonServer } from "../python-server.ts";

const names = Array.from({ length: 8 }, (_, index) => `ann/notes${index}`);
let folder: string;
let github: StandIn;
let postgres: Postgres;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "kill-"));
  writeFileSync(join(folder, "list.txt"), names.map((name) => `github:${name}\n`).join(""));
  const tools = Array.from({ length: 60 }, (_, index) => `read_note_${index}`);
  github = await startGithub({
    repositories: Object.fromEntries(
      names.map((name) => [name, { files: pythonServer(name.slice(4), tools) }]),
    ),
    token: "t",
    limit: 1000,
  });
  postgres = await startPostgres();
});

afterAll(async () => {
  await github.close();
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
});

test.each([
  ["PGlite", async () => undefined],
  ["PostgreSQL", async () => postgres.createDatabase()],
])(
  "%s: killed again and again in the middle of a crawl, the database ends as after an undisturbed one",
  async (label, makeUrl) => {
    const [disturbed, calm] = [await makeUrl(), await makeUrl()];
    // Each time a little later: in the first source, between two, in the last ones.
    for (const after of [0, 1, 3, 6])
      await crawlAndKill(join(folder, `${label}-killed`), disturbed, after);
    await crawl(join(folder, `${label}-killed`), disturbed);
    await crawl(join(folder, `${label}-calm`), calm);
    const rows = await facts(join(folder, `${label}-killed`), disturbed);
    expect(rows.filter((row) => row.startsWith("tools ")).length).toBe(8 * 60);
    expect(rows).toEqual(await facts(join(folder, `${label}-calm`), calm));
  },
);

function start(data: string, url: string | undefined): ChildProcess {
  return spawn(
    process.execPath,
    ["cli.ts", "crawl", "--changed-only", "--concurrency", "2", "--list", join(folder, "list.txt")],
    {
      cwd: join(import.meta.dirname, "../.."),
      env: {
        ...process.env,
        ALMANAC_DATA: data,
        DATABASE_URL: url ?? "",
        GITHUB_API_URL: github.url,
        GITHUB_TOKEN: "t",
      },
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
}

/** Kills the crawl as soon as it has reported that many sources as crawled. */
async function crawlAndKill(data: string, url: string | undefined, after: number): Promise<void> {
  const child = start(data, url);
  let seen = 0;
  if (after === 0) setTimeout(() => child.kill("SIGKILL"), 1_500);
  if (child.stderr === null) throw new Error("expected a pipe");
  createInterface({ input: child.stderr }).on("line", () => {
    seen += 1;
    if (seen === after) child.kill("SIGKILL");
  });
  await once(child, "exit");
}

async function crawl(data: string, url: string | undefined): Promise<void> {
  const child = start(data, url);
  let said = "";
  child.stderr?.on("data", (chunk: Buffer) => (said += chunk.toString()));
  const [code] = await once(child, "exit");
  expect(said, said).not.toContain("failed");
  expect(code, said).toBe(0);
}

/** All rows but what tells of the runs themselves and of the clock. */
async function facts(data: string, url: string | undefined): Promise<string[]> {
  const db = await openDatabase({ folder: join(data, "db"), url });
  const rows = await dump(db);
  await db.close();
  return rows
    .filter((row) => !/^(?:crawl_runs|failures) /.test(row))
    .map((row) => row.replace(/"crawled_at": "[^"]*"/, '"crawled_at": ""'));
}
