import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import type { PolicyRequest } from "../../../classifier/policies/format.ts";
import { guessFormat } from "../../../classifier/policies/guess.ts";
import { formats } from "../../../classifier/policies/index.ts";

const folder = path.resolve(import.meta.dirname, "../../fixtures/policies/requests");
const requests = readdirSync(folder).map((file): PolicyRequest =>
  JSON.parse(readFileSync(path.join(folder, file), "utf8")),
);

/** Its lists look like Kiro's. */
const untold = ["cline"];

test.each(formats)("what we write for $id is taken for that, or for nothing", (format) => {
  const guesses = requests.flatMap((request) => {
    const { body, also } = format.emit(request);
    return [body, ...(also ? [also.body] : [])].map((text) => guessFormat(text)?.id);
  });
  const found = [...new Set(guesses)].filter((guess) => guess !== undefined);
  expect(found).toEqual(untold.includes(format.id) ? [] : [format.id]);
});

test.each([
  '{"permission": {"allow": ["mcp__shop__list"]}}',
  "",
  "{}",
  '{"permissions": {"allow": ["Bash(ls)"]}}',
  "version: 3",
  "rules",
])("%j is taken for nothing", (text) => {
  expect(guessFormat(text)).toBeUndefined();
});
