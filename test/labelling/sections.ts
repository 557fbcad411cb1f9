import type { NewSection } from "../publish.ts";
import { calibrate, type StatedPair } from "./calibration.ts";
import type { Judged } from "./judge.ts";
import { type Pair, score } from "./score.ts";
import { calibrationRows, categoryRows, confusionRows, percent, summaryRows } from "./tables.ts";

type About = Pick<NewSection, "engine" | "command">;

/** Which set of labels is measured: the beginning of its sections' ids, and what their titles call it. */
interface Titles {
  id: string;
  labels: string;
  /** A phrase that tells the set from others, where it isn't the usual one. */
  set?: string;
}

/** Summary, confusion matrices, and precision and recall; prints what the lot draws and nobody labelled. */
export function judgedSections(
  { id, labels, set }: Titles,
  about: About,
  { plain, coded, unlabelled }: Judged,
): NewSection[] {
  const tell = (...words: (string | undefined)[]) => words.filter(Boolean).join(", ");
  if (unlabelled.length > 0) console.log(`drawn by lot, not labelled: ${unlabelled.join(", ")}`);
  const columns = [
    ["definitions only", score(plain)],
    ["with code", score(coded)],
  ] as const;
  const servers = new Set(plain.map(({ label }) => label.server)).size;
  const writes = coded.filter(({ label }) => label.effect === "write");
  const witnessed = writes.filter(({ found }) =>
    found?.evidence.some(({ witness }) => witness === "code"),
  );
  return [
    {
      ...about,
      id,
      title: `${labels}, of ${servers} pinned packages`,
      rows: [
        ...summaryRows(columns),
        ["writes with a witness in the code %", "–", percent(witnessed.length / writes.length)],
      ],
    },
    ...columns.map(([title, one], index) => ({
      ...about,
      id: `${id}-confusion${index === 0 ? "" : "-code"}`,
      title: tell("Confusion matrix", set, title),
      rows: confusionRows(one),
    })),
    {
      ...about,
      id: `${id}-categories`,
      title: tell("Precision and recall", set),
      rows: categoryRows(columns),
    },
  ];
}

/** A calibration table for each group of labels. */
export function calibrations(
  id: string,
  about: About,
  groups: [title: string, pairs: StatedPair[]][],
): NewSection[] {
  return groups.map(([title, pairs], index) => ({
    ...about,
    id: `${id}-${index + 1}`,
    title: `Calibration, ${title}`,
    rows: calibrationRows(calibrate(pairs)),
  }));
}

/** Prints every label whose category differs, but for those that the person was unsure of. */
export function listWrong(...runs: Pair[][]): void {
  for (const { label, found } of runs.flat()) {
    if (found?.category !== label.category && label.confidence !== "low")
      console.log(`${label.server} ${label.name}: ${label.category}, labelled ${found?.category}`);
  }
}
