import { expect, test } from "vitest";
import { extract } from "../../crawler/extract.ts";
import type { Snapshot } from "../../model.ts";
import type { Files } from "../github/repositories.ts";
import { pythonServer } from "../python-server.ts";

/** Of a hundred thousand words that nest: enough to overflow the stack of a parser in native code. */
const crashing = `server.tool("a", long);\ntype Long = ${"unique ".repeat(100_000)}symbol;\n`;

function snapshot(files: Files): Snapshot {
  return {
    repository: { source: "path:x", id: "path.local/x" },
    files: new Map(Object.entries(files).map(([path, text]) => [path, String(text)])),
    skipped: [],
  };
}

test("a file that crashes one extractor leaves what the others read, and says so", async () => {
  const { servers } = await extract(
    snapshot({ ...pythonServer("x", ["read_note"]), "index.ts": crashing }),
  );
  const tools = servers.flatMap((server) => server.tools.map((tool) => tool.name));
  const reasons = servers.flatMap((server) => server.unresolved.map((one) => one.reason));
  expect(tools).toEqual(["read_note"]);
  expect(reasons).toEqual([
    expect.stringMatching(/^The typescript extractor ended early \(.+\)\.$/),
  ]);
});

test("when nothing else was read, nothing is concluded", async () => {
  await expect(extract(snapshot({ "index.ts": crashing }))).rejects.toMatchObject({
    name: "SourceError",
    kind: "broken",
  });
});

test("an extractor that comes to no end in time is ended, and the next snapshot is read", async () => {
  const files = pythonServer("x", ["read_note"]);
  await expect(extract(snapshot(files), { timeMs: 1 })).rejects.toMatchObject({ kind: "too-slow" });
  const { servers } = await extract(snapshot(files));
  expect(servers.map(({ tools }) => tools.length)).toEqual([1]);
});

test("types that double with every alias are read as far as the project's bound goes", async () => {
  const aliases = Array.from({ length: 40 }, (_, n) => `T${n + 1} = tuple[T${n}, T${n}]\n`);
  const tool = "@mcp.tool()\ndef big(x: T40) -> str:\n    return x\n";
  const code = String(pythonServer("x", ["read_note"])["server.py"]);
  const { servers } = await extract(
    snapshot({ "server.py": `${code}T0 = dict[str, int]\n${aliases.join("")}${tool}` }),
  );
  expect(servers[0]?.tools.map(({ name }) => name)).toContain("read_note");
  expect(servers[0]?.unresolved.map(({ reason }) => reason)).toContain(
    "The project has more code than is followed.",
  );
});
