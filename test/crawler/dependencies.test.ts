/** Servers that only wrap a package of the registry are followed into it. */
import { afterAll, expect, test } from "vitest";
import { dependenciesOf } from "../../crawler/dependencies.ts";
import { defaultLimits } from "../../crawler/door.ts";
import { npmDoor } from "../../crawler/doors/npm.ts";
import { extract, handlerSource, wants } from "../../crawler/extract.ts";
import type { Snapshot } from "../../model.ts";
import { startNpm, type NpmStandIn } from "../npm/server.ts";

const running: NpmStandIn[] = [];
afterAll(() => Promise.all(running.map((npm) => npm.close())));

const server = (description: string) => `
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { z } from "zod";
export function startMcp(version) {
  const server = new McpServer({ name: "clock", version });
  server.registerTool("tell_time", { description: "${description}", inputSchema: { zone: z.string() } }, async ({ zone }) => {
    return { content: [{ type: "text", text: now(zone) }] };
  });
  return server;
}
`;
function published(name: string, code: string, dependencies: object = {}) {
  const manifest = { name, main: "index.js", type: "module", dependencies };
  return { "index.js": code, "package.json": JSON.stringify(manifest) };
}

const packages = {
  "mcp-clock-core": {
    versions: {
      "1.2.0": published("mcp-clock-core", server("Old.")),
      "1.3.0": published("mcp-clock-core", server("Tells the time.")),
      "2.0.0": published("mcp-clock-core", server("New.")),
    },
  },
  "mcp-clock-cli": {
    versions: {
      "1.0.0": published("mcp-clock-cli", `export { startMcp } from "mcp-clock-core";`, {
        "mcp-clock-core": "~1.3.0",
      }),
    },
  },
  "mcp-nothing": {
    versions: { "1.0.0": published("mcp-nothing", "export const startMcp = () => {};") },
  },
};

async function extractWrapper(name: string, range: string, more: { [path: string]: string } = {}) {
  const npm = await startNpm(packages);
  running.push(npm);
  const door = npmDoor({ registry: npm.url, limits: defaultLimits, wants });
  const dependencies = dependenciesOf([door]);
  const files = {
    "cli.js": `import { startMcp } from "${name}";\nstartMcp("1.0.0");\n`,
    "package.json": JSON.stringify({ name: "w", bin: "cli.js", dependencies: { [name]: range } }),
    ...more,
  };
  const snapshot: Snapshot = {
    repository: { source: "path:w", id: "path.local/w" },
    files: new Map(Object.entries(files)),
    skipped: [],
  };
  const { servers } = await extract(snapshot, { dependencies });
  const [found] = servers;
  return { npm, snapshot, dependencies, servers, tools: found?.tools ?? [], found };
}

const core = (version: string) => ({ registry: "npm", name: "mcp-clock-core", version });

test("the tools of a wrapped package are read in it, at the newest version that fits", async () => {
  const { servers, tools, found, snapshot, dependencies } = await extractWrapper(
    "mcp-clock-core",
    "^1.2.0",
  );
  expect(servers).toHaveLength(1);
  expect(found?.unresolved).toEqual([]);
  expect(tools).toMatchObject([
    {
      name: "tell_time",
      description: "Tells the time.",
      inputSchema: { properties: { zone: { type: "string" } }, required: ["zone"] },
      at: { path: "index.js", line: 6 },
      handler: { path: "index.js", line: 6, endLine: 8 },
      from: core("1.3.0"),
    },
  ]);
  const [tool] = tools;
  const code = tool === undefined ? {} : handlerSource(snapshot, tool, dependencies);
  expect(code.handlerSource).toContain("now(zone)");
});

test.each([
  [
    "package-lock.json",
    JSON.stringify({ packages: { "node_modules/mcp-clock-core": { version: "1.2.0" } } }),
  ],
  [
    "pnpm-lock.yaml",
    "importers:\n  .:\n    dependencies:\n      mcp-clock-core:\n        specifier: ^1.2.0\n        version: 1.2.0(zod@4)\n",
  ],
  ["yarn.lock", `"mcp-clock-core@^1.0.0", "mcp-clock-core@^1.2.0":\n  version "1.2.0"\n`],
  ["bun.lock", `{ "packages": { "mcp-clock-core": ["mcp-clock-core@1.2.0", "", {}] } }`],
])("%s decides the version", async (path, text) => {
  const { tools } = await extractWrapper("mcp-clock-core", "^1.2.0", { [path]: text });
  expect(tools.map(({ from, description }) => [from, description])).toEqual([
    [core("1.2.0"), "Old."],
  ]);
});

test("a wrapped package may wrap another", async () => {
  const { tools } = await extractWrapper("mcp-clock-cli", "1.0.0");
  expect(tools.map(({ name, from }) => [name, from])).toEqual([["tell_time", core("1.3.0")]]);
});

test.each([
  ["mcp-gone", "^1.0.0", /mcp-gone, which could not be opened: .*no such package/],
  ["mcp-clock-core", "^9.0.0", /could not be opened: .*no version \^9\.0\.0/],
  ["mcp-clock-core", "workspace:*", /could not be opened: it is not from the registry/],
  ["mcp-nothing", "1.0.0", /no tool could be read in its version 1\.0\.0/],
])("%s at %s stays unresolved, with the reason", async (name, range, reason) => {
  const { tools, found } = await extractWrapper(name, range);
  expect(tools).toEqual([]);
  expect(found?.unresolved).toMatchObject([
    { at: { path: "cli.js", line: 2 }, reason: expect.stringMatching(reason) },
  ]);
});

test("no package is opened for a server with tools of its own", async () => {
  const { npm, tools } = await extractWrapper("mcp-clock-core", "^1.2.0", {
    "cli.js": `import { startMcp } from "mcp-clock-core";\n${server("Own.").replace("export ", "").replace("startMcp", "startOwn")}startMcp();startOwn("1");`,
  });
  expect(tools.map(({ description, from }) => [description, from])).toEqual([["Own.", undefined]]);
  expect(npm.requests).toEqual([]);
});
