/** A reader serves many repositories, hostile ones among them, and holds on to none of them. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { extractApart } from "../../../crawler/apart.ts";
import { extractors } from "../../../crawler/extractors/index.ts";
import type { Snapshot } from "../../../model.ts";
import { honest, honestFiles, type Honest } from "./honest.ts";

const repositories = 200;
const warmUp = 40;
/** Of the memory after the first forty: until then the heap has not yet taken the size that it keeps. */
const mostGrowth = 2;
const grown = 120;
/** Of the memory after 120 repositories, when it has. */
const mostLater = 1.25;

/** One of many repositories: its own server beside five files of its own. */
function repository(one: Honest, number: number): Snapshot {
  const [extension = ""] = /\.\w+$/.exec(one.path) ?? [];
  const own = honestFiles(one, `tool${number}`);
  const more = Array.from({ length: 5 }, (_, index): [string, string] => [
    one.path.replace(extension, `${number}x${index}${extension}`),
    one.text(`other${number}x${index}`).repeat(2),
  ]);
  return {
    repository: { source: `path:${number}`, id: `path.local/${number}` },
    files: new Map([...Object.entries(own), ...more].toSorted(([a], [b]) => (a < b ? -1 : 1))),
    skipped: [],
  };
}

/** Megabytes that the readers of this process hold. */
function readersMegabytes(): number {
  const children = readdirSync(`/proc/${process.pid}/task`).flatMap((thread) =>
    readFileSync(`/proc/${process.pid}/task/${thread}/children`, "utf8")
      .split(" ")
      .filter((id) => id !== ""),
  );
  let kilobytes = 0;
  for (const child of children) {
    const status = readFileSync(`/proc/${child}/status`, "utf8");
    kilobytes += Number(/^VmRSS:\s+(?<held>\d+)/m.exec(status)?.groups?.["held"] ?? 0);
  }
  return kilobytes / 1024;
}

const known = new Set(extractors.map(({ id }) => id));

describe.skipIf(process.platform !== "linux")(`memory after ${repositories} repositories`, () => {
  test.each(honest.filter(({ extractor }) => known.has(extractor)))(
    `is at most ${mostGrowth} times that after the first ${warmUp}: $extractor`,
    async (one) => {
      let [early, late] = [0, 0];
      for (let number = 0; number < repositories; number++) {
        if (number === warmUp) early = readersMegabytes();
        if (number === grown) late = readersMegabytes();
        const found = await extractApart(one.extractor, repository(one, number));
        expect(found).not.toHaveProperty("message");
      }
      const held = readersMegabytes();
      expect(early).toBeGreaterThan(0);
      expect(held / early).toBeLessThan(mostGrowth);
      expect(held / late).toBeLessThan(mostLater);
    },
  );
});
