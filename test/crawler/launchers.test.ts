import { expect, test } from "vitest";
import { extract } from "../../crawler/extract.ts";
import type { Server } from "../../model.ts";

const launcher = {
  name: "notes-mcp",
  bin: "bin/start.js",
  optionalDependencies: { "notes-mcp-linux-x64": "1.0.0", "notes-mcp-darwin-arm64": "1.0.0" },
};
const start = `require("child_process").spawn(require.resolve("notes-mcp-linux-x64/notes"));`;

async function read(manifest: object, more: { [path: string]: string } = {}): Promise<Server[]> {
  const text = JSON.stringify(manifest, undefined, 2);
  const files = { "package.json": text, "bin/start.js": start, ...more };
  const { servers } = await extract({
    repository: { source: "path:notes", id: "path.local/notes" },
    files: new Map(Object.entries(files)),
    skipped: [],
  });
  return servers;
}

test("a package that only starts a compiled server says so", async () => {
  const [server] = await read(launcher);
  expect(server).toMatchObject({ tools: [] });
  expect(server?.unresolved).toEqual([
    {
      at: { path: "package.json", line: 5 },
      reason:
        "The program of this package only starts one that was compiled, of notes-mcp-linux-x64 or the like, which can't be read.",
    },
  ]);
});

test("compiled programs that are no servers, and servers that are read, need no such word", async () => {
  expect(await read({ ...launcher, name: "notes" })).toEqual([]);
  expect(await read({ ...launcher, optionalDependencies: { "fs-events": "1.0.0" } })).toEqual([]);
  const [server] = await read(launcher, {
    "server.py": `from mcp.server.fastmcp import FastMCP
mcp = FastMCP("notes")

@mcp.tool()
def add_note(text: str) -> str:
    """Adds a note."""
    return text
`,
  });
  expect(server?.tools.map(({ name }) => name)).toEqual(["add_note"]);
  expect(server?.unresolved).toEqual([]);
});
