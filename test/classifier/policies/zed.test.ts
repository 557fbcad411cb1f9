import { expect, test } from "vitest";
import type { Action } from "../../../model.ts";
import zed from "../../../classifier/policies/formats/zed.ts";
import read from "../../../classifier/policies/readers/zed.ts";
import { decide } from "../../../classifier/policies/reading.ts";

const tools = (actions: Record<string, Action>) =>
  Object.entries(actions).map(([name, action]) => ({
    name,
    recommendation: { action, reason: "" },
  }));
const file = (permissions: object) => JSON.stringify({ agent: { tool_permissions: permissions } });
const written = (body: string) => JSON.parse(body).agent.tool_permissions.tools;

test("every tool has its own word", () => {
  const { body } = zed.emit({
    alias: "shop",
    tools: tools({ drop: "deny", list: "allow", pay: "ask" }),
  });
  expect(written(body)).toEqual({
    "mcp:shop:drop": { default: "deny" },
    "mcp:shop:list": { default: "allow" },
    "mcp:shop:pay": { default: "confirm" },
  });
});

test("a name that could be that of another server's tool is never allowed, only asked about or blocked", () => {
  const { body, coverage } = zed.emit({
    alias: "shop",
    tools: tools({ "a:b": "allow", "c:d": "deny" }),
  });
  expect(written(body)).toEqual({
    "mcp:shop:a:b": { default: "confirm" },
    "mcp:shop:c:d": { default: "deny" },
  });
  expect(coverage[0]?.note).toMatch(/another tool/);
});

test("half of a surrogate pair, which would spoil the file, is left out", () => {
  const { body, coverage } = zed.emit({ alias: "shop", tools: tools({ "\ud800": "allow" }) });
  expect([written(body), coverage[0]?.got]).toEqual([{}, "deny"]);
});

test.each([
  [{}, "ask"],
  [{ default: "allow" }, "allow"],
  [{ default: "allow", tools: { "mcp:shop:list": { default: "deny" } } }, "deny"],
  [{ tools: { "mcp:shop:list": { always_deny: [{ pattern: ".*" }] } } }, "ask"],
  [{ tools: { "mcp:Shop:list": { default: "allow" } } }, "ask"],
])("%j gives a call: %s", (permissions, action) => {
  expect(decide(read(file(permissions), "shop"), "list").action).toBe(action);
});

test("lint names patterns that do not count, and a default that runs everything", () => {
  const patterns = { "mcp:shop:list": { default: "allow", always_deny: [] } };
  expect(read(file({ default: "allow", tools: patterns }), "shop").problems).toEqual([
    "The patterns of `mcp:shop:list` do not count: tools of servers have none.",
    "`default` is `allow`: what is not listed runs.",
  ]);
  expect(() => read(file({ default: "ask" }), "shop")).toThrow(
    /default: expected "allow", "confirm" or "deny", got/,
  );
});
