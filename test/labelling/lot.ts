import { createHash } from "node:crypto";

/** Of every lot that is published. */
export const seed = "almanac labels 1";

/** A number that looks random and is always the same for the same words. */
function draw(...words: string[]): string {
  return createHash("sha256").update(words.join("\0")).digest("hex");
}

/** Chooses up to so many by lot: the same ones whatever else there is to choose from in which order; in the order of the lot. */
export function chooseByLot<T>(
  seed: string,
  from: readonly T[],
  count: number,
  key: (one: T) => string,
): T[] {
  return from
    .map((one) => ({ one, number: draw(seed, key(one)) }))
    .toSorted((a, b) => (a.number < b.number ? -1 : 1))
    .slice(0, count)
    .map(({ one }) => one);
}

/** Which half of the servers one is in: rules and confidence are developed on one half, and reported on the other as well. */
export function halfOf(server: string): "development" | "held out" {
  return Number.parseInt(draw("half", server).slice(0, 8), 16) % 2 === 0
    ? "development"
    : "held out";
}
