import { parse } from "yaml";
import { expect, test } from "vitest";
import type { Action } from "../../../model.ts";
import goose, { permissionName } from "../../../classifier/policies/formats/goose.ts";
import read from "../../../classifier/policies/readers/goose.ts";
import { decide } from "../../../classifier/policies/reading.ts";

const tools = (actions: Record<string, Action>) =>
  Object.entries(actions).map(([name, action]) => ({
    name,
    recommendation: { action, reason: "" },
  }));
const none = { always_allow: [], ask_before: [], never_allow: [] };
const file = (lists: object) => JSON.stringify({ user: { ...none, ...lists } });

test("all three lists are there, since goose refuses the file without one, and the mode comes first", () => {
  const { body, notes } = goose.emit({ alias: "shop", tools: tools({ list: "allow" }) });
  expect(parse(body)).toEqual({ user: { ...none, always_allow: ["shop__list"] } });
  expect(notes[0]).toMatch(/`GOOSE_MODE`/);
  expect(() => read('{"user": {"always_allow": []}}', "shop")).toThrow(/ask_before/);
});

test.each([
  ["My Shop", "list.all", "myshop__list.all"],
  ["a.b/c", "x", "a_b_c__x"],
  ["😀é", "X", "____X"],
])("%s and %s are %s", (alias, tool, name) => {
  expect(permissionName(alias, tool)).toBe(name);
});

test.each([
  ["shop", "b__c"],
  ["shop__a", "b"],
  ["shop_", "b"],
])(
  "%s and %s: what could be another server's tool is never allowed, only asked about",
  (alias, name) => {
    const { body, coverage } = goose.emit({ alias, tools: tools({ [name]: "allow" }) });
    expect(parse(body).user.always_allow).toEqual([]);
    expect(coverage[0]?.note).toMatch(/another tool/);
  },
);

test.each([
  [{ always_allow: ["shop__list"], never_allow: ["shop__list"] }, "deny"],
  [{ always_allow: ["shop__list"], ask_before: ["shop__list"] }, "allow"],
  [{ always_allow: ["shop__*"] }, "ask"],
  [{ never_allow: ["list"] }, "ask"],
])("%j gives a call: %s", (lists, action) => {
  expect(decide(read(file(lists), "Shop"), "list").action).toBe(action);
});

test("lint names the mode and stars", () => {
  const lists = { always_allow: ["shop__list", "shop__*"] };
  const { problems, caveats } = read(file(lists), "shop");
  expect(problems).toEqual(["`shop__*` stands for no other tools: names are exact."]);
  expect(caveats).toEqual(["In goose's autonomous mode (`GOOSE_MODE: auto`) none of this counts."]);
});
