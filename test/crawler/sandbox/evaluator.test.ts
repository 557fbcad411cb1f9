import { expect, test } from "vitest";
import { evaluate, seen, serverWith } from "./evaluate.ts";

test("a server's own list is what a client would see, with places in its source", async () => {
  const { tools, runs } = await evaluate({ "index.ts": serverWith("") });
  expect(runs).toEqual([
    { entry: "index.ts", isListed: true, isExact: true, dropped: [], lists: [], failures: [] },
  ]);
  expect(tools).toEqual([
    {
      name: "greet",
      description: "Says hello",
      inputSchema: {
        $schema: "http://json-schema.org/draft-07/schema#",
        type: "object",
        properties: { to: { type: "string" } },
        required: ["to"],
        additionalProperties: false,
      },
      at: { path: "index.ts", line: 5 },
      handler: { path: "index.ts", line: 5, endLine: 7 },
      method: "evaluated",
      registeredIn: "index.ts",
    },
  ]);
});

test("names that are computed, a list of a low-level server and packages that aren't there", async () => {
  const { tools, runs } = await evaluate({
    "index.ts": `#!/usr/bin/env node
import { Server } from "@modelcontextprotocol/sdk/server/index.js";
import { ListToolsRequestSchema } from "@modelcontextprotocol/sdk/types.js";
import { createClient, type Client } from "some-client";
import { text } from "./text.js";
const client: Client = createClient({ key: process.env.API_KEY });
client.on("ready", () => client.start());
const server = new Server({ name: "fixture", version: "1.0.0" }, { capabilities: { tools: {} } });
server.setRequestHandler(ListToolsRequestSchema, async () => ({
  tools: ["cats", "dogs"].map((kind) => ({ name: \`list_\${kind}\`, description: text(kind), inputSchema: { type: "object" } })),
}));
`,
    "text.ts": "export const text = (kind: string) => `Lists all ${kind}`;\n",
  });
  expect(runs.map(({ isListed, isExact }) => [isListed, isExact])).toEqual([[true, true]]);
  const list = { path: "index.ts", line: 9 };
  expect(runs[0]?.lists).toEqual([{ ...list, endLine: 11 }]);
  expect(tools.map(({ at }) => at)).toEqual([list, list]);
  expect(tools.map(seen)).toEqual([
    { name: "list_cats", description: "Lists all cats", inputSchema: { type: "object" } },
    { name: "list_dogs", description: "Lists all dogs", inputSchema: { type: "object" } },
  ]);
});

test("a tool with something of a stand-in in it is left out, and the run is not exact", async () => {
  const code = `import { models, prefix } from "some-models";
server.registerTool("choose", { inputSchema: { model: z.enum(Object.keys(models) as [string]) } }, async () => ({ content: [] }));
server.registerTool(prefix + "_list", {}, async () => ({ content: [] }));`;
  const { tools, runs } = await evaluate({ "index.ts": serverWith(code) });
  expect(tools.map(({ name }) => name)).toEqual(["greet"]);
  expect(runs[0]).toMatchObject({ isListed: true, isExact: false });
  expect(runs[0]?.dropped).toHaveLength(2);
});

test("a server that speaks the protocol by itself is asked over its input and output", async () => {
  const { tools } = await evaluate({
    "index.js": `import * as readline from "node:readline";
const registerTool = "ping";
readline.createInterface({ input: process.stdin }).on("line", (line) => {
  const { id, method } = JSON.parse(line);
  const say = (result) => process.stdout.write(JSON.stringify({ jsonrpc: "2.0", id, result }) + "\\n");
  if (method === "initialize") say({ protocolVersion: "2025-06-18", capabilities: { tools: {} }, serverInfo: {} });
  if (method === "tools/list") say({ tools: [{ name: registerTool, description: "Pings", inputSchema: { type: "object" } }] });
});
`,
    "package.json": JSON.stringify({ name: "mcp-server", bin: "index.js" }),
  });
  expect(tools.map(seen)).toEqual([
    { name: "ping", description: "Pings", inputSchema: { type: "object" } },
  ]);
});

test("nothing is evaluated where no program registers anything", async () => {
  const { tools, runs } = await evaluate({ "index.ts": "export const sum = 1 + 1;\n" });
  expect({ tools, runs }).toEqual({ tools: [], runs: [] });
});

test("servers of fastmcp and of the second SDK", async () => {
  const manifest = (name: string, zod = "^4.0.0") =>
    JSON.stringify({ name, bin: "index.ts", dependencies: { zod } });
  const fast = (tool: string) => `import { FastMCP } from "fastmcp";
import { z } from "zod";
const server = new FastMCP({ name: "fast", version: "1.0.0" });
server.addTool({ name: "${tool}", description: "Adds", parameters: z.object({ a: z.number() }), execute: async ({ a }) => String(a) });
await server.start({ transportType: "stdio" });
`;
  const { tools } = await evaluate({
    "package.json": manifest("root"),
    "fast/package.json": manifest("fast"),
    "fast/index.ts": fast("add"),
    "older/package.json": manifest("older", "^3.25.0"),
    "older/index.ts": fast("plus"),
    "second/package.json": manifest("second"),
    "second/index.ts": `import { McpServer } from "@modelcontextprotocol/server";
import { serveStdio } from "@modelcontextprotocol/server/stdio";
import { z } from "zod";
serveStdio(() => {
  const server = new McpServer({ name: "second", version: "1.0.0" });
  server.registerTool("sum", { description: "Sums", inputSchema: z.object({ b: z.string().optional() }) }, async () => ({ content: [] }));
  return server;
});
`,
  });
  expect(tools).toMatchObject([
    {
      name: "add",
      inputSchema: { properties: { a: { type: "number" } }, required: ["a"] },
      at: { path: "fast/index.ts", line: 4 },
    },
    { name: "plus", inputSchema: { properties: { a: { type: "number" } }, required: ["a"] } },
    { name: "sum", inputSchema: { properties: { b: { type: "string" } } } },
  ]);
});

test("a variable that a program says is missing is set; a command of a command line is run", async () => {
  const { tools, runs } = await evaluate({
    "index.ts": `import { Command } from "commander";
import { start } from "./server.js";
if (process.env.REGION_CODE === undefined) throw new Error("REGION_CODE is required");
const program = new Command();
program.command("serve").option("--level <level>", "level", "low").action((options: { level: string }) => start(options.level));
program.parse();
`,
    "server.ts": `import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
export function start(level: string) {
  const server = new McpServer({ name: "command", version: "1.0.0" });
  server.registerTool("show", { description: "Shows " + level }, async () => ({ content: [] }));
}
`,
  });
  expect(tools.map(({ name, description }) => [name, description])).toEqual([
    ["show", "Shows low"],
  ]);
  expect(runs).toMatchObject([{ isListed: true, isExact: false }]);
});

test("modules with computed names are found among those of the package", async () => {
  const { tools } = await evaluate({
    "index.ts": `import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { readdirSync } from "node:fs";
import path from "node:path";
const folder = path.join(import.meta.dirname, "tools");
const server = new McpServer({ name: "loader", version: "1.0.0" });
for (const file of readdirSync(folder)) {
  const { name, about } = await import(path.join(folder, file));
  server.registerTool(name, { description: about }, async () => ({ content: [] }));
}
`,
    "tools/one.ts": 'export const name = "one";\nexport const about = "The first";\n',
    "tools/two.ts": 'export const name = "two";\nexport const about = "The second";\n',
  });
  expect(tools.map(({ name, description }) => [name, description])).toEqual([
    ["one", "The first"],
    ["two", "The second"],
  ]);
});
