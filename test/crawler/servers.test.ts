import { expect, test } from "vitest";
import type { Registered } from "../../crawler/extractors/extractor.ts";
import { lookAt } from "../../crawler/manifests/files.ts";
import { readPackages } from "../../crawler/manifests/index.ts";
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

test("folders below a source root are names of the language: com/example shows nothing", () => {
  const path = "src/main/java/com/example/server/Tools.java";
  expect(shape({ "pom.xml": "" }, [tool("a", path)])).toEqual({ "ann/tools": ["a"] });
  expect(shape({}, [tool("a", `examples/one/${path}`)])).toEqual({
    "ann/tools/examples/one": ["a"],
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

test("several programs of a Go module that register in their own folders are servers; one is the module's", () => {
  const main = "package main\nfunc main() {}\n";
  const files = { "go.mod": "module x.org/t\n", "cmd/a/main.go": main, "cmd/b/main.go": main };
  const shared = tool("shared", "internal/tools/tools.go");
  expect(shape(files, [tool("a", "cmd/a/tools/x.go"), tool("b", "cmd/b/main.go"), shared])).toEqual(
    {
      "ann/tools": ["shared"],
      "ann/tools/cmd/a": ["a"],
      "ann/tools/cmd/b": ["b"],
    },
  );
  expect(shape(files, [tool("a", "cmd/a/main.go"), shared])).toEqual({
    "ann/tools": ["a", "shared"],
  });
});

const csproj = (type: string, on = "") =>
  `<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><OutputType>${type}</OutputType></PropertyGroup>
  <ItemGroup><ProjectReference Include="${on}" /></ItemGroup></Project>`;

test("what a library registers belongs to the programs built on it: to the only one, or to those that serve", () => {
  const core = { "Core/Core.csproj": csproj("Library") };
  const one = { "Mid/Mid.csproj": csproj("Library", "..\\Core\\Core.csproj") };
  const two = { "App/App.csproj": csproj("Exe", "../Mid/Mid.csproj") };
  const tools = [tool("a", "Core/Tools.cs")];
  expect(shape(core, tools)).toEqual({ "ann/tools/Core": ["a"] });
  expect(shape({ ...core, ...one, ...two }, tools)).toEqual({ "ann/tools/App": ["a"] });
  const more = {
    ...core,
    ...one,
    ...two,
    "Cli/Cli.csproj": csproj("Exe", "../Core/Core.csproj"),
    "samples/Try/Try.csproj": csproj("Exe", "../../Core/Core.csproj"),
  };
  expect(shape(more, tools)).toEqual({ "ann/tools/Core": ["a"] });
  const served = {
    ...more,
    "App/Program.cs": "services.AddMcpServer().WithStdioServerTransport();",
  };
  expect(shape(served, tools)).toEqual({ "ann/tools/App": ["a"] });
});

test("a server says how it starts, its transports and libraries, from its manifests, code and registry entry", () => {
  const entry = {
    name: "io.github.ann/mail",
    packages: [
      { registryType: "npm", identifier: "mail", version: "0.9.0", transport: { type: "sse" } },
      { registryType: "oci", identifier: "ann/mail:1" },
    ],
  };
  const files = {
    "server.json": JSON.stringify(entry),
    "src/mail/package.json": JSON.stringify({
      name: "mail",
      version: "1.0.0",
      bin: "x.js",
      dependencies: { "@modelcontextprotocol/sdk": "^1.2.0", mailer: "1" },
    }),
    "src/mail/index.ts": "await server.connect(new StdioServerTransport());",
    "src/mail/test/http.ts": "new StreamableHTTPServerTransport({})",
    "src/other/package.json": manifest("other"),
  };
  const found = { tools: [tool("a", "src/mail/index.ts")], unresolved: [], skipped: [] };
  expect(attribute(snapshot(files), found)).toMatchObject([
    {
      path: "src/mail",
      name: "mail",
      packages: [
        { registry: "npm", name: "mail", version: "1.0.0" },
        { registry: "oci", name: "ann/mail:1" },
      ],
      start: [
        ["npx", "-y", "mail"],
        ["docker", "run", "-i", "--rm", "ann/mail:1"],
      ],
      transports: ["stdio", "sse"],
      sdks: [{ registry: "npm", name: "@modelcontextprotocol/sdk", version: "^1.2.0" }],
    },
  ]);
});

const list = (name: string, path: string, more: Partial<Tool> = {}) =>
  tool(name, path, { method: "listed", ...more });

test("where a folder has several packages, the one that is built on MCP names the server", () => {
  const files = {
    "package.json": JSON.stringify({ name: "website", private: true }),
    "pyproject.toml": '[project]\nname = "the-server"\ndependencies = ["mcp>=1"]\n',
  };
  const found = { tools: [tool("a", "x.py")], unresolved: [], skipped: [] };
  expect(attribute(snapshot(files), found)).toMatchObject([{ name: "the-server" }]);
});

test("a tool that a manifest lists and reading found is one: confirmed, or with what the list says otherwise", () => {
  const read = [
    tool("same", "a.ts", { description: "Sends\n a mail" }),
    tool("named", "a.ts"),
    tool("other", "a.ts", { description: "Reads", title: "T" }),
  ];
  const listed = [
    list("same", "manifest.json", { description: "Sends a mail" }),
    list("named", "manifest.json"),
    list("other", "manifest.json", { description: "Writes", title: "T" }),
    list("more", "manifest.json"),
    list("same", "z/manifest.json", { description: "again" }),
  ];
  const found = { tools: [...listed, ...read], unresolved: [], skipped: [] };
  const [server, ...rest] = attribute(snapshot({}), found);
  expect(rest).toEqual([]);
  expect(server?.tools).toMatchObject([
    { name: "more", method: "listed", differences: [{ by: "read", field: "presence" }] },
    { name: "named", method: "read", confirmedBy: "listed" },
    {
      name: "other",
      method: "read",
      differences: [{ by: "listed", field: "description", saw: '"Writes"' }],
    },
    { name: "same", method: "read", confirmedBy: "listed" },
  ]);
  expect(server?.tools[2]).not.toHaveProperty("confirmedBy");
});

test("where something is unresolved, reading came to no whole list that a listed tool could be missing from", () => {
  const unresolved = [{ at: { path: "a.ts", line: 3 }, reason: "why", registeredIn: "a.ts" }];
  const tools = [tool("a", "a.ts"), list("b", "manifest.json")];
  const [server] = attribute(snapshot({}), { tools, unresolved, skipped: [] });
  expect(server?.tools[1]).toEqual({
    name: "b",
    at: { path: "manifest.json", line: 1 },
    method: "listed",
  });
});

test("a tool that a manifest lists and two methods agree not to be there is none, and is reported", () => {
  const tools = [
    tool("a", "a.ts", { title: "The A", method: "evaluated", confirmedBy: "read" }),
    list("a", "manifest.json"),
    list("gone", "manifest.json"),
    list("The A", "manifest.json"),
  ];
  const [server] = attribute(snapshot({}), { tools, unresolved: [], skipped: [] });
  expect(server?.tools.map(({ name }) => name)).toEqual(["a"]);
  expect(server?.unresolved).toMatchObject([{ at: { path: "manifest.json", line: 1 } }]);
});

test("a list belongs to the server that has its tools; without one, to its own package", () => {
  const files = { "Server/pyproject.toml": '[project]\nname = "s"\n' };
  const lists = ["a", "b"].map((name) => list(name, "manifest.json"));
  expect(shape(files, [tool("a", "Server/x.py"), tool("c", "Server/x.py"), ...lists])).toEqual({
    "ann/tools/Server": ["a", "b", "c"],
  });
  expect(shape(files, [tool("c", "Server/x.py"), ...lists])).toEqual({
    "ann/tools": ["a", "b"],
    "ann/tools/Server": ["c"],
  });
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
  const found = readPackages("tools", lookAt(snapshot(files).files));
  expect([...found].map(([folder, own]) => [folder, own.map(({ name }) => name)])).toEqual([
    ["number", ["n"]],
    ["", ["root"]],
    ["poetry", ["p"]],
    ["old", ["o"]],
  ]);
});

test("a name of more than 1,000 characters is no tool, but unresolved at its place", () => {
  const tools = [tool("a".repeat(1000), "server.py"), tool("b".repeat(1001), "server.py")];
  const [server] = attribute(snapshot({}), { tools, unresolved: [], skipped: [] });
  expect(server?.tools.map(({ name }) => name)).toEqual(["a".repeat(1000)]);
  expect(server?.unresolved).toEqual([
    {
      at: { path: "server.py", line: 1 },
      reason: "A tool is registered under a name of more than 1,000 characters.",
    },
  ]);
});
