import fc from "fast-check";
import { expect, test } from "vitest";
import { profiles, recommendFor } from "../../../classifier/policies/profiles.ts";
import { categories, facets, risks } from "../../../model.ts";
import { labelled, room } from "./labels.ts";

const anyLabel = fc.record({
  category: fc.constantFrom(...categories),
  risk: fc.constantFrom(...risks),
  held: fc.uniqueArray(fc.constantFrom(...facets), { maxLength: 6 }),
  confidence: fc.double({ min: 0, max: 1, noNaN: true }),
});

test("a more careful profile never leaves more room, and every answer is one sentence", () => {
  fc.assert(
    fc.property(anyLabel, ({ category, risk, held, confidence }) => {
      const tool = { ...labelled(category, risk, held), confidence };
      const [stricter, recommended, looser] = profiles.map((profile) =>
        recommendFor(tool, profile),
      );
      expect(room(stricter!)).toBeLessThanOrEqual(room(recommended!));
      expect(room(recommended!)).toBeLessThanOrEqual(room(looser!));
      for (const { action, limit, reason } of [stricter!, recommended!, looser!]) {
        expect(limit !== undefined).toBe(action === "limit");
        expect(reason).toMatch(/^[A-Z][^.]+\.$/);
      }
    }),
    { seed: 20261121, numRuns: 3000 },
  );
});

test.each([
  ["Read", "low", "allow", "allow", "allow"],
  ["Read", "medium", "limit", "limit", "allow"],
  ["Write", "medium", "ask", "limit", "limit"],
  ["Write", "high", "ask", "ask", "limit"],
  ["Execute", "critical", "deny", "ask", "ask"],
  ["Destructive", "high", "deny", "ask", "ask"],
  ["Destructive", "critical", "deny", "deny", "ask"],
  ["Financial", "critical", "deny", "ask", "ask"],
] as const)("%s, %s: %s, %s, %s", (category, risk, ...expected) => {
  const tool = labelled(category, risk, []);
  expect(profiles.map((profile) => recommendFor(tool, profile).action)).toEqual(expected);
});

test("a tool whose definition could steer the model, or of which too little is known, asks in every profile", () => {
  const finding = { check: "secrecy", says: "hides", quote: "tell nobody", where: "description" };
  const write = labelled("Write", "medium", []);
  for (const tool of [
    { ...write, hygiene: [finding] },
    { ...write, confidence: 0.5 },
  ])
    for (const profile of profiles) expect(recommendFor(tool, profile).action).toBe("ask");
});
