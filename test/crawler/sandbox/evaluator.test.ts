import { expect, test } from "vitest";
import { evaluate, seen, serverWith } from "./evaluate.ts";

test("a server's own list is what a client would see, with places in its source", async () => {
  const { tools, runs } = await evaluate({ "index.ts": serverWith("") });
  expect(runs).toEqual([
    { entry: "index.ts", isListed: true, isExact: true, dropped: [], failures: [] },
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
