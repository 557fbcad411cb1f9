import { expect, test } from "vitest";
import type { Action } from "../../../model.ts";
import kiro from "../../../classifier/policies/formats/kiro.ts";
import read from "../../../classifier/policies/readers/kiro.ts";
import { decide } from "../../../classifier/policies/reading.ts";

const tools = (actions: Record<string, Action>) =>
  Object.entries(actions).map(([name, action]) => ({
    name,
    recommendation: { action, reason: "" },
  }));
const file = (shop: object) => JSON.stringify({ mcpServers: { shop } });
const written = (body: string) => JSON.parse(body).mcpServers.shop;

test("what runs and what is left out stand in the server's own entry", () => {
  const request = { alias: "shop", tools: tools({ drop: "deny", list: "allow", pay: "ask" }) };
  const { body, notes } = kiro.emit(request);
  expect(written(body)).toEqual({ autoApprove: ["list"], disabledTools: ["drop"] });
  expect(notes.join("\n")).toMatch(/permissions of its own/);
});

test("a tool called like the star is never approved: it asks, or the server is disabled", () => {
  const open = kiro.emit({ alias: "shop", tools: tools({ "*": "allow", list: "allow" }) });
  expect(written(open.body)).toEqual({ autoApprove: ["list"] });
  const shut = kiro.emit({ alias: "shop", tools: tools({ "*": "deny", list: "allow" }) });
  expect(written(shut.body)).toEqual({ disabled: true });
  expect(shut.coverage.map(({ got }) => got)).toEqual(["deny", "deny"]);
});

test.each([
  [{}, "ask"],
  [{ autoApprove: ["*"] }, "allow"],
  [{ autoApprove: ["*"], disabledTools: ["list"] }, "deny"],
  [{ autoApprove: ["list"], disabled: true }, "deny"],
  [{ disabledTools: ["*"] }, "ask"],
  [{ autoApprove: ["LIST"] }, "ask"],
])("%j gives a call: %s", (server, action) => {
  expect(decide(read(file(server), "shop"), "list").action).toBe(action);
});

test("lint names stars and a server that is not there", () => {
  const server = { autoApprove: ["*", "list"], disabledTools: ["*", "list"] };
  expect(read(file(server), "shop").problems).toHaveLength(2);
  expect(read(file({}), "store").problems[0]).toMatch(/has no "store"/);
});
