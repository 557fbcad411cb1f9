import { describe, expect, test } from "vitest";
import opencode from "../../../classifier/policies/formats/opencode.ts";
import read from "../../../classifier/policies/readers/opencode.ts";
import { decide } from "../../../classifier/policies/reading.ts";

const tools = (["allow", "ask", "deny"] as const).map((action) => ({
  name: action,
  recommendation: { action, reason: "" },
}));
const file = (permission: unknown) => JSON.stringify({ permission });

test("the rule for the server comes first and the strictest last, whatever the tools are called", () => {
  const names = ["9", "1", "*", "_", "0"];
  const odd = names.map((name, index) => ({ ...tools[index % 3]!, name }));
  const body = opencode.emit({ alias: "1", tools: odd }).body;
  const entries = Object.entries(JSON.parse(body).permission);
  expect(entries[0]).toEqual(["1_*", "deny"]);
  expect(entries.slice(1).map(([, action]) => action)).toEqual(["allow", "ask", "ask", "deny"]);
});

test("names that differ only in case meet the stricter rule on Windows too, where case is not told apart", () => {
  const alike = [
    { ...tools[2]!, name: "Delete" },
    { ...tools[0]!, name: "delete" },
  ];
  const { permission } = JSON.parse(opencode.emit({ alias: "a", tools: alike }).body);
  const last = Object.entries(permission).findLast(([key]) => /^a_delete$/i.test(key));
  expect(last).toEqual(["a_Delete", "deny"]);
});

describe("lint names", () => {
  test.each([
    [{}, "No rule names this server: opencode runs all"],
    [{ shop_list: "allow" }, "No rule covers the other tools"],
    [{ "shop_*": "deny", shop_list: { "page 1": "allow" } }, "`page 1` under `shop_list` never"],
  ])("%j", (permission, problem) => {
    expect(read(file(permission), "shop").problems.join("\n")).toContain(problem);
  });

  test("nothing in what we write", () => {
    expect(read(opencode.emit({ alias: "shop", tools }).body, "shop").problems).toEqual([]);
  });

  test("the key of opencode 2, and a word that is no action, refuse the file", () => {
    expect(() => read('{"permissions": {}}', "shop")).toThrow(/opencode 2/);
    expect(() => read(file({ shop_list: "block" }), "shop")).toThrow(
      /^permission\.shop_list: expected "allow", "ask", "deny" or an object, got "block"$/,
    );
  });
});

test.each([
  ["{}", "allow"],
  ['{"permission": "ask"}', "ask"],
  ['// mine\n{"permission": {"*": "deny", /* "x" */ "shop_a": "allow",},}', "allow"],
  ['{"permission": {"shop_a": "allow", "*": "deny"}}', "deny"],
  ['{"permission": {"shop_?": "ask"}}', "ask"],
  ['{"permission": {"shop_a": {"*": "deny", "x": "allow"}}}', "deny"],
  ['{"permission": {"SHOP_A": "deny"}}', "allow"],
])("%s gives a call of the tool a: %s", (text, action) => {
  expect(decide(read(text, "shop"), "a").action).toBe(action);
});
