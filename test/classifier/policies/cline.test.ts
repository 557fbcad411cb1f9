import { expect, test } from "vitest";
import type { Action } from "../../../model.ts";
import cline from "../../../classifier/policies/formats/cline.ts";
import read from "../../../classifier/policies/readers/cline.ts";
import { decide } from "../../../classifier/policies/reading.ts";

const tools = (actions: Record<string, Action>) =>
  Object.entries(actions).map(([name, action]) => ({
    name,
    recommendation: { action, reason: "" },
  }));
const shop = tools({ drop: "deny", list: "allow", pay: "ask" });
const file = (server: object, alias = "shop") =>
  JSON.stringify({ mcpServers: { [alias]: server } });
const blocking = (...disabledTools: string[]) => JSON.stringify({ disabledTools });
const written = (body: string, alias = "shop") => JSON.parse(body).mcpServers[alias];

test("what runs stands in the server's entry, and what is blocked in the global settings", () => {
  const { body, also } = cline.emit({ alias: "shop", tools: shop });
  expect(written(body)).toEqual({ autoApprove: ["list"] });
  expect(JSON.parse(also?.body ?? "")).toEqual({ disabledTools: ["shop__drop"] });
});

test("the first note says which versions read it, and in which all of it is void", () => {
  const [first] = cline.emit({ alias: "shop", tools: shop }).notes;
  expect(first).toMatch(/4\.1\.11 and later.*from 3\.58 to 4\.0\.12.*every tool runs/);
});

test.each([
  ["shop", "files.read"],
  ["shop", "l".repeat(59)],
  ["my shop", "pay"],
])("a tool of %j that Cline never asks about closes the server: %s", (alias, tool) => {
  const { body, coverage } = cline.emit({ alias, tools: tools({ [tool]: "ask", list: "allow" }) });
  expect(written(body, alias)).toEqual({ disabled: true });
  expect(coverage.map(({ got }) => got)).toEqual(["deny", "deny"]);
});

test("a rule about arguments of such a tool closes it, too", () => {
  const [tool] = tools({ "files.read": "allow" });
  const constraints = [{ argument: "path", must: { oneOf: ["<path>"] } }];
  const { body } = cline.emit({ alias: "shop", tools: [{ ...tool!, constraints }] });
  expect(written(body)).toEqual({ disabled: true });
});

test("what may run does so under any name; for a server with an odd one, so does what comes later", () => {
  const { body, coverage, unknownTools, notes } = cline.emit({
    alias: "my shop",
    tools: tools({ list: "allow" }),
  });
  expect(written(body, "my shop")).toEqual({});
  expect([coverage[0]?.got, unknownTools]).toEqual(["allow", "allow"]);
  expect(notes[0]).toMatch(/asks about no tool/);
});

test("a name that could be that of another server's tool is never approved", () => {
  const { body, coverage } = cline.emit({ alias: "shop", tools: tools({ a__b: "allow" }) });
  expect([written(body), coverage[0]?.got]).toEqual([{}, "ask"]);
});

test.each([
  [{}, undefined, "ask"],
  [{ autoApprove: ["list"] }, undefined, "allow"],
  [{ autoApprove: ["*"] }, undefined, "ask"],
  [{ autoApprove: ["LIST"] }, undefined, "ask"],
  [{ autoApprove: ["list"], disabled: true }, undefined, "deny"],
  [{ autoApprove: ["list"] }, blocking("shop__list"), "deny"],
  [{}, blocking(" shop__list "), "deny"],
  [{}, blocking("list", "shop__*"), "ask"],
])("%j with %j gives a call: %s", (server, also, action) => {
  expect(decide(read(file(server), "shop", also), "list").action).toBe(action);
});

test("names that Cline changes run, whatever the lists say", () => {
  const reading = read(file({}), "shop", blocking("shop__files.read"));
  expect(decide(reading, "files.read").action).toBe("allow");
  expect(decide(read(file({}, "my shop"), "my shop"), "pay").action).toBe("allow");
});

test("the global settings alone are read for what they block", () => {
  const reading = read(blocking("shop__list"), "shop");
  expect(["list", "pay"].map((tool) => decide(reading, tool).action)).toEqual(["deny", "ask"]);
});

test.each([
  [file({ autoApprove: ["*"] }), "`autoApprove: *` does not count"],
  [file({ autoApprove: ["a__b"] }), "`autoApprove: a__b` does not count"],
  [file({ alwaysAllow: ["list"] }), "`alwaysAllow` of a server does nothing"],
  [file({ disabledTools: ["list"] }), "`disabledTools` of a server does nothing"],
  [file({}, "store"), 'has no "shop"'],
  [JSON.stringify({ toolAutoApprove: true }), "command line runs all"],
])("lint says of %s: %s", (text, problem) => {
  expect(read(text, "shop").problems.join("\n")).toContain(problem);
});

test("without the second file lint says where blocks are, which is no problem of the first", () => {
  const { problems, caveats = [] } = read(file({}), "shop");
  expect(problems).toEqual([]);
  expect(caveats.join()).toContain("No tool is blocked by this file");
});

test("lint has nothing to say of our own policy, and names servers that Cline never asks about", () => {
  const { body, also } = cline.emit({ alias: "shop", tools: shop });
  expect(read(body, "shop", also?.body).problems).toEqual([]);
  expect(read(file({}, "my shop"), "my shop").problems[0]).toMatch(/asks about no tool/);
});
