import { expect, test } from "vitest";
import { evaluate, serverWith } from "./evaluate.ts";

/** The names of the tools of one exact run. */
async function listed(files: Record<string, string>): Promise<string[]> {
  const { tools, runs } = await evaluate(files);
  expect(runs.map(({ isListed, isExact }) => [isListed, isExact])).toEqual([[true, true]]);
  return tools.map(({ name }) => name).toSorted();
}

test("what a program writes is there for it to read, list and delete", async () => {
  const code = `import fs from "node:fs";
const folder = "/home/user/.greeter/cache";
if (!fs.existsSync(folder)) fs.mkdirSync(folder, { recursive: true });
fs.writeFileSync(folder + "/one.json", JSON.stringify({ name: "kept" }));
fs.writeFileSync(folder + "/two.tmp", "");
fs.appendFileSync(folder + "/two.tmp", "more");
fs.renameSync(folder + "/two.tmp", folder + "/two.txt");
fs.writeFileSync(folder + "/gone", "");
fs.unlinkSync(folder + "/gone");
const found = fs.readdirSync(folder).filter((name) => fs.statSync(folder + "/" + name).isFile());
const { name } = JSON.parse(fs.readFileSync(folder + "/one.json", "utf8"));
for (const each of [name, ...found, fs.readFileSync(folder + "/two.txt", "utf8")])
  server.registerTool(each, {}, async () => ({ content: [] }));`;
  expect(await listed({ "index.ts": serverWith(code) })).toEqual([
    "greet",
    "kept",
    "more",
    "one.json",
    "two.txt",
  ]);
});

test("compiled modules copy what they import, of Node and of packages that aren't there", async () => {
  const manifest = { name: "server", bin: "index.js", dependencies: {} };
  const code = `"use strict";
var __importStar = (mod) => {
  if (mod && mod.__esModule) return mod;
  const result = {};
  for (const key of Object.getOwnPropertyNames(mod)) if (key !== "default") result[key] = mod[key];
  result.default = mod;
  return result;
};
const http = __importStar(require("http"));
const settings = __importStar(require("some-settings"));
const { McpServer } = require("@modelcontextprotocol/sdk/server/mcp.js");
class Agent extends http.Agent {}
settings.config();
const server = new McpServer({ name: "fixture", version: "1.0.0" });
server.registerTool("greet", {}, async () => new Agent());
`;
  expect(await listed({ "package.json": JSON.stringify(manifest), "index.js": code })).toEqual([
    "greet",
  ]);
});

test("packages are taken to be installed", async () => {
  const code = `import { createRequire } from "node:module";
const places = [import.meta.resolve("some-package"), createRequire(import.meta.url).resolve("./other.js")];
for (const place of places) server.registerTool(place.split("/").at(-1)!, {}, async () => ({ content: [] }));`;
  expect(await listed({ "index.ts": serverWith(code) })).toEqual([
    "greet",
    "other.js",
    "some-package",
  ]);
});

test("a program that asks for an argument is given an address, or a folder that is there", async () => {
  const asking = (text: string, check: string) => `import fs from "node:fs";
const [value] = process.argv.slice(2);
if (value === undefined) {
  console.error(${JSON.stringify(text)});
  process.exit(1);
}
${check}`;
  const url = asking("Please give a database URL as an argument", "new URL(value!);");
  expect(await listed({ "index.ts": serverWith(url) })).toEqual(["greet"]);
  const folder = asking("Usage: server <directory>", "fs.readdirSync(value!);");
  expect(await listed({ "index.ts": serverWith(folder) })).toEqual(["greet"]);
});

test("what earlier versions of the libraries took is taken", async () => {
  const code = `import { Server } from "@modelcontextprotocol/sdk/server/index.js";
import { ListToolsRequestSchema } from "@modelcontextprotocol/sdk/types.js";
import { Command } from "commander";
const program = new Command().option("-cs, --connection-string <text>", "Where", "here").parse();
const server = new Server({ name: "fixture", version: "1.0.0" });
server.setRequestHandler(ListToolsRequestSchema, async () => ({
  tools: [{ name: program.opts().connectionString, inputSchema: { type: "object" } }],
}));
`;
  expect(await listed({ "index.ts": code })).toEqual(["here"]);
});
