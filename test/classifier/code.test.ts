/** Each file of fixtures/code/<deed> holds lines of code that the deed knows, and look-alikes that it leaves alone. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { deeds, readReaches } from "../../classifier/evidence/code/index.ts";
import { look, type Deed, type Meaning } from "../../classifier/evidence/code/reach.ts";
import { readText } from "../../classifier/evidence/code/text.ts";
import type { Category } from "../../model.ts";

interface Fixture {
  claims: { code: string; category: Category }[];
  near: string[];
}

const root = join(import.meta.dirname, "../..");
const notUnits = new Set(["housekeeping.ts", "index.ts", "reach.ts", "text.ts"]);

test("the index lists every deed of the folder once, and each has a fixture", () => {
  const units = readdirSync(join(root, "classifier/evidence/code"))
    .filter((file) => !notUnits.has(file))
    .map((file) => file.replace(/\.ts$/, ""));
  expect(deeds.map(({ id }) => id).toSorted()).toEqual(units.toSorted());
  const fixtures = readdirSync(join(root, "test/fixtures/code"));
  expect(fixtures.toSorted()).toEqual(units.map((unit) => `${unit}.json`).toSorted());
});

const meanings = (deed: Deed, code: string): Meaning[] =>
  readText(code).flatMap((call) => deed.read(look(call)) ?? []);

for (const deed of deeds) {
  const fixture = JSON.parse(
    readFileSync(join(root, `test/fixtures/code/${deed.id}.json`), "utf8"),
  ) as Fixture;

  test(`${deed.id} knows its calls`, () => {
    for (const { code, category } of fixture.claims)
      expect(meanings(deed, code)[0]?.category, code).toBe(category);
  });

  test(`${deed.id} leaves look-alikes alone`, () => {
    for (const code of fixture.near) expect(meanings(deed, code), code).toEqual([]);
  });
}

test("code without its repository is read call by call, with its lines, in any language", () => {
  const code = `async ({ id }) => {
  // await fetch(url, { method: "PUT" })
  const found = await http.get(\`/boxes/\${id}\`);
  await fetch(url, {
    method: "DELETE",
    headers: { accept: "text/plain" },
  });
}`;
  const calls = readText(code, { path: "src/boxes.ts", line: 10 });
  expect(calls.map(({ callee, at }) => [callee, at.line])).toEqual([
    ["http.get", 12],
    ["fetch", 13],
  ]);
  expect(calls[1]?.arguments).toContainEqual({ name: "method", text: "DELETE" });
  expect(readReaches(calls).map(({ shows }) => shows)).toEqual(["sends a request with DELETE"]);
});

test("hostile code is only text", () => {
  for (const code of [
    "(".repeat(50_000),
    "a(`".repeat(20_000),
    'f("'.repeat(20_000),
    "x(y(".repeat(9_000),
  ])
    expect(Array.isArray(readReaches(readText(code)))).toBe(true);
});

test("a request whose method isn't seen has that of the client's own function on the way to it", () => {
  const call = {
    callee: "fetch",
    arguments: [{ text: "/boxes/1" }],
    quote: "fetch(url, options)",
    at: { path: "client.ts", line: 3 },
  };
  expect(readReaches([call])).toEqual([]);
  const [reach] = readReaches([{ ...call, via: ["BoxClient.delete", "BoxClient.request"] }]);
  expect(reach?.category).toBe("Destructive");
});

test("a function that sends whatever method it is told tells nothing of the one that is sent", () => {
  const send = (method: string) => ({
    callee: `self.client.${method}`,
    arguments: [{ text: "/boxes" }],
    quote: `self.client.${method}(path)`,
    at: { path: "client.py", line: 3 },
    via: ["Client.request"],
  });
  expect(readReaches(["get", "post", "put", "delete"].map(send))).toEqual([]);
  expect(readReaches(["get", "delete"].map(send))).toHaveLength(1);
});
