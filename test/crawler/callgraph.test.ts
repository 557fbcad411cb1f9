/** Each folder of fixtures/callgraph/<language>/<case> is a small snapshot; its expected.json says by handler what leaves it. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { languages } from "../../crawler/callgraph/index.ts";
import tracer, { type Handlers } from "../../crawler/callgraph/tracer.ts";
import type { Place } from "../../model.ts";

const fixtures = path.join(import.meta.dirname, "../fixtures/callgraph");
const expectedName = "expected.json";

test("each language has fixtures and each folder of fixtures a language", () => {
  expect(foldersIn(fixtures)).toEqual(languages.map(({ id }) => id).toSorted());
});

describe.each(foldersIn(fixtures))("%s", (id) => {
  test.each(foldersIn(path.join(fixtures, id)))("%s", async (name) => {
    const folder = path.join(fixtures, id, name);
    const expected = JSON.parse(readFileSync(path.join(folder, expectedName), "utf8")) as object;
    const keys = Object.keys(expected);
    const snapshot: Handlers = {
      repository: { source: "path:fixture", id: "path.local/fixture" },
      files: readFiles(folder),
      skipped: [],
      handlers: keys.map(readPlace),
    };
    const traced = await tracer.extract(snapshot);
    for (const { quote, at } of traced.flatMap((calls) => calls ?? []))
      expect(snapshot.files.get(at.path)?.split("\n")[at.line - 1]).toContain(quote);
    const found = Object.fromEntries(keys.map((key, index) => [key, traced[index]]));
    await expect(`${JSON.stringify(found, null, 2)}\n`).toMatchFileSnapshot(
      path.join(folder, expectedName),
    );
  });
});

/** `src/boxes.py:3-9` */
function readPlace(key: string): Place {
  const { file, line, end } = /^(?<file>.+):(?<line>\d+)-(?<end>\d+)$/.exec(key)?.groups ?? {};
  return { path: file ?? "", line: Number(line), endLine: Number(end) };
}

function foldersIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .toSorted();
}

function readFiles(folder: string): Map<string, string> {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== expectedName)
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .map((name) => name.replaceAll(path.sep, "/"))
    .toSorted();
  return new Map(paths.map((name) => [name, readFileSync(path.join(folder, name), "utf8")]));
}
