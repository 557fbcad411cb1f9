import { categories, risks, type Category, type Classification } from "../../model.ts";
import type { Label } from "./label.ts";

/** What is compared: a person's label, and ours. */
export interface Pair {
  label: Label;
  /** Absent when the tool got no label. */
  found?: Pick<Classification, "category" | "effect" | "risk">;
}

/** Shares are 0 to 1, and 1 where there was nothing to get wrong. Labels of low confidence are left out. */
export interface Score {
  n: number;
  category: number;
  /** Mean of the five F1; a category that neither side has counts as 1. */
  macroF1: number;
  risk: number;
  riskWithinOne: number;
  /** Execute, Destructive and Financial that we call Read. */
  dangerousCalledRead: number;
  /** Tools with effect `write` that we call `read`. */
  writesCalledRead: number;
  unlabelled: number;
  /** How often a category of the labels got one of ours. */
  confusion: ReadonlyMap<Category, ReadonlyMap<Category, number>>;
  byCategory: { category: Category; n: number; precision: number; recall: number }[];
}

const dangerous: readonly Category[] = ["Execute", "Destructive", "Financial"];

/** Scores our labels against a person's. */
export function score(all: readonly Pair[]): Score {
  const pairs = all.filter(({ label }) => label.confidence !== "low");
  const count = (test: (pair: Pair) => boolean, of: readonly Pair[] = pairs) =>
    of.filter(test).length;
  const step = ({ label, found }: Pair) =>
    found ? Math.abs(risks.indexOf(found.risk) - risks.indexOf(label.risk)) : risks.length;
  const grave = pairs.filter(({ label }) => dangerous.includes(label.category));
  const writes = pairs.filter(({ label }) => label.effect === "write");
  const calledRead = ({ found }: Pair) => found?.effect === "read";
  const confusion = new Map(
    categories.map((truth) => [
      truth,
      new Map(
        categories.map((said) => [
          said,
          count(({ label, found }) => label.category === truth && found?.category === said),
        ]),
      ),
    ]),
  );
  const byCategory = categories.map((category) => {
    const n = count(({ label }) => label.category === category);
    const said = count(({ found }) => found?.category === category);
    const hit = confusion.get(category)!.get(category)!;
    return {
      category,
      n,
      precision: share(hit, said),
      recall: share(hit, n),
      f1: f1(hit, n, said),
    };
  });
  return {
    n: pairs.length,
    category: share(count(isRight), pairs.length),
    macroF1: byCategory.reduce((sum, one) => sum + one.f1, 0) / byCategory.length,
    risk: share(
      count((pair) => step(pair) === 0),
      pairs.length,
    ),
    riskWithinOne: share(
      count((pair) => step(pair) <= 1),
      pairs.length,
    ),
    dangerousCalledRead: grave.length === 0 ? 0 : count(calledRead, grave) / grave.length,
    writesCalledRead: writes.length === 0 ? 0 : count(calledRead, writes) / writes.length,
    unlabelled: pairs.length === 0 ? 0 : count(({ found }) => found === undefined) / pairs.length,
    confusion,
    byCategory: byCategory.map(({ f1: _f1, ...one }) => one),
  };
}

/** Whether our category is the person's; what stated confidence promises. */
export function isRight({ label, found }: Pair): boolean {
  return found?.category === label.category;
}

function share(part: number, whole: number): number {
  return whole === 0 ? 1 : part / whole;
}

function f1(hit: number, n: number, said: number): number {
  return n + said === 0 ? 1 : (2 * hit) / (n + said);
}
