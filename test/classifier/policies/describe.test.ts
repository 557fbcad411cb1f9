import { expect, test } from "vitest";
import claudeCode from "../../../classifier/policies/formats/claude-code.ts";
import cursor from "../../../classifier/policies/formats/cursor.ts";
import { describeCoverage, effectSentences } from "../../../classifier/policies/describe.ts";
import policylayer from "../../../classifier/policies/formats/policylayer.ts";
import type { Action, Recommendation } from "../../../model.ts";

const shop = request({
  cancel: "deny",
  list: "allow",
  pay: "ask",
  receipt: "limit",
  search: "allow",
});
const alike = request({ "a.b": "allow", "a/b": "deny", c: "ask" });

test("a whole server is counted, and so is what differs from the recommendation", () => {
  expect(describeCoverage(policylayer.emit(shop))).toEqual({
    tools: "Of its 5 tools, 2 run freely, 1 runs up to a limit and 2 are blocked.",
    later: "Tools that the server adds later are blocked.",
    differences: ['"pay" should ask a person first and is blocked instead.'],
  });
  expect(describeCoverage(claudeCode.emit(shop))).toEqual({
    tools: "Of its 5 tools, 2 run freely, 2 ask a person first and 1 is blocked.",
    later: "Tools that the server adds later ask a person first.",
    differences: ['"receipt" should be limited and asks a person first instead.'],
  });
});

test.each([policylayer, claudeCode])("one tool leaves the others as they are: $id", (format) => {
  expect(describeCoverage(format.emit({ ...shop, only: "cancel" }), "cancel")).toEqual({
    tools: '"cancel" is blocked.',
    others: "The other 4 tools of the server stay as they are.",
    later: "It says nothing about tools that the server adds later.",
    differences: [],
  });
});

test("where nothing is pasted, nothing changes for what comes later", () => {
  const { later } = describeCoverage(cursor.emit({ ...shop, only: "pay" }), "pay");
  expect(later).toBe("Nothing changes for tools that the server adds later.");
});

test("a sibling that the enforcer cannot tell apart is named", () => {
  const text = describeCoverage(claudeCode.emit({ ...alike, only: "a.b" }), "a.b");
  expect(text.others).toBe(
    'The same rule also holds for "a/b"; the one other tool stays as it is.',
  );
  expect(text.differences).toEqual(['"a.b" should run freely and is blocked instead.']);
});

test("several that differ alike are counted", () => {
  const asking = request({ a: "ask", b: "ask", c: "allow" });
  expect(describeCoverage(policylayer.emit(asking)).differences).toEqual([
    "2 tools should ask a person first and are blocked instead.",
  ]);
});

test("none, one and all alike read as plain English", () => {
  const sentence = (tools: Record<string, Action>) =>
    describeCoverage(policylayer.emit(request(tools))).tools;
  expect(sentence({})).toBe("The server has no tools that are known.");
  expect(sentence({ a: "deny" })).toBe('Its only tool, "a", is blocked.');
  expect(sentence({ a: "allow", b: "allow" })).toBe("All of its 2 tools run freely.");
  const alone = policylayer.emit({ ...request({ a: "allow" }), only: "a" });
  expect(describeCoverage(alone, "a").others).toBe("The server has no other tools.");
});

function request(tools: Record<string, Action>) {
  return {
    alias: "shop",
    tools: Object.entries(tools).map(([name, action]) => ({ name, recommendation: to(action) })),
  };
}

function to(action: Action): Recommendation {
  const limit = { max: 20, window: "hour" } as const;
  return { action, reason: "A reason.", ...(action === "limit" && { limit }) };
}

test("what is not as recommended comes before the other tools, and a tool alone is said once", () => {
  expect(effectSentences(cursor.emit({ ...shop, only: "receipt" }), "receipt")).toEqual([
    '"receipt" should be limited and asks a person first instead.',
    "The other 4 tools of the server stay as they are.",
    "Nothing changes for tools that the server adds later.",
  ]);
  expect(effectSentences(policylayer.emit(shop)).map((sentence) => sentence.slice(0, 5))).toEqual([
    "Of it",
    '"pay"',
    "Tools",
  ]);
});
