import { categories } from "../../model.ts";
import type { Bin } from "./calibration.ts";
import type { Score } from "./score.ts";

/** A head, then a row each. */
export type Rows = (string | number)[][];

/** Percent with one decimal; a dash where there is nothing to count. */
export function percent(share: number, of = 1): number | string {
  return of === 0 || Number.isNaN(share) ? "–" : Math.round(share * 1000) / 10;
}

const measures: [title: string, pick: (one: Score) => number | string][] = [
  ["tools", (one) => one.n],
  ["category equal %", (one) => percent(one.category)],
  ["macro F1", (one) => Math.round(one.macroF1 * 1000) / 1000],
  ["risk equal %", (one) => percent(one.risk)],
  ["risk within one step %", (one) => percent(one.riskWithinOne)],
  ["Execute, Destructive or Financial labelled Read %", (one) => percent(one.dangerousCalledRead)],
  ["writes labelled Read %", (one) => percent(one.writesCalledRead)],
  ["unlabelled %", (one) => percent(one.unlabelled)],
];

const comparable = [
  "tools",
  "category equal %",
  "risk equal %",
  "risk within one step %",
  "Execute, Destructive or Financial labelled Read %",
];
const ofReaders = measures.filter(([title]) => comparable.includes(title));

/** A row for each measure, a column for each score. */
export function summaryRows(columns: readonly (readonly [string, Score])[]): Rows {
  return [
    ["measure", ...columns.map(([title]) => title)],
    ...measures.map(([title, pick]) => [title, ...columns.map(([, one]) => pick(one))]),
  ];
}

/** A row for each score against one reader's labels: the measures that two readers can be compared by. */
export function agreementOfReaders(rows: readonly (readonly [string, Score])[]): Rows {
  return [
    ["against the second reader", ...ofReaders.map(([title]) => title)],
    ...rows.map(([title, one]) => [title, ...ofReaders.map(([, pick]) => pick(one))]),
  ];
}

/** How often a category of the labels, down, got one of ours, across. */
export function confusionRows({ confusion }: Score): Rows {
  return [
    ["label by hand", ...categories.map((category) => `ours: ${category}`)],
    ...categories.map((truth) => [
      truth,
      ...categories.map((said) => confusion.get(truth)?.get(said) ?? 0),
    ]),
  ];
}

/** Precision and recall of each category in percent, for each score. */
export function categoryRows(columns: readonly (readonly [string, Score])[]): Rows {
  return [
    [
      "category",
      "tools",
      ...columns.flatMap(([title]) => [`precision %, ${title}`, `recall %, ${title}`]),
    ],
    ...categories.map((category) => [
      category,
      columns[0]?.[1].byCategory.find((one) => one.category === category)?.n ?? 0,
      ...columns.flatMap(([, one]) => {
        const { precision, recall } = one.byCategory.find((row) => row.category === category)!;
        return [percent(precision), percent(recall)];
      }),
    ]),
  ];
}

/** Stated confidence against the share that was right, a row for each bin. */
export function calibrationRows(bins: readonly Bin[]): Rows {
  return [
    ["stated confidence", "tools", "stated %", "right %", "95 % interval"],
    ...bins.map(({ from, to, n, stated, right, low, high }) => [
      `${from} to ${to}`,
      n,
      percent(stated),
      percent(right / n),
      `${percent(low)}–${percent(high)}`,
    ]),
  ];
}
