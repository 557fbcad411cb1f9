import { expect, test } from "vitest";
import type { Registered } from "../../crawler/extractors/extractor.ts";
import { readPackages } from "../../crawler/packages.ts";
import { attribute } from "../../crawler/servers.ts";
import type { Snapshot, Tool, Unresolved } from "../../model.ts";

function snapshot(files: Record<string, string>): Snapshot {
  return {
    repository: { source: "github:ann/tools", id: "ann/tools" },
    files: new Map(Object.entries(files)),
    skipped: [],
  };
}

function tool(name: string, path: string, more: Partial<Tool> = {}): Registered<Tool> {
  return { name, at: { path, line: 1 }, method: "read", registeredIn: path, ...more };
}

/** Public ids with the names of their tools. */
function shape(
  files: Record<string, string>,
  tools: Registered<Tool>[],
  unresolved: Registered<Unresolved>[] = [],
): Record<string, string[]> {
  const servers = attribute(snapshot(files), { tools, unresolved, skipped: [] });
  return Object.fromEntries(
    servers.map((server) => [server.id, server.tools.map((one) => one.name)]),
  );
}

const manifest = (name: string) => JSON.stringify({ name, version: "1.0.0" });

test("a tool belongs to the nearest package above the file that registers it", () => {
  const files = {
    "package.json": manifest("root"),
    "src/mail/package.json": manifest("mail"),
    "src/git/pyproject.toml": '[project]\nname = "git"\nversion = "2.0"\n',
  };
  expect(
    shape(files, [
      tool("a", "index.ts"),
      tool("b", "src/mail/lib/x.ts"),
      tool("c", "src/git/git/server.py"),
    ]),
  ).toEqual({
    "ann/tools": ["a"],
    "ann/tools/src/git": ["c"],
    "ann/tools/src/mail": ["b"],
  });
});

test("without a package the repository is the server, and what it shows others is a server of its own", () => {
  expect(
    shape({}, [
      tool("a", "server.py"),
      tool("b", "deep/down/x.py"),
      tool("c", "examples/weather/main.py"),
      tool("d", "docs/x.ts"),
    ]),
  ).toEqual({
    "ann/tools": ["a", "b"],
    "ann/tools/docs": ["d"],
    "ann/tools/examples/weather": ["c"],
  });
});

test("compiled output beside its source adds nothing; alone it counts", () => {
  const files = { "package.json": manifest("root") };
  expect(shape(files, [tool("new", "src/a.ts"), tool("old", "dist/a.js")])).toEqual({
    "ann/tools": ["new"],
  });
  expect(shape(files, [tool("old", "dist/a.js")])).toEqual({ "ann/tools": ["old"] });
});

test("a name registered twice is one tool, and a second definition of it is reported", () => {
  const [server] = attribute(snapshot({}), {
    tools: [
      tool("a", "x.py", { description: "one" }),
      tool("a", "y.py", { description: "one" }),
      tool("a", "z.py", { description: "two" }),
    ],
    unresolved: [],
    skipped: [],
  });
  expect(server?.tools.map((one) => one.at.path)).toEqual(["x.py"]);
  expect(server?.unresolved).toMatchObject([{ at: { path: "z.py", line: 1 } }]);
});

test("a server with nothing but unresolved registrations is a server", () => {
  const unresolved = [{ at: { path: "x.ts", line: 3 }, reason: "why", registeredIn: "x.ts" }];
  expect(shape({}, [], unresolved)).toEqual({ "ann/tools": [] });
});

test("a manifest without a name, a broken one, and the copy of the one above make no package", () => {
  const files = {
    "package.json": manifest("root"),
    "dist/package.json": manifest("root"),
    "esm/package.json": '{"type":"module"}',
    "broken/package.json": "{",
    "array/package.json": "[]",
    "py/pyproject.toml": "[project\n",
    "poetry/pyproject.toml": '[tool.poetry]\nname = "p"\n',
    "old/setup.py": 'setup(\n  name="o",\n  version="3.1",\n)\n',
    "number/package.json": '{"name":"n","version":7}',
  };
  expect([...readPackages(snapshot(files))]).toEqual([
    ["", [{ registry: "npm", name: "root", version: "1.0.0" }]],
    ["poetry", [{ registry: "pypi", name: "p" }]],
    ["old", [{ registry: "pypi", name: "o", version: "3.1" }]],
    ["number", [{ registry: "npm", name: "n" }]],
  ]);
});
