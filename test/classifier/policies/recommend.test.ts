import fc from "fast-check";
import { expect, test } from "vitest";
import { recommend } from "../../../classifier/policies/recommend.ts";
import { categories, facets, risks, type Category, type Facet, type Risk } from "../../../model.ts";
import { labelled, room } from "./labels.ts";

test.each<[Category, Risk, Facet[], string]>([
  ["Read", "low", [], "allow"],
  ["Read", "low", ["untrusted-input", "network", "personal-data"], "allow"],
  ["Read", "low", ["secrets"], "ask"],
  ["Read", "medium", ["personal-data"], "limit 30/minute"],
  ["Read", "medium", ["arbitrary-query"], "limit 10/minute"],
  ["Read", "high", ["personal-data"], "ask"],
  ["Write", "low", ["scratch"], "allow"],
  ["Write", "low", ["scratch", "irreversible"], "allow"],
  ["Write", "low", ["reach-people"], "limit 20/hour"],
  ["Write", "low", ["permissions"], "ask"],
  ["Write", "medium", ["filesystem"], "limit 30/minute"],
  ["Write", "medium", ["egress"], "limit 10/minute"],
  ["Write", "medium", ["reach-people"], "limit 20/hour"],
  ["Write", "medium", ["reach-people", "bulk"], "limit 10/hour"],
  ["Write", "medium", ["reach-people", "irreversible"], "ask"],
  ["Write", "medium", ["public"], "ask"],
  ["Write", "medium", ["money"], "ask"],
  ["Write", "high", [], "ask"],
  ["Execute", "low", [], "limit 10/minute"],
  ["Execute", "medium", ["arbitrary-code"], "limit 10/minute"],
  ["Execute", "medium", ["infrastructure"], "ask"],
  ["Execute", "high", [], "ask"],
  ["Execute", "critical", ["arbitrary-code"], "ask"],
  ["Destructive", "medium", ["scratch"], "ask"],
  ["Destructive", "high", [], "ask"],
  ["Destructive", "critical", [], "deny"],
  ["Financial", "high", ["money"], "ask"],
  ["Financial", "critical", ["money", "irreversible"], "ask"],
  ["Financial", "critical", ["money", "bulk"], "deny"],
])("%s, %s, %j: %s", (category, risk, held, expected) => {
  const { action, limit } = recommend(labelled(category, risk, held));
  expect(limit ? `${action} ${limit.max}/${limit.window}` : action).toBe(expected);
});

test("every label has an answer in one plain sentence, with a limit exactly when it limits", () => {
  fc.assert(
    fc.property(anyCategory, anyRisk, anyFacets, (category, risk, held) => {
      const { action, limit, reason } = recommend(labelled(category, risk, held));
      expect(limit !== undefined).toBe(action === "limit");
      expect(reason).toMatch(/^[A-Z][^.]+\.$/);
    }),
    { seed: 20261121, numRuns: 2000 },
  );
});

test("a higher risk or one more facet never loosens it", () => {
  fc.assert(
    fc.property(anyCategory, anyRisk, anyFacets, anyFacet, (category, risk, held, more) => {
      const before = recommend(labelled(category, risk, held));
      const higher = risks[risks.indexOf(risk) + 1] ?? risk;
      expect(room(recommend(labelled(category, higher, held)))).toBeLessThanOrEqual(room(before));
      const wider = recommend(labelled(category, risk, [...held, more]));
      expect(room(wider)).toBeLessThanOrEqual(room(before));
    }),
    { seed: 20261121, numRuns: 5000 },
  );
});

test("nothing runs without a person on a label that is little more than a guess", () => {
  fc.assert(
    fc.property(anyCategory, anyRisk, anyFacets, fc.double({ min: 0, max: 1 }), (...label) => {
      const [category, risk, held, confidence] = label;
      const sure = recommend(labelled(category, risk, held));
      const unsure = recommend({ ...labelled(category, risk, held), confidence });
      expect(room(unsure)).toBeLessThanOrEqual(room(sure));
      if (confidence < 0.6) expect(["ask", "deny"]).toContain(unsure.action);
    }),
    { seed: 20261121, numRuns: 2000 },
  );
  const { reason } = recommend({ ...labelled("Read", "low", []), confidence: 0.45 });
  expect(reason).toMatch(/^Too little is known of it/);
});

const anyCategory = fc.constantFrom(...categories);
const anyRisk = fc.constantFrom(...risks);
const anyFacet = fc.constantFrom(...facets);
const anyFacets = fc.uniqueArray(anyFacet, { maxLength: 6 });

test("a tool whose definition could steer the model is asked about, and never loosened", () => {
  const finding = { check: "secrecy", says: "hides", quote: "tell nobody", where: "description" };
  const before = labelled("Read", "low", []);
  expect(recommend(before).action).toBe("allow");
  expect(recommend({ ...before, hygiene: [finding] }).action).toBe("ask");
  const gone = labelled("Destructive", "critical", []);
  expect(recommend({ ...gone, hygiene: [finding] }).action).toBe("deny");
});
