import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { writeFiles } from "../github/repositories.ts";
import { pythonServer } from "../python-server.ts";

let folder: string;
const taken = createServer();
let port: number;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "start-"));
  writeFiles(join(folder, "notes"), pythonServer("notes", ["delete_note", "read_note"]));
  await once(taken.listen(0, "127.0.0.1"), "listening");
  const address = taken.address();
  port = typeof address === "object" && address !== null ? address.port : 0;
});

afterAll(() => {
  taken.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Starts with these sources, looks at the front page and ends it as a terminal under npm does: with the signal twice. */
async function startAndStop(
  sources: string[],
): Promise<{ code: number | null; said: string; page: string }> {
  const list = join(folder, "list.txt");
  writeFileSync(list, sources.map((source) => `${source}\n`).join(""));
  const child = spawn(
    process.execPath,
    ["cli.ts", "start", "--list", list, "--port", String(port)],
    {
      cwd: join(import.meta.dirname, "../.."),
      env: {
        ...process.env,
        ALMANAC_DATA: join(folder, "data"),
        DATABASE_URL: "",
        GITHUB_TOKEN: "",
        GITHUB_API_URL: "http://127.0.0.1:9",
      },
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  const ended = once(child, "close");
  let said = "";
  const address = new Promise<string>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      said += chunk.toString();
      const url = /almanac is at (?<url>\S+)/.exec(said)?.groups?.["url"];
      if (url !== undefined) resolve(url);
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    void ended.then(() => reject(new Error(`it ended and said: ${said}`)));
  });
  const page = await (await fetch(await address)).text();
  child.kill("SIGINT");
  child.kill("SIGINT");
  const [code, signal] = await ended;
  expect(signal, said).toBeNull();
  return { code, said, page };
}

test("start crawls, labels, builds and serves on the next free port; a failed source shows in the summary and the exit code", async () => {
  const { code, said, page } = await startAndStop([
    `path:${join(folder, "notes")}`,
    "github:ann/notes",
  ]);
  expect(code).toBe(1);
  expect(said).toContain(`port ${port} is taken`);
  expect(said).toMatch(/1 server, 2 tools/);
  expect(said).toMatch(/github:ann\/notes +unreachable/);
  expect(page).toContain("delete_note");
});

test("run again, only what changed is read and built, and it ends cleanly", async () => {
  const { code, said } = await startAndStop([`path:${join(folder, "notes")}`]);
  expect(said).toContain("1 server, 2 tools");
  expect(code).toBe(0);
  const again = await startAndStop([`path:${join(folder, "notes")}`]);
  expect(again.said).toContain("site unchanged");
});
