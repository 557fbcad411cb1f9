/** JavaScript that would hang, exhaust or crash a reader costs no more than itself. */
import { expect, test } from "vitest";
import typescript from "../../crawler/extractors/typescript.ts";

const server = `import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { z } from "zod";
const server = new McpServer({ name: "s" });
server.registerTool("kept", { description: "Kept" }, async () => {});
`;

async function read(index: string, more: { [path: string]: string } = {}) {
  const files = {
    "package.json": `{ "name": "s", "main": "index.js" }`,
    "index.js": index,
    ...more,
  };
  const { tools, unresolved, skipped } = await typescript.extract({
    repository: { source: "path:s", id: "path.local/s" },
    files: new Map(Object.entries(files)),
    skipped: [],
  });
  return {
    names: tools.map(({ name }) => name),
    tools,
    reasons: unresolved.map(({ reason }) => reason),
    skipped,
  };
}

const times = 100_000;
test.each([
  ["sums", `${"1 + ".repeat(times)}1`],
  ["conditions", `${"a && ".repeat(times)}a`],
  ["negations", `${"!".repeat(times)}1`],
  ["words", `${"typeof ".repeat(times)}1`],
  ["casts", `1${" as any".repeat(times)}`],
  ["assertions", `a${"!".repeat(times)}`],
  ["templates", `f${"``".repeat(times)}`],
  ["brackets", "[".repeat(times)],
])("a chain of 100,000 %s costs its own file only", async (_what, expression) => {
  const { names, skipped } = await read(`${server}import "./chain.js";\n`, {
    "chain.ts": `export const chain = ${expression};\n`,
  });
  expect(names).toEqual(["kept"]);
  expect(skipped).toEqual([{ path: "chain.ts", reason: "unparsable" }]);
});

test("a concatenation of 2,000 texts is no chain to fear", async () => {
  const text = Array.from({ length: 2_000 }, () => `"words "`).join(" + ");
  const { tools } = await read(
    `${server}server.registerTool("long", { description: ${text} }, async () => {});\n`,
  );
  expect(tools[1]?.description).toHaveLength(12_000);
});

test("a schema that doubles 40 times is unresolved", async () => {
  const doubling = "shape = z.object({ left: shape, right: shape });\n".repeat(40);
  const { names, reasons } = await read(
    `${server}let shape = z.object({ a: z.string() });\n${doubling}server.registerTool("wide", { inputSchema: shape }, async () => {});\n`,
  );
  expect(names).toEqual(["kept", "wide"]);
  expect(reasons).toEqual(["The parameters of the tool wide could not be read."]);
});

test("what a loop registers beyond bounds is unresolved", async () => {
  const items = Array.from({ length: 8_000 }, (_, index) => `"t${index}"`).join(",");
  const { names, reasons } = await read(
    `${server}for (const name of [${items}]) server.registerTool(name, {}, async () => {});\n`,
  );
  expect(names).toHaveLength(5_000);
  expect(reasons).toEqual([expect.stringMatching(/^More than 5000 tools/)]);
});

test("a list that doubles until the steps end says that something may be missing", async () => {
  const { names, reasons } = await read(
    `${server}let list = ["a"];\n${`list = list.flatMap((x) => [x + "1", x + "2"]);\n`.repeat(30)}server.registerTool("late", {}, async () => {});\n`,
  );
  expect(names).toContain("kept");
  expect(names.includes("late") || reasons.some((reason) => /may be missing/.test(reason))).toBe(
    true,
  );
});
