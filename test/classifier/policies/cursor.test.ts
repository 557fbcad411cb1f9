import { expect, test } from "vitest";
import type { Action } from "../../../model.ts";
import cursorCli from "../../../classifier/policies/formats/cursor-cli.ts";
import cursor from "../../../classifier/policies/formats/cursor.ts";
import readCli from "../../../classifier/policies/readers/cursor-cli.ts";
import read from "../../../classifier/policies/readers/cursor.ts";
import { decide } from "../../../classifier/policies/reading.ts";

const tools = (actions: Record<string, Action>) =>
  Object.entries(actions).map(([name, action]) => ({
    name,
    recommendation: { action, reason: "" },
  }));
const shop = tools({ drop: "deny", list: "allow", pay: "ask" });
const cli = (permissions: object) => JSON.stringify({ permissions });
const odd = ["a:b", "a*", "a)", "a(b", '"', "a b", "", "é"];

test("the editor allows and cannot block: the text says so, and what to do", () => {
  const { body, coverage, notes } = cursor.emit({ alias: "shop", tools: shop });
  expect(JSON.parse(body)).toEqual({ mcpAllowlist: ["shop:list"] });
  expect(coverage.map(({ got }) => got)).toEqual(["ask", "allow", "ask"]);
  expect(notes[0]).toMatch(/cannot block a tool/);
});

test("the CLI allows and blocks", () => {
  const { body, coverage } = cursorCli.emit({ alias: "shop", tools: shop });
  expect(JSON.parse(body).permissions).toEqual({
    allow: ["Mcp(shop:list)"],
    deny: ["Mcp(shop:drop)"],
  });
  expect(coverage.map(({ got }) => got)).toEqual(["deny", "allow", "ask"]);
});

test.each(odd)("a tool called %j is never written: it asks, or closes the server", (name) => {
  const open = { alias: "shop", tools: tools({ [name]: "allow" }) };
  expect(JSON.parse(cursor.emit(open).body)).toEqual({ mcpAllowlist: [] });
  expect(JSON.parse(cursorCli.emit(open).body)).toEqual({ permissions: {} });
  const shut = { alias: "shop", tools: tools({ [name]: "deny", list: "allow" }) };
  expect(JSON.parse(cursorCli.emit(shut).body).permissions).toEqual({ deny: ["Mcp(shop:*)"] });
  expect(cursorCli.emit(shut).unknownTools).toBe("deny");
});

test.each(odd.filter(Boolean))(
  "a server called %j gets no rule, and the text says why",
  (alias) => {
    for (const format of [cursor, cursorCli]) {
      const { body, notes } = format.emit({ alias, tools: shop });
      expect(body).not.toContain("list:");
      expect(notes.join("\n")).toMatch(/can name a server called so/);
    }
  },
);

test.each([
  [{ allow: ["Mcp(shop:*)"], deny: ["Mcp(shop:drop)"] }, "drop", "deny"],
  [{ allow: ["Mcp(*:list)"] }, "list", "allow"],
  [{ deny: ["Mcp(shop, list)"] }, "list", "ask"],
  [{ allow: ["Mcp(Shop:list)"] }, "list", "ask"],
  [{ deny: ["Shell(rm)"] }, "list", "ask"],
])("%j of the CLI gives %s: %s", (permissions, tool, action) => {
  expect(decide(readCli(cli(permissions), "shop"), tool).action).toBe(action);
});

test("lint names rules that Cursor does not document, and stars", () => {
  expect(readCli(cli({ deny: ["Mcp(shop, list)"] }), "shop").problems[0]).toMatch(/no rule that/);
  expect(readCli(cli({ allow: ["Mcp(shop:*)"] }), "shop").problems[0]).toMatch(/adds later/);
  const file = { mcpAllowlist: ["shop:*", "shop", 1], mcpDenylist: ["shop:drop"] };
  expect(read(JSON.stringify(file), "shop").problems).toHaveLength(4);
  expect(read("{}", "shop").problems[0]).toMatch(/list in Cursor's settings/);
  expect(decide(read(JSON.stringify(file), "shop"), "drop").action).toBe("allow");
});
