import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { z } from "zod";
import { readers } from "../../../classifier/policies/readers/index.ts";
import { shaped } from "../../../classifier/policies/shape.ts";

const Word = z.enum(["allow", "deny"]);
const Shape = z.looseObject({
  word: Word.optional(),
  either: z.union([Word, z.strictObject({ names: z.array(z.string()) })]).optional(),
  count: z.int().min(0).max(9).optional(),
  only: z.literal("1").optional(),
  list: z.array(z.string().min(1)).min(1).optional(),
});

test.each([
  [{ word: "block" }, 'word: expected "allow" or "deny", got "block"'],
  [{ word: null }, 'word: expected "allow" or "deny", got nothing'],
  [{ either: 3 }, 'either: expected "allow", "deny" or an object, got 3'],
  [{ either: { names: "x" } }, 'either.names: expected a list, got "x"'],
  [{ either: { name: [] } }, /either: expected no key but `names`, got an object of name$/],
  [{ count: 1.5 }, "count: expected a whole number, got 1.5"],
  [{ count: 10 }, "count: expected a number of at most 9, got 10"],
  [{ only: 1 }, 'only: expected "1", got 1'],
  [{ list: [] }, "list: expected a list of at least 1, got a list"],
  [{ list: ["a", {}] }, "list[1]: expected a text, got an object of no keys"],
  ["x", 'expected an object, got "x"'],
])("%j: %s", (value, message) => {
  expect(() => shaped(Shape, value)).toThrow(message);
});

test("a key that is missing is asked for where one is written nearly so", () => {
  const Needs = z.looseObject({ inner: z.looseObject({ default: Word }) });
  expect(() => shaped(Needs, { inner: { defalt: "deny" } })).toThrow(
    'inner.default: expected "allow" or "deny", got nothing but `defalt`',
  );
  expect(() => shaped(Needs, { inner: { other: "deny" } })).toThrow(/got nothing$/);
});

test("where it stands is said with the place of the part, and odd names in quotes", () => {
  expect(() => shaped(Word, "x", ["tools", "a b", 2])).toThrow(/^tools\."a b"\[2\]: expected/);
});

test("readers read shapes in no other way", () => {
  const folder = path.resolve(import.meta.dirname, "../../../classifier/policies/readers");
  const strays = globSync("*.ts", { cwd: folder }).filter((file) =>
    /^const (\w+) = z\.[^]*\b\1\.(?:safeP|p)arse\(/m.test(
      readFileSync(path.join(folder, file), "utf8"),
    ),
  );
  expect(strays).toEqual([]);
});

test.each([
  [
    "opencode",
    '{"permission": {"shop_list": "block"}}',
    '"allow", "ask", "deny" or an object, got "block"',
  ],
  [
    "openai-responses",
    '{"type": "mcp", "server_label": "shop", "require_approval": "auto"}',
    'require_approval: expected "always", "never" or an object, got "auto"',
  ],
  [
    "codex",
    '[mcp_servers.shop.tools.list]\napproval_mode = "deny"',
    'mcp_servers.shop.tools.list.approval_mode: expected "auto", "prompt", "writes" or "approve", got "deny"',
  ],
  [
    "gemini-cli",
    '[[rule]]\ntoolName = 1\ndecision = "block"\npriority = 1000',
    '`decision` of rule 1: expected "allow", "ask_user" or "deny", got "block"; `priority` of rule 1: expected a number of at most 999, got 1000',
  ],
  [
    "gemini-cli",
    '[[rule]]\ntoolName = 1\ndecision = "deny"\npriority = 1',
    "`toolName` of rule 1: expected a text or a list, got 1",
  ],
  [
    "zed",
    '{"agent": {"tool_permissions": {"tools": {"mcp:shop:list": {"default": "ask"}}}}}',
    'agent.tool_permissions.tools."mcp:shop:list".default: expected "allow", "confirm" or "deny", got "ask"',
  ],
  [
    "policylayer",
    '{"version": "1", "default": "deny", "tools": {"list": {"limits": [{"window": "week", "max": 1}]}}}',
    'tools.list.limits[0].window: expected "minute", "hour" or "day", got "week"',
  ],
])("%s refuses %s", (id, text, message) => {
  expect(() => readers.get(id)!(text, "shop")).toThrow(message);
});
