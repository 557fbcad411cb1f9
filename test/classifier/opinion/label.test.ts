import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { classify } from "../../../classifier/classify.ts";
import { recommend } from "../../../classifier/policies/recommend.ts";
import { checkOpinion } from "../../../classifier/opinion/check.ts";
import { exhibit } from "../../../classifier/opinion/evidence.ts";
import { mergeVerdict } from "../../../classifier/opinion/merge.ts";
import {
  type Classification,
  type Verdict,
  actions,
  categories,
  facets,
  risks,
} from "../../../model.ts";

const subject = {
  server: "ann/notes",
  name: "put_note",
  description: "Puts a note.\nReplaces\u200b the old one.",
  inputSchema: { type: "object", properties: { text: { type: "string" } } },
  annotations: { readOnlyHint: false },
  handlerSource: 'await fs.writeFile("note", text);',
};
const shown = exhibit(subject);
const reached = {
  callee: "fs.rm",
  arguments: [],
  quote: "await fs.rm(old)",
  at: { path: "store.ts", line: 7 },
  via: ["store"],
};
const said = {
  category: "Write",
  risk: "high",
  facets: ["network", "filesystem"],
  rationale: "It writes.",
  quotes: ["fs.writeFile("],
};
const origin = { model: "m", prompt: "1" };

describe("an answer about a tool", () => {
  test("holds when its quotes stand in the tool's own text, with the witness in whose", () => {
    const quotes = [
      "fs.writeFile(",
      '"text":{"type":"string"}',
      "Replaces the old one.",
      "put_note",
    ];
    expect(checkOpinion([{ ...said, quotes }], shown)).toEqual({
      ...said,
      facets: ["filesystem", "network"],
      quotes: [
        { witness: "code", quote: "fs.writeFile(" },
        { witness: "schema", quote: '"text":{"type":"string"}' },
        { witness: "description", quote: "Replaces the old one." },
        { witness: "name", quote: "put_note" },
      ],
    });
  });

  test.each([
    ["left out", [], /left this tool out/],
    ["given twice", [said, said], /answered twice/],
    ["without a quote", [{ ...said, quotes: [] }], /quotes nothing/],
    ["with a forged quote", [{ ...said, quotes: ["fs.unlink("] }], /stands nowhere/],
    [
      "with a true quote beside a forged one",
      [{ ...said, quotes: ["put_note", "put_notes"] }],
      /stands nowhere/,
    ],
    [
      "with a quote of our own headings",
      [{ ...said, quotes: ["input schema:"] }],
      /stands nowhere/,
    ],
    [
      "with a quote across two parts",
      [{ ...said, quotes: ["put_note\n\ndescription"] }],
      /stands nowhere/,
    ],
    ["with a letter for a quote", [{ ...said, quotes: ["e"] }], /too short/],
    ["with a book for a quote", [{ ...said, quotes: ["x".repeat(301)] }], /too long/],
    [
      "with a hundred quotes",
      [{ ...said, quotes: Array.from({ length: 100 }, () => "put_note") }],
      /more than 6/,
    ],
    ["with a category of its own", [{ ...said, category: "Safe" }], /value for category/],
    ["with a risk of its own", [{ ...said, risk: "none" }], /value for risk/],
    ["with a facet of its own", [{ ...said, facets: ["harmless"] }], /value for facets/],
    ["without a reason", [{ ...said, rationale: " \u200b" }], /no reason/],
    ["that is no object", ["Read"], /none that was asked for/],
  ])("%s is void", (_what, entries, reason) => {
    expect(checkOpinion(entries, shown)).toMatch(reason);
  });

  test("code that the handler only reaches may be quoted", () => {
    const entry = { ...said, quotes: ["fs.rm(old)"] };
    expect(checkOpinion([entry], shown)).toMatch(/nowhere/);
    expect(checkOpinion([entry], exhibit({ ...subject, calls: [reached] }))).toMatchObject({
      quotes: [{ witness: "code", quote: "fs.rm(old)" }],
    });
  });

  test("a name of two letters may be quoted whole", () => {
    const rm = exhibit({ name: "rm" });
    expect(checkOpinion([{ ...said, quotes: ["rm"] }], rm)).toMatchObject({ category: "Write" });
  });
});

describe("beside the rules' label", () => {
  const label = classify(subject);
  const verdict: Verdict = {
    category: "Write",
    risk: "medium",
    facets: [],
    rationale: "It writes.",
    quotes: [{ witness: "name", quote: "put_note" }],
  };

  test("the same label agrees and changes nothing", () => {
    const same = { ...verdict, risk: label.risk };
    expect(label.category).toBe("Write");
    expect(mergeVerdict(label, same, origin)).toEqual({
      ...label,
      opinion: {
        ...origin,
        ...same,
        outcome: "agrees",
        rules: { category: "Write", risk: label.risk },
      },
    });
  });

  test("a graver one raises the label, and says so", () => {
    const graver: Verdict = {
      ...verdict,
      category: "Execute",
      risk: "critical",
      facets: ["arbitrary-code", "scratch"],
    };
    const merged = mergeVerdict(label, graver, origin);
    expect(merged).toMatchObject({
      category: "Execute",
      effect: "write",
      risk: "critical",
      opinion: { outcome: "raised", rules: { category: "Write", risk: label.risk } },
    });
    expect(merged.opinion).not.toHaveProperty("kept");
    expect(merged.facets).toContain("arbitrary-code");
    expect(merged.facets).not.toContain("scratch");
    expect(merged.confidence).toBeLessThanOrEqual(0.5);
    expect(merged.rationale).toContain(
      `the model m, raises this from Write, ${label.risk}, to Execute, critical: "put_note"`,
    );
  });

  test("a milder one is shown and not followed", () => {
    const milder: Verdict = { ...verdict, category: "Read", risk: "low" };
    const { opinion, ...rest } = mergeVerdict(label, milder, origin);
    expect(rest).toEqual(label);
    expect(opinion).toMatchObject({
      outcome: "lower",
      category: "Read",
      kept: ["category", "risk"],
    });
  });

  test("of one that is graver in one thing and milder in the other only the graver counts", () => {
    const shell = classify({ server: "s", name: "shell", description: "Run a shell command" });
    expect(shell).toMatchObject({ category: "Execute", risk: "critical" });
    const mixed: Verdict = { ...verdict, category: "Destructive", risk: "medium" };
    expect(mergeVerdict(shell, mixed, origin)).toMatchObject({
      category: "Destructive",
      risk: "critical",
      opinion: { outcome: "raised", kept: ["risk"] },
    });
  });

  test("a read that becomes a write contradicts an author who declares a read", () => {
    const read = classify({ name: "get_note", description: "Gets a note." });
    expect(read.category).toBe("Read");
    expect(mergeVerdict(read, verdict, origin, { readOnlyHint: true })).toMatchObject({
      effect: "write",
      conflicts: [{ annotation: "readOnlyHint", declared: true }],
    });
  });

  test("nothing that an opinion says makes a label milder, or what follows from it looser", () => {
    const anyLabel = fc.record({
      category: fc.constantFrom(...categories),
      risk: fc.constantFrom(...risks),
      facets: fc.uniqueArray(fc.constantFrom(...facets)),
    });
    fc.assert(
      fc.property(
        anyLabel,
        anyLabel,
        fc.double({ min: 0.2, max: 0.98, noNaN: true }),
        (mine, its, confidence) => {
          const before: Classification = { ...label, ...mine, confidence };
          const after = mergeVerdict(before, { ...verdict, ...its }, origin);
          expect(categories.indexOf(after.category)).toBeGreaterThanOrEqual(
            categories.indexOf(before.category),
          );
          expect(risks.indexOf(after.risk)).toBeGreaterThanOrEqual(risks.indexOf(before.risk));
          expect(after.confidence).toBeLessThanOrEqual(confidence);
          for (const facet of mine.facets) expect(after.facets).toContain(facet);
          const strictness = (one: Classification) => actions.indexOf(recommend(one).action);
          expect(strictness(after)).toBeGreaterThanOrEqual(strictness(before));
        },
      ),
      { numRuns: 500 },
    );
  });
});
