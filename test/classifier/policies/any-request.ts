import fc from "fast-check";
import type { Constraint, PolicyRequest } from "../../../classifier/policies/format.ts";
import type { Action, Recommendation } from "../../../model.ts";

const odd = [
  "",
  " ",
  "_",
  "__",
  "a__b",
  "a",
  "b",
  "b__c",
  "*",
  "a.b",
  "a b",
  "a/b",
  "a_b",
  "A_B",
  "__proto__",
  "constructor",
  "toString",
  "1",
  "007",
  "claude.ai A  b ",
  '"',
  "'",
  "`",
  "\\",
  "</script>",
  "${x}",
  "a\nb",
  "\u0000",
  "\u2028",
  "\ud800",
  "é",
  "😀",
  "名",
  "mcp__a__b",
  "mcp__*",
  "a(b:c)",
  "a\u200b_b",
  "\u200bclaude.ai A",
  "ａ",
  "e\u0301",
  "\ue000",
  "\u{e0041}",
];

const anyName = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...odd) },
  fc.string({ maxLength: 12 }),
  fc.string({ unit: "binary", maxLength: 6 }),
);

const anyToolName = fc.oneof(
  { weight: 9, arbitrary: anyName },
  fc.constantFrom("l".repeat(200), "é".repeat(120), "m".repeat(115)),
);

const anyRecommendation: fc.Arbitrary<Recommendation> = fc.oneof(
  fc.constantFrom<Action>("allow", "ask", "deny").map((action) => ({ action, reason: "" })),
  fc
    .record({
      max: fc.integer({ min: 1, max: 100 }),
      window: fc.constantFrom("minute" as const, "hour" as const, "day" as const),
    })
    .map((limit) => ({ action: "limit" as const, limit, reason: "" })),
);

const anyConstraint: fc.Arbitrary<Constraint> = fc.record({
  argument: fc.constantFrom("branch", "page_id", "a.b", "__proto__", 'q"', "amount", "force"),
  must: fc.constantFrom<Constraint["must"]>(
    { oneOf: ["<branch>"] },
    { oneOf: ["main", 'a"b\\c'] },
    { atMost: 0 },
    { atMost: 100 },
    { atMost: 7, isWhole: true },
    { oneOf: ["main"], isEnum: true },
    { is: true },
    { is: false },
  ),
});

const anyConstraints = fc.uniqueArray(anyConstraint, {
  selector: ({ argument }) => argument,
  minLength: 1,
  maxLength: 3,
});

/** Servers with odd names, names that are written alike, and every recommendation, some with rules about arguments. */
export const anyRequest: fc.Arbitrary<PolicyRequest> = fc
  .record({
    alias: fc.oneof(fc.constantFrom("github", "my server.v2"), anyName),
    tools: fc.uniqueArray(
      fc.record(
        { name: anyToolName, recommendation: anyRecommendation, constraints: anyConstraints },
        { requiredKeys: ["name", "recommendation"] },
      ),
      {
        selector: ({ name }) => name,
        maxLength: 12,
      },
    ),
  })
  .map(({ alias, tools }) => ({
    alias,
    tools: tools.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
  }));
