import { expect, test } from "vitest";
import { withCalls } from "../../crawler/calls.ts";
import { extract } from "../../crawler/extract.ts";
import type { Snapshot, Tool } from "../../model.ts";

const snapshotOf = (files: Record<string, string>): Snapshot => ({
  repository: { source: "path:boxes", id: "path.local/boxes" },
  files: new Map(Object.entries(files).toSorted(([a], [b]) => (a < b ? -1 : 1))),
  skipped: [],
});

async function toolsOf(files: Record<string, string>): Promise<Map<string, Tool>> {
  const { servers } = await extract(snapshotOf(files));
  return new Map(servers.flatMap(({ tools }) => tools.map((tool) => [tool.name, tool])));
}

const client = `import httpx

class BoxClient:
    def remove(self, id):
        return self.request("DELETE", f"/boxes/{id}")

    def request(self, method, path):
        return httpx.request(method, "https://boxes.example" + path)
`;

test("a handler is followed through the server's own functions to the call that leaves them", async () => {
  const tools = await toolsOf({
    "client.py": client,
    "server.py": `from fastmcp import FastMCP
from client import BoxClient

mcp = FastMCP("boxes")
boxes = BoxClient()

@mcp.tool()
def drop_box(id: str) -> str:
    """Handles a box."""
    return boxes.remove(id)
`,
  });
  const [call] = tools.get("drop_box")?.calls ?? [];
  expect(call).toEqual({
    callee: "httpx.request",
    module: "httpx",
    arguments: [{ text: "DELETE" }, { text: "https://boxes.example/boxes/{id}" }],
    quote: 'return httpx.request(method, "https://boxes.example" + path)',
    at: { path: "client.py", line: 8 },
    via: ["BoxClient.remove", "BoxClient.request"],
  });
});

test("code that many tools share says nothing of one of them", async () => {
  const names = ["add_box", "drop_box", "list_boxes"];
  const tools = await toolsOf({
    "client.py": client,
    "server.py": `from mcp.server import Server
from mcp.types import Tool
from client import BoxClient

server = Server("boxes")

@server.list_tools()
async def list_tools():
    return [${names.map((name) => `Tool(name="${name}", inputSchema={})`).join(", ")}]

@server.call_tool()
async def call_tool(name, arguments):
    return BoxClient().remove(arguments["id"])
`,
  });
  expect([...tools.keys()]).toEqual(names);
  for (const tool of tools.values()) expect(tool.calls).toBeUndefined();
});

test("a table that states each tool's request is read where one handler serves them all", async () => {
  const tools = await toolsOf({
    "package.json": `{"dependencies": {"@modelcontextprotocol/sdk": "1.0.0"}}`,
    "server.js": `import { Server } from "@modelcontextprotocol/sdk/server/index.js";
import { CallToolRequestSchema, ListToolsRequestSchema } from "@modelcontextprotocol/sdk/types.js";

const table = [
  { name: "box_gone", description: "Handles a box.", method: "DELETE", path: "/boxes/{id}", inputSchema: { type: "object" } },
  { name: "box_here", description: "Handles a box.", method: "GET", path: "/boxes/{id}", inputSchema: { type: "object" } },
  {
    name: "box_call",
    description: "Handles boxes.",
    inputSchema: { type: "object" },
    examples: [
      { method: "GET", path: "/boxes" },
      { method: "DELETE", path: "/boxes" },
    ],
  },
];
const server = new Server({ name: "boxes", version: "1.0.0" }, { capabilities: { tools: {} } });
server.setRequestHandler(ListToolsRequestSchema, async () => ({ tools: table }));
server.setRequestHandler(CallToolRequestSchema, async ({ params }) => {
  const { method, path } = table.find(({ name }) => name === params.name);
  return fetch("https://boxes.example" + path, { method });
});
`,
  });
  expect(tools.get("box_gone")?.calls).toEqual([
    {
      callee: "request",
      arguments: [
        { name: "method", text: "DELETE" },
        { name: "url", text: "/boxes/{id}" },
      ],
      quote: 'method: "DELETE"',
      at: { path: "server.js", line: 5 },
    },
  ]);
  expect(tools.get("box_here")?.calls?.[0]?.at.line).toBe(6);
  expect(tools.get("box_call")?.calls).toBeUndefined();
});

test("a handler that is too long to be one tool's is not followed", async () => {
  const line = "    value = json.dumps(value)\n";
  const tools = await toolsOf({
    "server.py": `import json
from fastmcp import FastMCP

mcp = FastMCP("boxes")

@mcp.tool()
def long(value: str) -> str:
${line.repeat(3_000)}    return value

@mcp.tool()
def short(value: str) -> str:
    return open(value, "w").write("")
`,
  });
  expect(tools.get("long")?.calls).toBeUndefined();
  expect(tools.get("short")?.calls?.map(({ callee }) => callee)).toContain("open");
});

test("where following comes to no end in time, the handlers' files are named", async () => {
  const snapshot = snapshotOf({
    "server.py": `from fastmcp import FastMCP

mcp = FastMCP("boxes")
${"def other(value):\n    return value\n".repeat(5_000)}
@mcp.tool()
def drop_box(id: str) -> str:
    return open(id, "w").write("")
`,
  });
  const { servers } = await extract(snapshot);
  const plain = servers.map((server) => ({
    ...server,
    tools: server.tools.map(({ calls, ...tool }) => {
      expect(calls).not.toHaveLength(0);
      return tool;
    }),
  }));
  const { servers: whole, skipped } = await withCalls(snapshot, plain, undefined, 0);
  expect(skipped).toEqual([{ path: "server.py", reason: "calls-not-followed" }]);
  expect(whole).toEqual(plain);
});
