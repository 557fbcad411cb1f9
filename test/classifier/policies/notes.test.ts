import { expect, test } from "vitest";
import { formats } from "../../../classifier/policies/index.ts";
import type { Action } from "../../../model.ts";

const tools = [
  { name: "list", recommendation: { action: "allow" as Action, reason: "" } },
  { name: "pay", recommendation: { action: "ask" as Action, reason: "" } },
];

const lists: Record<string, RegExp> = {
  cline: /^Take the tool out of the server's `autoApprove` in `.*cline_mcp_settings\.json`/m,
  "copilot-cli": /^Take the tool out of every `--allow-tool`/m,
  cursor: /^Take the tool out of `mcpAllowlist`.*`\.cursor\/permissions\.json`/m,
  "cursor-cli": /^Take the tool out of `allow`.*`\.cursor\/cli\.json`/m,
  kiro: /^Take the tool out of `autoApprove` in `\.kiro\/settings\/mcp\.json`.*`\*`/m,
};

test("where nothing is pasted for a tool that asks, the notes say what list must not have it, and in which file", () => {
  const empty = formats.filter(
    ({ emit }) => emit({ alias: "shop", tools, only: "pay" }).isEmpty === true,
  );
  expect(empty.map(({ id }) => id).toSorted()).toEqual(Object.keys(lists));
  for (const { id, emit } of empty) {
    const { notes } = emit({ alias: "shop", tools, only: "pay" });
    expect(notes.join("\n")).toMatch(lists[id]!);
    expect(notes.join("\n")).not.toMatch(/\bhere\b|The flags hold/);
  }
});

test("what Codex starts no server for has no advice about keys", () => {
  const codex = formats.find(({ id }) => id === "codex")!;
  expect(codex.emit({ alias: "my shop", tools }).notes.join("\n")).not.toMatch(
    /enabled_tools|keys/,
  );
});

test.each([
  ["limit", "can neither limit calls nor ask a person: what should be limited is blocked"],
  ["ask", "cannot ask a person: what should ask is blocked"],
] as [Action, string][])("what is blocked in place of %s is said with why", (action, words) => {
  const litellm = formats.find(({ id }) => id === "litellm")!;
  const asked = [{ name: "pay", recommendation: { action, reason: "" } }];
  expect(litellm.emit({ alias: "shop", tools: asked }).notes.join("\n")).toContain(words);
});
