/** Repositories that are made to do harm: each has the outcome that it should have, and the next one is read as ever. */
import { afterEach, describe, expect, test } from "vitest";
import { SourceError } from "../../crawler/door.ts";
import { extract, type Extracted } from "../../crawler/extract.ts";
import { extractors } from "../../crawler/extractors/index.ts";
import type { Snapshot } from "../../model.ts";
import { honest, honestFiles } from "./hostile/honest.ts";
import { timeMs, type Hostile } from "./hostile/hostile.ts";
import { nesting } from "./hostile/nesting.ts";
import { manifests } from "./hostile/manifests.ts";
import { python } from "./hostile/python.ts";
import { typescript } from "./hostile/typescript.ts";

const known = new Set(extractors.map(({ id }) => id));

function snapshot(files: Record<string, string>): Snapshot {
  return {
    repository: { source: "path:hostile", id: "path.local/hostile" },
    files: new Map(Object.entries(files).toSorted(([a], [b]) => (a < b ? -1 : 1))),
    skipped: [],
  };
}

function toolNames({ servers }: Extracted): string[] {
  return servers.flatMap(({ tools }) => tools.map(({ name }) => name)).toSorted();
}

async function expectOutcome(hostile: Hostile): Promise<void> {
  const read = extract(snapshot(hostile.files()), { timeMs: hostile.timeMs ?? timeMs });
  if (hostile.error !== undefined) {
    await expect(read).rejects.toBeInstanceOf(SourceError);
    await expect(read).rejects.toMatchObject({ kind: hostile.error });
    return;
  }
  const found = await read;
  const reasons = found.servers.flatMap(({ unresolved }) => unresolved.map(({ reason }) => reason));
  expect(toolNames(found)).toEqual(hostile.tools);
  if (hostile.skipped !== undefined) expect(found.skipped).toEqual(hostile.skipped);
  if (hostile.unresolved === "any") return;
  const expected = hostile.unresolved ?? [];
  for (const pattern of expected) expect(reasons).toContainEqual(expect.stringMatching(pattern));
  expect(reasons.filter((reason) => !expected.some((pattern) => pattern.test(reason)))).toEqual([]);
}

/** The next repository, in the same readers: one honest server in every language. */
afterEach(async () => {
  const honestOnes = honest.filter(({ extractor }) => known.has(extractor));
  for (const one of honestOnes.slice(0, 2)) {
    const found = await extract(snapshot(honestFiles(one, "next")));
    expect(toolNames(found), one.extractor).toEqual(["next"]);
  }
});

test("an honest server is read in each language", async () => {
  for (const one of honest.filter(({ extractor }) => known.has(extractor)))
    expect(toolNames(await extract(snapshot(honestFiles(one)))), one.extractor).toEqual(["stays"]);
});

describe("syntax", () => {
  test.each(nesting.filter(({ name }) => known.has(name.split(":", 1)[0] ?? "")))(
    "$name",
    expectOutcome,
  );
});

describe("code", () => {
  test.each([...typescript, ...python])("$name", expectOutcome);
});

describe("manifests", () => {
  test.each(manifests)("$name", expectOutcome);

  test("change nothing for everybody", () => {
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });
});
