/** Each folder of fixtures/extractors/<id>/<case> is a small snapshot with what the extractor <id> should read in it. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import type { Extractor } from "../../crawler/extractors/extractor.ts";
import type { Snapshot } from "../../model.ts";

const units = path.join(import.meta.dirname, "../../crawler/extractors");
const fixtures = path.join(import.meta.dirname, "../fixtures/extractors");
const expectedName = "expected.json";
const notUnits = ["extractor.ts", "index.ts"];

const unitIds = readdirSync(units, { withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith(".ts") && !notUnits.includes(entry.name))
  .map((entry) => entry.name.slice(0, -".ts".length));

test("each extractor has fixtures and each folder of fixtures an extractor", () => {
  expect(foldersIn(fixtures)).toEqual(unitIds.toSorted());
});

describe.each(foldersIn(fixtures))("%s", (id) => {
  test.each(foldersIn(path.join(fixtures, id)))("%s", async (name) => {
    const folder = path.join(fixtures, id, name);
    const { default: extractor } = (await import(path.join(units, `${id}.ts`))) as {
      default: Extractor;
    };
    expect(extractor.id).toBe(id);
    const extraction = await extractor.extract(readSnapshot(folder, extractor));
    await expect(`${JSON.stringify(extraction, null, 2)}\n`).toMatchFileSnapshot(
      path.join(folder, expectedName),
    );
  });
});

function foldersIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .toSorted();
}

function readSnapshot(folder: string, extractor: Extractor): Snapshot {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== expectedName)
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .map((name) => name.replaceAll(path.sep, "/"))
    .filter((name) => extractor.reads(name))
    .toSorted();
  return {
    repository: { source: "path:fixture", id: "path.local/fixture" },
    files: new Map(paths.map((name) => [name, readFileSync(path.join(folder, name), "utf8")])),
    skipped: [],
  };
}
