import { expect, test } from "vitest";
import { confidenceOf, type Support } from "../../classifier/confidence.ts";

const full: Support = {
  agreeing: 1,
  opposing: 0,
  decided: true,
  told: true,
  described: true,
  silent: false,
};
const counts = [0, 1, 2, 3, 4];

test("more claims that agree never lower it, more that oppose never raise it", () => {
  for (const opposing of counts) {
    const rising = counts.map((agreeing) => confidenceOf({ ...full, agreeing, opposing }));
    expect(rising).toEqual(rising.toSorted((a, b) => a - b));
  }
  for (const agreeing of counts) {
    const falling = counts.map((opposing) => confidenceOf({ ...full, agreeing, opposing }));
    expect(falling).toEqual(falling.toSorted((a, b) => b - a));
  }
  expect(confidenceOf({ ...full, agreeing: 3 })).toBeGreaterThan(confidenceOf(full));
  expect(confidenceOf({ ...full, opposing: 1 })).toBeLessThan(confidenceOf(full));
});

test("each thing that is missing lowers it", () => {
  for (const agreeing of [1, 2, 3]) {
    const whole = confidenceOf({ ...full, agreeing });
    for (const missing of [
      { decided: false },
      { told: false },
      { described: false },
      { silent: true },
    ])
      expect(confidenceOf({ ...full, agreeing, ...missing })).toBeLessThan(whole);
  }
});

test("it is never certain, and a guess stays below the half", () => {
  for (const agreeing of counts)
    for (const opposing of counts) {
      const sure = confidenceOf({ ...full, agreeing, opposing });
      expect(sure).toBeGreaterThan(0.4);
      expect(sure).toBeLessThan(1);
      expect(confidenceOf({ ...full, agreeing, opposing, told: false })).toBeLessThan(0.5);
    }
  expect(confidenceOf({ ...full, agreeing: 0 })).toBeLessThan(0.5);
});
