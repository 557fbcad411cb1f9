import type { NewSection } from "../publish.ts";
import { calibrate } from "./calibration.ts";
import type { Pair } from "./score.ts";
import { calibrationRows } from "./tables.ts";

/** A calibration table for each group of labels. */
export function calibrations(
  id: string,
  about: Pick<NewSection, "engine" | "command">,
  groups: [title: string, pairs: Pair[]][],
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
