/** Programs of different snapshots run in the same machine: nothing of one is there for the next. */
import { expect, test } from "vitest";
import { loadLibraries } from "../../../crawler/sandbox/libraries.ts";
import { evaluate, seen, serverWith } from "./evaluate.ts";

/** Whatever a program can reach that the next one would meet again. */
const poison = {
  "the prototypes of the language": `
    Object.prototype.description = "poisoned"; Array.prototype.push = () => 0;
    JSON.stringify = () => '{"tools":[]}'; Promise.prototype.then = () => undefined;`,
  "the classes of the libraries": `
    McpServer.prototype.registerTool = () => { throw new Error("poisoned") };
    McpServer.prototype.tool = McpServer.prototype.registerTool;
    Object.getPrototypeOf(z.string()).describe = () => z.number();
    z.string = z.number; z.object = () => z.never();`,
  "the globals": `
    globalThis.fetch = globalThis.setTimeout = undefined; process.argv = ["--poisoned"];
    process.env = new Proxy({}, { get: () => "poisoned" }); process.stdin.on("data", () => {});
    delete globalThis.Map; delete globalThis.WeakMap; globalThis.poisoned = true;`,
  "its timers and promises": `
    setInterval(() => server.registerTool("poisoned" + Math.random(), {}, async () => ({})), 1);
    new Promise(() => {}); await 0;`,
  "no end": `for (;;);`,
  "more memory than is kept": `globalThis.kept = new Uint8Array(300_000_000).fill(1);`,
};

const honest = (name: string) =>
  serverWith(
    `
if (globalThis.poisoned !== undefined || "description" in {} || process.argv.length !== 2)
  server.registerTool("infected", { description: "Met another program" }, async () => ({ content: [] }));`,
    name,
  );

test.each(Object.entries(poison))(
  "a program that leaves %s is followed by one that meets nothing of it",
  { timeout: 60_000 },
  async (_what, code) => {
    const before = await evaluate({ "index.ts": honest("before") });
    const poisoned = await evaluate({
      "index.ts": serverWith(`console.error("poison runs"); ${code}`),
    });
    const after = await evaluate({ "index.ts": honest("after") });
    expect(JSON.stringify(poisoned.runs)).toContain("poison runs");
    expect(before.tools.map(seen)).toMatchObject([
      { name: "before", description: "Says hello", inputSchema: { required: ["to"] } },
    ]);
    expect(after.tools.map(seen)).toEqual(before.tools.map((t) => ({ ...seen(t), name: "after" })));
    expect(after.runs).toEqual(before.runs);
  },
);

test("a machine answers with the files of its own snapshot", async () => {
  const reads = serverWith(`
    import { existsSync, readFileSync } from "node:fs";
    const file = new URL("data.txt", import.meta.url);
    const description = existsSync(file) ? readFileSync(file, "utf8") : "none";
    server.registerTool("read", { description }, async () => ({ content: [] }));`);
  const described = async (files: Record<string, string>) =>
    (await evaluate(files)).tools.find(({ name }) => name === "read")?.description;
  expect(await described({ "index.ts": reads, "data.txt": "first" })).toBe("first");
  expect(await described({ "index.ts": reads, "data.txt": "second" })).toBe("second");
  expect(await described({ "index.ts": reads })).toBe("none");
});

test("the libraries of a program are loaded in the same order each time", async () => {
  const names = ["zod", "yaml", "dedent", "@modelcontextprotocol/sdk"];
  expect(await loadLibraries(names.toReversed(), 4)).toEqual(await loadLibraries(names, 4));
});
