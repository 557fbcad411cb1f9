import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readFacts } from "../../classifier/evidence/facts.ts";
import { rules } from "../../classifier/rules/index.ts";
import type { Subject } from "../../classifier/rules/rule.ts";
import type { Category, Facet } from "../../model.ts";

/** Tools that a rule speaks of, with what it says, and look-alikes of which it says nothing of the kind. */
interface Fixture {
  /** The category that a `risk` rule is told. */
  given?: Category;
  claims: { tool: Subject; category?: Category; by?: number; facets?: Facet[] }[];
  near: Subject[];
}

/** The rule gives facets and nothing else. */
const touchesOnly = ({ claims }: Fixture): boolean =>
  claims.every(({ category, by, facets }) => facets && !category && by === undefined);

const root = join(import.meta.dirname, "../..");
const names = (folder: string, end: string) =>
  readdirSync(join(root, folder))
    .filter((file) => file.endsWith(end))
    .map((file) => file.slice(0, -end.length))
    .toSorted();

test("the index lists every rule of the folder once, and each has a fixture", () => {
  const units = names("classifier/rules", ".ts").filter(
    (name) => name !== "index" && name !== "rule",
  );
  expect(rules.map((rule) => rule.id).toSorted()).toEqual(units);
  expect(names("test/fixtures/rules", ".json")).toEqual(units);
});

test("category rules come before risk rules", () => {
  const phases = rules.map((rule) => rule.phase);
  expect(phases.lastIndexOf("category")).toBeLessThan(phases.indexOf("risk"));
});

for (const rule of rules) {
  const fixture = JSON.parse(
    readFileSync(join(root, `test/fixtures/rules/${rule.id}.json`), "utf8"),
  ) as Fixture;

  test(`${rule.id} speaks of what it is for`, () => {
    expect(fixture.claims.length).toBeGreaterThan(0);
    for (const { tool, category, by, facets } of fixture.claims) {
      const claim = rule.claim(readFacts(tool), fixture.given);
      const said = {
        category: claim?.category,
        by: claim?.step?.by,
        facets: facets && claim?.facets?.toSorted(),
      };
      expect(said, tool.description ?? tool.name).toEqual({ category, by, facets });
      expect(claim?.evidence.length, tool.name).toBeGreaterThan(0);
    }
  });

  test(`${rule.id} leaves look-alikes alone`, () => {
    expect(fixture.near.length).toBeGreaterThan(0);
    for (const tool of fixture.near) {
      const claim = rule.claim(readFacts(tool), fixture.given);
      const said = claim && { category: claim.category, by: claim.step?.by };
      expect(said?.by, tool.description ?? tool.name).toBeUndefined();
      if (touchesOnly(fixture)) expect(claim, tool.description ?? tool.name).toBeUndefined();
      if (rule.phase === "category" && said?.category !== "Read")
        expect(said, tool.description ?? tool.name).toBeUndefined();
    }
  });
}
