import type { Classification } from "../../model.ts";
import { isRight, type Pair } from "./score.ts";

/** What is compared, with the confidence that our label states. */
export interface StatedPair extends Pair {
  found?: NonNullable<Pair["found"]> & Pick<Classification, "confidence">;
}

/** Labels that state about the same confidence, against how many of them were right. */
export interface Bin {
  /** Inclusive. */
  from: number;
  /** Exclusive, but for the last. */
  to: number;
  n: number;
  /** Mean of what was stated. */
  stated: number;
  right: number;
  /** 95 % Wilson interval of the share that was right. */
  low: number;
  high: number;
}

const edges = [0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1] as const;

/** Stated confidence against the share whose category was right, in bins of the scale that are not empty. Labels of low confidence are left out. */
export function calibrate(pairs: readonly StatedPair[]): Bin[] {
  const counted = pairs.flatMap((pair) =>
    pair.found && pair.label.confidence !== "low"
      ? [{ stated: pair.found.confidence, right: isRight(pair) }]
      : [],
  );
  return edges.slice(0, -1).flatMap((from, index) => {
    const to = edges[index + 1]!;
    const inside = counted.filter(
      ({ stated }) => stated >= from && (stated < to || (to === 1 && stated === 1)),
    );
    if (inside.length === 0) return [];
    const n = inside.length;
    const right = inside.filter((one) => one.right).length;
    const stated = inside.reduce((sum, one) => sum + one.stated, 0) / n;
    return [{ from, to, n, stated, right, ...wilson(right, n) }];
  });
}

/** The 95 % interval of a share by Wilson's score: https://en.wikipedia.org/wiki/Binomial_proportion_confidence_interval */
export function wilson(right: number, n: number): { low: number; high: number } {
  if (n === 0) return { low: 0, high: 1 };
  const z = 1.959964;
  const share = right / n;
  const scale = 1 + (z * z) / n;
  const middle = (share + (z * z) / (2 * n)) / scale;
  const half = (z / scale) * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n));
  return { low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}
