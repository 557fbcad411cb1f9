import { expect, test } from "vitest";
import type { Action } from "../../../model.ts";
import vscode from "../../../classifier/policies/formats/vscode.ts";
import read from "../../../classifier/policies/readers/vscode.ts";
import { decide } from "../../../classifier/policies/reading.ts";
import { decideCall, type Session } from "./engines/vscode.ts";

const tools = (actions: Record<string, Action>) =>
  Object.entries(actions).map(([name, action]) => ({
    name,
    recommendation: { action, reason: "" },
  }));
const shop = tools({ drop: "deny", list: "allow", pay: "ask" });
const eligible = "chat.tools.eligibleForAutoApproval";
const settings = (names: object, more: object = {}) =>
  JSON.stringify({ [eligible]: names, ...more });

test("the list leaves out what should be blocked, and settings make all but the free ones ask", () => {
  const { body, also, notes } = vscode.emit({ alias: "shop", tools: shop });
  expect(body).toBe("tools:\n  - shop/list\n  - shop/pay\n");
  expect(JSON.parse(also?.body ?? "")).toEqual({ [eligible]: { drop: false, pay: false } });
  expect(notes[0]).toMatch(/holds in agents that have it/);
});

test.each<[Session, [list: Action, pay: Action]]>([
  [{}, ["ask", "ask"]],
  [{ isReadOnly: true }, ["allow", "ask"]],
  [{ isApproved: true }, ["allow", "ask"]],
  [{ isBypass: true }, ["allow", "allow"]],
])(
  "in a session with %j, what may run and what should ask get %j; what is blocked stays away",
  (session, got) => {
    const { body, also } = vscode.emit({ alias: "shop", tools: shop });
    const decided = ["list", "pay", "drop"].map((tool) =>
      decideCall(body, also?.body ?? "{}", ["shop", tool], session),
    );
    expect(decided).toEqual([...got, "deny"]);
  },
);

test("in an agent without the list, what should be blocked asks, also what was once approved", () => {
  const { also } = vscode.emit({ alias: "shop", tools: shop });
  const call = (tool: string) =>
    decideCall("description: x", also!.body, ["shop", tool], { isApproved: true });
  expect(["drop", "pay", "list"].map(call)).toEqual(["ask", "ask", "allow"]);
});

test("names are those that VS Code makes of them", () => {
  const odd = { alias: "My Shop.v2", tools: tools({ "files.read": "ask" }) };
  const { body, also, notes } = vscode.emit(odd);
  expect(body).toBe("tools:\n  - my-shop.v2/files_read\n");
  expect(also?.body).toContain('"files_read": false');
  expect(notes.join("\n")).toContain("`my-shop.v2`");
  expect(vscode.emit({ ...odd, alias: "io.github.github/github-mcp-server" }).body).toContain(
    "github/files_read",
  );
});

test("for one tool that should be blocked there is no list: the text says what does it", () => {
  const { isEmpty, coverage, notes } = vscode.emit({ alias: "shop", tools: shop, only: "drop" });
  expect([isEmpty, coverage[0]?.got]).toEqual([true, "unchanged"]);
  expect(coverage[0]?.note).toMatch(/leave it out of `tools`/);
  expect(notes[0]).toMatch(/asks before each call in every agent/);
});

test("a server that no list can name is left out", () => {
  const { body, coverage, notes } = vscode.emit({ alias: "shop:a", tools: shop });
  expect([body, ...coverage.map(({ got }) => got)]).toEqual([
    "tools: []\n",
    "deny",
    "deny",
    "deny",
  ]);
  expect(notes[0]).toMatch(/give it a name/);
});

test.each([
  ["tools: []", "deny"],
  ["---\ntools: ['shop/list']\n---\nDo things with `tools`.\n", "ask"],
  ["tools: shop/list, read", "ask"],
  ["tools: [shop/*]", "ask"],
  ["tools: [shop]", "ask"],
  ["tools: [list]", "ask"],
  ["tools: [Shop/list]", "deny"],
  ["description: x", "ask"],
  [settings({}), "ask"],
  [`{ // all of them\n  "${eligible}": { "list": false, },\n}`, "ask"],
  [settings({ list: true }, { "chat.tools.global.autoApprove": true }), "allow"],
  [settings({ list: false }, { "chat.tools.global.autoApprove": true }), "ask"],
  [settings({ "shop/list": false }, { "chat.tools.global.autoApprove": true }), "allow"],
  [settings({ list: false }, { "chat.permissions.default": "autopilot" }), "allow"],
])("%j gives a call: %s", (text, action) => {
  expect(decide(read(text, "shop"), "list").action).toBe(action);
});

test("with both files `false` asks also where a star stands for the tool", () => {
  const open = settings({ pay: false }, { "chat.tools.global.autoApprove": true });
  const reading = read("tools: [shop/*]", "shop", open);
  expect(["list", "pay"].map((tool) => decide(reading, tool).action)).toEqual(["allow", "ask"]);
});

test("with both files the list says what is there, and settings whether it asks", () => {
  const open = settings({ pay: false }, { "chat.tools.global.autoApprove": true });
  const reading = read("tools: [shop/list, shop/pay]", "shop", open);
  expect(["list", "pay", "drop"].map((tool) => decide(reading, tool).action)).toEqual([
    "allow",
    "ask",
    "deny",
  ]);
});

test.each([
  ["description: x", "every tool of the server is there"],
  ["tools: [shop/*]", "also for those that come later"],
  ["tools: [shop/list, agent]", "other agents"],
  ["tool: [shop/list]", "write `tools`"],
  [`{ "chat.tools.eligibleForAutoApprovals": {} }`, `write \`${eligible}\``],
  [settings({ list: "ask" }), "must be `false`"],
  [settings({}, { "chat.tools.global.autoApprove": true }), "everything runs"],
  [settings({}, { "chat.permissions.default": "autoApprove" }), "nothing asks"],
  [settings({}), "Settings block no tool"],
])("lint says of %j: %s", (text, problem) => {
  expect(read(text, "shop").problems.join("\n")).toContain(problem);
});

test("an agent that starts none has no problem with it, and neither has our own policy", () => {
  expect(read("tools: [shop/list, agent]\nagents: []", "shop").problems).toEqual([]);
  const { body, also } = vscode.emit({ alias: "shop", tools: shop });
  expect(read(body, "shop", also?.body).problems).toEqual([]);
});
