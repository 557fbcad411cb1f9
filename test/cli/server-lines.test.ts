import { stripVTControlCharacters } from "node:util";
import { expect, test } from "vitest";
import { serverLines } from "../../cli/server-lines.ts";
import type { Server, Tool } from "../../model.ts";

function tool(name: string, more: Partial<Tool> = {}): Tool {
  return { name, at: { path: "a.ts", line: 3 }, method: "read", ...more };
}

const server: Server = {
  id: "ann/mail",
  path: "",
  name: "mail",
  packages: [],
  start: [["npx", "-y", "mail\u001b[31m"]],
  transports: ["stdio", "sse"],
  secrets: [],
  scopes: [],
  sdks: [{ registry: "npm", name: "@modelcontextprotocol/sdk", version: "^1.20.0" }],
  tools: [
    tool("both", { method: "evaluated", confirmedBy: "read" }),
    tool("core", { from: { registry: "npm", name: "mail-core", version: "3.0.0" } }),
    tool("other", {
      differences: [
        { by: "evaluated", field: "description", saw: '"x"' },
        { by: "evaluated", field: "title" },
        { by: "listed", field: "presence" },
      ],
    }),
  ],
  unresolved: [{ at: { path: "b.ts", line: 9 }, reason: "a name from a loop" }],
};

test("a server says how it is started, what it is built on, and how each tool was found", () => {
  expect(serverLines(server).map(stripVTControlCharacters)).toEqual([
    "ann/mail  3 tools (1 evaluated, 2 read; 1 confirmed, 1 differing), 1 unresolved",
    "  start       npx -y mail\\u001b[31m",
    "  transports  stdio, sse",
    "  built on    @modelcontextprotocol/sdk ^1.20.0",
    "  both  a.ts:3  evaluated, confirmed by read",
    "  core  mail-core@3.0.0 a.ts:3  read",
    "  other  a.ts:3  read, unlike evaluated in description and title, unlike listed in presence",
    "  ? b.ts:9  a name from a loop",
  ]);
});

test("a server without tools says no more than that", () => {
  const bare = { ...server, start: [], transports: [], sdks: [], tools: [], unresolved: [] };
  expect(serverLines(bare).map(stripVTControlCharacters)).toEqual([
    "ann/mail  0 tools, 0 unresolved",
  ]);
});
