import { expect, test } from "vitest";
import type { Annotations, Classification } from "../../model.ts";
import { opinionFate } from "../../site/opinion.ts";
import { parameters } from "../../site/parameters.ts";
import {
  codePieces,
  firstSentence,
  namePieces,
  revisionWords,
  scriptJson,
  shortened,
} from "../../site/text.ts";
import { noDescription, unreadParts } from "../../site/unread.ts";
import { annotationRows, passages } from "../../site/witnesses.ts";

test("the first sentence ends where a sentence ends", () => {
  expect(firstSentence("Reads e.g. a file v1.2 at once. Then stops.")).toBe(
    "Reads e.g. a file v1.2 at once.",
  );
  expect(firstSentence("One line\n\nAnother")).toBe("One line");
  expect(firstSentence(" \n ")).toBeUndefined();
  expect(firstSentence("word ".repeat(2000))?.length).toBeLessThanOrEqual(240);
});

test("what is shortened ends at a word, and never inside a character", () => {
  expect(shortened("one two three", 20)).toBe("one two three");
  expect(shortened("one two three", 10)).toBe("one two…");
  expect(shortened("🦊".repeat(50), 10)).toBe(`${"🦊".repeat(9)}…`);
});

test("a long name breaks behind its signs and before its capitals", () => {
  expect(namePieces("meta_send.pageMessage-now")).toEqual([
    "meta_",
    "send.",
    "page",
    "Message-",
    "now",
  ]);
  expect(namePieces("a".repeat(5000)).join("").length).toBeLessThanOrEqual(301);
});

test("JSON in a script element cannot end it", () => {
  const value = { text: "</script><!--\u2028&" };
  expect(scriptJson(value)).not.toMatch(/[<>&\u2028]/);
  expect(JSON.parse(scriptJson(value))).toEqual(value);
});

test("what stands between backticks is code, and a lone one is a backtick", () => {
  expect(codePieces("merge `a.json` here")).toEqual([
    { text: "merge ", code: false },
    { text: "a.json", code: true },
    { text: " here", code: false },
  ]);
  expect(codePieces("a ` b")).toEqual([{ text: "a ` b", code: false }]);
});

test("evidence is marked where it is quoted, and at the end when nothing is", () => {
  const evidence = [
    { witness: "code", quote: "rm", shows: "removes" },
    { witness: "name", quote: "delete", shows: "removes" },
  ] as const;
  expect(passages('The handler has "rm", in a form.', [...evidence])).toEqual([
    { text: 'The handler has "rm",', marks: [1] },
    { text: " in a form.", marks: [] },
  ]);
  expect(passages("It removes.", [...evidence])).toEqual([{ text: "It removes.", marks: [1, 2] }]);
});

test("a revision is a commit when it looks like one, else a version", () => {
  expect(revisionWords("e428390f9d9a4f3d8c3b6d1c1b2a3948576a0b1c")).toBe("commit e428390");
  expect(revisionWords("2.1.0")).toBe("version 2.1.0");
});

test("what could not be read is told from what was not declared", () => {
  const reasons = [
    "The description of the tool get.user could not be read.",
    "The annotations of the tool get could not be read.",
    "The list of tools could not be followed to its end.",
  ];
  const server = {
    unresolved: reasons.map((reason) => ({ at: { path: "a.ts", line: 1 }, reason })),
  };
  expect(unreadParts(server, "get.user")).toEqual(["description"]);
  expect(unreadParts(server, "get")).toEqual(["annotations"]);
  expect(noDescription(server, "get.user")).toBe("Its description could not be read.");
  expect(noDescription(server, "get")).toBe("Its author gives no description.");
});

test.each<[string, Annotations, Partial<Classification>, [found: string, verdict: string]]>([
  [
    "removal",
    { destructiveHint: true },
    { category: "Destructive", effect: "write" },
    ["removes or ends something", "agrees"],
  ],
  [
    "write",
    { destructiveHint: true },
    { category: "Write", effect: "write" },
    ["not judged", "not judged"],
  ],
  [
    "write declared tame",
    { destructiveHint: false },
    { category: "Write", effect: "write" },
    ["not judged", "not judged"],
  ],
  ["read", { destructiveHint: false }, {}, ["only reads", "agrees"]],
  ["read that declares nothing", {}, {}, ["only reads", "not judged"]],
  [
    "removal that is denied",
    { destructiveHint: false },
    {
      category: "Destructive",
      effect: "write",
      conflicts: [{ annotation: "destructiveHint", declared: false, found: "deletes files" }],
    },
    ["deletes files", "disagrees"],
  ],
])("destructiveHint has one finding and one verdict: %s", (_, annotations, over, expected) => {
  const rows = annotationRows(annotations, {
    category: "Read",
    effect: "read",
    facets: [],
    conflicts: [],
    ...over,
  });
  const row = rows.find(({ hint }) => hint === "destructiveHint");
  expect([row?.found, row?.verdict]).toEqual(expected);
});

test("parameters come in the schema's order, a parameter before what it contains", () => {
  const schema = {
    type: "object",
    required: ["id"],
    properties: {
      id: { type: "string", description: "The id." },
      filter: { $ref: "#/$defs/filter" },
      tags: {
        type: "array",
        items: { type: "object", properties: { name: { enum: ["a", "b"] } } },
      },
      either: { anyOf: [{ type: "string" }, { type: "null" }], default: null },
    },
    $defs: { filter: { type: "object", properties: { from: { type: "integer", minimum: 1 } } } },
  };
  expect(parameters(schema)).toEqual({
    cut: false,
    rows: [
      { path: "id", depth: 0, type: "string", required: true, description: "The id.", facts: [] },
      { path: "filter", depth: 0, type: "object", required: false, facts: [] },
      { path: "filter.from", depth: 1, type: "integer", required: false, facts: ["at least 1"] },
      { path: "tags", depth: 0, type: "array of object", required: false, facts: [] },
      {
        path: "tags[].name",
        depth: 1,
        type: "one of",
        required: false,
        facts: ['one of "a", "b"'],
      },
      {
        path: "either",
        depth: 0,
        type: "string or null",
        required: false,
        facts: ["default null"],
      },
    ],
  });
});

test("a schema without end or sense is cut, and does no harm", () => {
  const endless = { properties: { self: { $ref: "#" } } };
  expect(parameters(endless)).toMatchObject({ cut: true });
  const wide = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`p${index}`, {}]));
  expect(parameters({ properties: wide })).toMatchObject({ cut: true });
  expect(parameters({ properties: 3, required: "x" })).toEqual({ rows: [], cut: false });
  const odd = JSON.parse('{"properties":{"__proto__":{"type":["a",1]},"x":null}}');
  expect(parameters(odd).rows.map((row) => row.path)).toEqual(["__proto__", "x"]);
});

test("of a second opinion it is said what became of it, and why", () => {
  const who = { model: "m", prompt: "1" };
  const said = {
    ...who,
    category: "Write" as const,
    risk: "low" as const,
    facets: [],
    rationale: "It writes.",
    quotes: [],
    rules: { category: "Read" as const, risk: "medium" as const },
  };
  expect(opinionFate({ ...said, outcome: "agrees" })).toBe("It agrees with the rules.");
  expect(opinionFate({ ...said, outcome: "raised" })).toMatch(/^It raised the label, and a person/);
  expect(opinionFate({ ...said, outcome: "raised", kept: ["risk"] })).toMatch(
    /^It raised the label\. Of what it says, its risk was not followed: an opinion may raise/,
  );
  expect(opinionFate({ ...said, outcome: "lower", kept: ["category", "risk"] })).toMatch(
    /^It takes the tool for milder .* was not followed/,
  );
  expect(opinionFate({ ...who, outcome: "void", reason: "the model quotes nothing" })).toBe(
    "Its answer counts for nothing, because the model quotes nothing. The label is the rules' alone.",
  );
  expect(opinionFate({ ...who, outcome: "failed", reason: "no answer came in time" })).toMatch(
    /^No answer was to be had, because no answer came in time\./,
  );
});
