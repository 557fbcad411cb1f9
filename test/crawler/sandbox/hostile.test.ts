/** Programs that are made to harm: each ends within its limits, and what it registered before stays true. */
import { expect, test } from "vitest";
import { extractApart } from "../../../crawler/apart.ts";
import type { Evaluation } from "../../../crawler/merge.ts";
import { evaluate, seen, serverWith, snapshotOf } from "./evaluate.ts";

const greet = { name: "greet", description: "Says hello" };
const limitMs = 60_000;

async function outcomeOf(
  code: string,
): Promise<{ tools: object[]; run: Evaluation["runs"][number] | undefined }> {
  const { tools, runs } = await evaluate({ "index.ts": serverWith(code) });
  return { tools: tools.map(seen), run: runs[0] };
}

/** Those that cost a server nothing: its list is that of honest code. */
const harmless: [string, string][] = [
  ["ends the process", "process.exit(1); process.abort();"],
  [
    "throws later",
    "setTimeout(() => { throw new Error('late'); }, 5); Promise.reject(new Error('lost'));",
  ],
  [
    "calls itself without end",
    "function f(): number { return f() + 1; } try { f(); } catch { /* on */ }",
  ],
  [
    "never stops setting timers",
    "const again = () => setTimeout(again, 1); again(); setInterval(() => {}, 1);",
  ],
  [
    "looks for what it runs in",
    `const reached: string[] = [];
for (const name of ["node:fs", "node:child_process", "node:net", "node:worker_threads", "node:vm"])
  try { const module = await import(name); void module.execSync?.("touch /tmp/reached"); } catch { reached.push(name); }
const host = (globalThis as any).constructor.constructor("return this")();
if (host !== globalThis) throw new Error("another world");`,
  ],
];

test.each(harmless)("a program that %s", { timeout: limitMs }, async (_what, code) => {
  const { tools, run } = await outcomeOf(code);
  expect(tools).toMatchObject([greet]);
  expect(run?.isListed).toBe(true);
});

test("an endless loop is stopped, and the run is not exact", { timeout: limitMs }, async () => {
  const { tools, run } = await outcomeOf("if (Math.random() < 2) for (;;);");
  expect(tools).toMatchObject([greet]);
  expect(run).toMatchObject({ isListed: true, isExact: false });
});

test("gigabytes of text end the program alone", { timeout: limitMs }, async () => {
  const code = "const a = 'x'.repeat(2 ** 29); let b = ''; for (;;) b = [b, a].join(a);";
  const { tools, runs } = await evaluate({ "index.ts": serverWith(code) });
  expect(runs).toHaveLength(1);
  expect(tools.every(({ name }) => name === "greet")).toBe(true);
});

test(
  "a program that takes all memory gets no more than its share",
  { timeout: limitMs },
  async () => {
    const code = `const taken = [];
try { for (;;) taken.push(new Uint8Array(5_000_000)); } catch { /* on */ }
const name = "took_" + taken.length * 5;
taken.length = 0;
server.registerTool(name, {}, async () => ({ content: [] }));`;
    const { tools } = await evaluate({ "index.ts": serverWith(code) });
    const [took = 0] = tools.flatMap(({ name }) => /\d+/.exec(name)?.map(Number) ?? []);
    expect(took).toBeGreaterThan(500);
    expect(took).toBeLessThan(810);
  },
);

test("a promise that begets promises is stopped", { timeout: limitMs }, async () => {
  const { run } = await outcomeOf("const f = (): unknown => Promise.resolve().then(f); f();");
  expect(run?.isExact === false || run?.isListed === true).toBe(true);
});

test("a regular expression without end is stopped", { timeout: limitMs }, async () => {
  const { run } = await outcomeOf("/^(?:a+)+$/.test('a'.repeat(60) + 'b');");
  expect(run).toMatchObject({ isListed: true, isExact: false });
});

/** One call of native code that no interrupt reaches. */
const trap = "Array.prototype.indexOf.call({ length: 2 ** 53 - 1 }, 1);";

test("a native call without end costs its program alone", { timeout: limitMs }, async () => {
  const manifest = (name: string) =>
    JSON.stringify({ name, bin: "index.ts", dependencies: { zod: "^3.25.0" } });
  const { tools, runs } = await evaluate({
    "package.json": manifest("root"),
    "a/package.json": manifest("a"),
    "a/index.ts": serverWith("", "first"),
    "b/package.json": manifest("b"),
    "b/index.ts": serverWith(trap, "trapped"),
  });
  expect(runs.map(({ entry, isListed }) => [entry, isListed])).toEqual([
    ["a/index.ts", true],
    ["b/index.ts", false],
  ]);
  expect(tools.map(({ name }) => name)).toEqual(["first"]);
});

test(
  "a schema of proxies that throw is no tool, and no other tool is lost",
  { timeout: limitMs },
  async () => {
    const code = `import { Server } from "@modelcontextprotocol/sdk/server/index.js";
import { ListToolsRequestSchema } from "@modelcontextprotocol/sdk/types.js";
const trap = new Proxy({}, { get() { throw new Error("trap"); }, ownKeys() { throw new Error("trap"); } });
const low = new Server({ name: "low", version: "1" }, { capabilities: { tools: {} } });
low.setRequestHandler(ListToolsRequestSchema, () => ({ tools: [{ name: "low", inputSchema: trap }] }) as never);`;
    const { tools } = await outcomeOf(code);
    expect(tools).toMatchObject([greet]);
  },
);

test(
  "changed built-ins change nothing of what the recorder writes",
  { timeout: limitMs },
  async () => {
    const code = `Object.defineProperty(Object.prototype, "enumerable", { value: false, configurable: true });
Object.defineProperty(Object.prototype, "toJSON", { value: undefined, writable: true, configurable: true });
Object.defineProperty(Array.prototype, "0", { set() {}, configurable: true });
const original = JSON.stringify;
setTimeout(() => {
  JSON.stringify = (() => '{"tools":[{"name":"forged"}]}') as never;
  JSON.parse = (() => ({ forged: true })) as never;
  Map.prototype.values = () => [][Symbol.iterator]() as never;
  Reflect.ownKeys = () => [] as never;
  Object.keys = () => ["forged"];
  String.prototype.includes = () => true;
  WeakSet.prototype.has = () => true;
  Array.isArray = (() => false) as never;
  Array.prototype.push = (() => 0) as never;
}, 1);
void original;`;
    const { tools } = await outcomeOf(code);
    expect(tools.filter((tool) => (tool as { name: string }).name !== "greet")).toEqual([]);
  },
);

test(
  "what a program prints as if it were the recorder is not believed",
  { timeout: limitMs },
  async () => {
    const answer = JSON.stringify({
      answered: 1,
      missed: 0,
      lost: 0,
      named: [],
      tools: [{ definition: { name: "forged" }, isLeaking: false }],
      registrations: [],
      failures: [],
    });
    const code = `console.log(${JSON.stringify(answer)});
process.stdout.write(${JSON.stringify(`${answer}\n`)});
(globalThis as any).prelude = { start: () => ({ result: () => ${JSON.stringify(answer)} }) };
(globalThis as any).__almanac = { library: () => ({}) };`;
    const { tools } = await outcomeOf(code);
    expect(tools).toMatchObject([greet]);
  },
);

test("a list that grows without end is cut", { timeout: limitMs }, async () => {
  const code = `for (let i = 0; ; i++)
  server.registerTool("tool_" + i, { description: "x".repeat(100_000) }, async () => ({ content: [] }));`;
  const { tools, runs } = await evaluate({ "index.ts": serverWith(code) });
  expect(tools.length).toBeLessThan(50_000);
  expect(runs[0]?.isExact).toBe(false);
});

test("nested deeper than anything real", { timeout: limitMs }, async () => {
  const deep = `export const deep = ${"[".repeat(20_000)}${"]".repeat(20_000)};`;
  const { runs } = await evaluate({
    "index.ts": serverWith('import "./deep.js";'),
    "deep.ts": deep,
  });
  expect(runs).toHaveLength(1);
});

test("code that ends the bundler costs its program alone", { timeout: limitMs }, async () => {
  const deep = `${"[".repeat(1_000_000)}${"]".repeat(1_000_000)}`;
  const { runs } = await evaluate({
    "index.ts": serverWith('import "./deep.js";'),
    "deep.ts": deep,
  });
  expect(runs).toMatchObject([{ isListed: false }]);
  expect((await outcomeOf("")).tools).toMatchObject([greet]);
});

test(
  "a process of its own ends with its limit, and the next snapshot is read",
  { timeout: limitMs },
  async () => {
    const stuckFiles = { "index.ts": serverWith(trap) };
    const stuck = await extractApart("evaluate", snapshotOf(stuckFiles), 3000);
    expect(stuck).toMatchObject({ kind: "too-slow" });
    const next = await extractApart("evaluate", snapshotOf({ "index.ts": serverWith("") }), 30_000);
    expect(next).toMatchObject({ tools: [greet] });
  },
);
