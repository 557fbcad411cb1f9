import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Basis } from "../../classifier/attacks/attack.ts";
import { attacks, attacksOn } from "../../classifier/attacks/index.ts";
import { classify } from "../../classifier/classify.ts";
import type { Definition } from "../../model.ts";

/** Tools that the pattern abuses, with what it rests on at least, and look-alikes that it leaves alone. */
interface Fixture {
  applies: { tool: Definition; basis: Basis }[];
  near: Definition[];
}

const root = join(import.meta.dirname, "../..");
const names = (folder: string, end: string) =>
  readdirSync(join(root, folder))
    .filter((file) => file.endsWith(end))
    .map((file) => file.slice(0, -end.length))
    .toSorted();

function readFixture(id: string): Fixture {
  return JSON.parse(
    readFileSync(join(root, `test/fixtures/attacks/${id}.json`), "utf8"),
  ) as Fixture;
}

const labelled = (definition: Definition) => ({ definition, classification: classify(definition) });
const fixtures = new Map(attacks.map(({ id }) => [id, readFixture(id)]));
const tools = [...fixtures.values()].flatMap(({ applies, near }) => [
  ...applies.map(({ tool }) => tool),
  ...near,
]);

test("the index lists every pattern of the folder once, and each has a fixture", () => {
  const units = names("classifier/attacks", ".ts").filter(
    (name) => !/^(?:index|attack)$/.test(name),
  );
  expect(attacks.map(({ id }) => id).toSorted()).toEqual(units);
  expect(names("test/fixtures/attacks", ".json")).toEqual(units);
});

for (const pattern of attacks) {
  const { applies, near } = fixtures.get(pattern.id)!;

  test(`${pattern.id} applies to the access that it abuses`, () => {
    expect(applies.length).toBeGreaterThan(0);
    for (const { tool, basis } of applies)
      expect(pattern.applies(labelled(tool)), tool.name).toMatchObject(basis);
  });

  test(`${pattern.id} leaves look-alikes alone`, () => {
    expect(near.length).toBeGreaterThan(1);
    for (const tool of near) expect(pattern.applies(labelled(tool)), tool.name).toBeUndefined();
  });

  test(`${pattern.id} is cited in full and told in our own sentences`, () => {
    expect(pattern.url).toMatch(/^https:\/\/(?:atlas\.mitre\.org|owasp\.org|genai\.owasp\.org)\//);
    if (pattern.standard === "MITRE ATLAS")
      expect(pattern.url.endsWith(`/${pattern.code}`)).toBe(true);
    expect(pattern.code).toMatch(/^(?:AML\.T\d{4}(?:\.\d{3})?|MCP\d\d:2025|ASI\d\d)$/);
    expect(pattern.abuse).toMatch(/^[A-Z].*\.$/);
    expect(pattern.abuse.split(/\. /).length).toBeLessThanOrEqual(2);
  });
}

test("no two patterns cite the same entry, and none is attached to everything", () => {
  expect(new Set(attacks.map(({ code }) => code)).size).toBe(attacks.length);
  for (const pattern of attacks) {
    const hit = tools.filter((tool) => pattern.applies(labelled(tool)));
    expect(hit.length, pattern.id).toBeLessThan(tools.length / 3);
  }
});

test("what a pattern quotes stands in the tool", () => {
  for (const tool of tools) {
    const whole = JSON.stringify(tool);
    for (const { basis, pattern } of attacksOn(labelled(tool)))
      expect(whole, `${pattern.id} of ${tool.name}`).toContain(basis.quote ?? "");
  }
});

test("a low-risk read of public data has none", () => {
  for (const tool of [
    { name: "get_weather", description: "Get the weather of a city." },
    { name: "convert_units", description: "Convert between units of length." },
    { name: "list_countries", description: "List all countries." },
  ])
    expect(attacksOn(labelled(tool)), tool.name).toEqual([]);
});
