import { expect, test } from "vitest";
import { formats } from "../../../classifier/policies/index.ts";
import { writtenAlike } from "../../../classifier/policies/likeness.ts";

const server = (alias: string, ...names: string[]) => ({
  alias,
  tools: names.map((name) => ({ name, recommendation: { action: "ask" as const, reason: "" } })),
});
const alike = (id: string, ...servers: ReturnType<typeof server>[]) =>
  writtenAlike(
    formats.find((format) => format.id === id)!,
    servers,
  );

test.each(["claude-code", "gemini-cli", "opencode", "goose"])("%s writes these alike", (id) => {
  expect(alike(id, server("a/b", "list"), server("x", "list"), server("a_b"))).toBe(
    'writes "a/b" and "a_b" alike',
  );
});

test("two names that meet only in one tool each", () => {
  expect(alike("claude-code", server("a", "b__c"), server("a__b", "c"))).toBe(
    'writes the tool "c" of "a__b" like one of "a"',
  );
});

test.each(formats)(
  "$id tells servers with the same tools apart, also where a name begins another",
  ({ id }) => {
    const names = ["list", "drop"];
    const servers = [
      server("shop", ...names),
      server("shop-2", ...names),
      server("shop_2x", ...names),
    ];
    expect(alike(id, ...servers)).toBeUndefined();
  },
);
