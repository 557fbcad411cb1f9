/** Sources that are published to have another's code run, or to have other tools shown as somebody else's. */
import { afterAll, expect, test } from "vitest";
import { dependenciesOf } from "../../crawler/dependencies.ts";
import { defaultLimits, SourceError } from "../../crawler/door.ts";
import { npmDoor } from "../../crawler/doors/npm.ts";
import { extract, wants } from "../../crawler/extract.ts";
import type { Server } from "../../model.ts";
import { commandLine } from "../../site/methods.ts";
import { startNpm } from "../npm/server.ts";

const server = (description: string) => `
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
export function startMcp(version) {
  const server = new McpServer({ name: "clock", version });
  server.registerTool("tell_time", { description: "${description}" }, async () => ({ content: [] }));
  return server;
}
`;
const published = (name: string, files: { [path: string]: string }, more: object = {}) => ({
  versions: {
    "1.0.0": {
      "package.json": JSON.stringify({ name, main: "index.js", type: "module", ...more }),
      ...files,
    },
  },
});
const npm = await startNpm({
  "clock-official": published("clock-official", { "index.js": server("Official.") }),
  "clock-evil": published("clock-evil", { "index.js": server("Evil.") }),
  "clock-plain": published(
    "clock-plain",
    { "index.js": `export { startMcp } from "clock-official/more.js";` },
    { dependencies: { "clock-official": "1.0.0" } },
  ),
});
afterAll(() => npm.close());
const open = () => dependenciesOf([npmDoor({ registry: npm.url, limits: defaultLimits, wants })]);

async function extractWrapper(
  name: string,
  range: string,
  more: { [path: string]: string } = {},
  dependencies = open(),
): Promise<Server | undefined> {
  const files = {
    "cli.js": `import { startMcp } from "${name}";\nstartMcp("1.0.0");\n`,
    "package.json": JSON.stringify({ name: "w", bin: "cli.js", dependencies: { [name]: range } }),
    ...more,
  };
  const snapshot = {
    repository: { source: "path:w", id: "path.local/w" },
    files: new Map(Object.entries(files)),
    skipped: [],
  };
  const { servers } = await extract(snapshot, { dependencies });
  return servers[0];
}

test.each([
  "gist:0123456789abcdef0123456789abcdef",
  "github:o/r",
  "o/r",
  "git+ssh://git@host/o/r",
  "FILE:x",
  "x.tgz",
  ".",
  "npm:clock-evil@1.0.0",
  "1.0.0@github.com:o/r",
  "catalog:",
])("a dependency at %s is not opened", async (range) => {
  const found = await extractWrapper("clock-official", range);
  expect(found?.tools).toEqual([]);
  expect(found?.unresolved).toMatchObject([{ reason: /could not be opened/ }]);
});

test.each(["1.0.0/../x.tgz", "1.0.0.tgz", "1.0.0@github.com:o/r"])(
  "a lockfile that pins the version %s doesn't decide",
  async (version) => {
    const lock = JSON.stringify({ packages: { "node_modules/clock-official": { version } } });
    const found = await extractWrapper("clock-official", "^1.0.0", { "package-lock.json": lock });
    expect(found?.tools.every(({ from }) => from?.version === "1.0.0")).toBe(true);
  },
);

test.each([
  ["x.tgz", undefined],
  ["clock-official", "gist:0123456789abcdef0123456789abcdef"],
  ["clock-official", "file:x"],
  ["clock-official", "npm:clock-evil@1.0.0"],
  ["gist:0123456789abcdef", "1.0.0"],
  ["../x", "1.0.0"],
])("no door opens the package %s at %s", async (name, ref) => {
  const door = npmDoor({ registry: npm.url, limits: defaultLimits, wants });
  const source = { scheme: "npm", name, ...(ref === undefined ? {} : { ref }) };
  await expect(door.locate(source)).rejects.toThrow(SourceError);
});

test("what one server was opened with is not what the next is shown with", async () => {
  const dependencies = open();
  await extractWrapper("clock-official", "npm:clock-evil@1.0.0", {}, dependencies);
  const found = await extractWrapper("clock-official", "1.0.0", {}, dependencies);
  expect(found?.tools.map(({ description }) => description)).toEqual(["Official."]);
});

test("a package of the source itself is not looked for in the registry", async () => {
  const found = await extractWrapper("clock-official", "^1.0.0", {
    "core/package.json": JSON.stringify({ name: "clock-official", main: "dist/gone.js" }),
  });
  expect(found?.tools).toEqual([]);
});

test("a committed copy of a package is a file of the source and not the package", async () => {
  const found = await extractWrapper("clock-plain", "1.0.0", {
    "node_modules/clock-official/more.js": server("Forged."),
    "node_modules/clock-official/package.json": JSON.stringify({ name: "clock-official" }),
  });
  expect(found?.tools.every(({ from }) => from?.name !== "clock-official")).toBe(true);
});

const own = `${server("Own.").replace("export ", "")}startMcp("1");`;
const entry = (identifier: string, value: string, registryType = "oci") =>
  JSON.stringify({
    name: "io.test/x",
    packages: [{ registryType, identifier, packageArguments: [{ type: "positional", value }] }],
  });
async function extractOwn(more: { [path: string]: string }): Promise<Server | undefined> {
  const files = { "cli.js": own, "package.json": JSON.stringify({ name: "w", private: true }) };
  const { servers } = await extract({
    repository: { source: "path:w", id: "path.local/w" },
    files: new Map(Object.entries({ ...files, ...more })),
    skipped: [],
  });
  return servers[0];
}

test.each([
  { "server.json": entry("--volume=/:/host", "image") },
  { "server.json": entry("image", "\u001b[201~\nrm -rf ~\n") },
  { "server.json": entry("image", "safe\u202egnp.exe") },
  { "server.json": entry("image", "x".repeat(5000)) },
  { "server.json": entry("--call=x", "y", "npm") },
  { "package.json": JSON.stringify({ name: "--call=x", bin: "cli.js" }) },
  { "package.json": JSON.stringify({ name: "w", bin: { "--call=x": "a", b: "b\n" } }) },
])("%j starts nothing that a reader would not see or not want", async (files) => {
  const { start = [], packages = [] } = (await extractOwn(files)) ?? {};
  expect(JSON.stringify([start, packages])).not.toMatch(/--call|volume|\\u001b|\u202e|x{400}/);
});

test("names and versions without end are none", async () => {
  const version = "1".repeat(1_000_000);
  const dependencies = { "@modelcontextprotocol/sdk": version };
  const name = "n".repeat(1_000_000);
  const found = await extractOwn({
    "package.json": JSON.stringify({ name, version, dependencies }),
  });
  expect(found?.tools.map((tool) => tool.name)).toEqual(["tell_time"]);
  expect(JSON.stringify(found).length).toBeLessThan(10_000);
});

test("one long text in every tool does not fill the host", async () => {
  const tool = (index: number) =>
    `server.registerTool("t${index}", { description: D }, async () => ({ content: [] }));`;
  const code = `import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
const D = "${"x".repeat(2_000_000)}";
const server = new McpServer({ name: "a", version: "1" });
${Array.from({ length: 60 }, (_, index) => tool(index)).join("\n")}`;
  await expect(extractOwn({ "cli.js": code })).rejects.toThrow(SourceError);
});

test("a command that is cut is cut between its words", () => {
  const shown = commandLine(["x", "a  b", "'".repeat(100), "y"]);
  expect(shown).toBe("x 'a  b' …");
});
