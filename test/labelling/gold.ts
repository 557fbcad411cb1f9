import { readFileSync } from "node:fs";
import { classify, engine } from "../../classifier/classify.ts";
import type { NewSection } from "../publish.ts";
import type { StatedPair } from "./calibration.ts";
import { readDefinedLabels } from "./label.ts";
import { halfOf } from "./lot.ts";
import { score } from "./score.ts";
import { calibrations, listWrong } from "./sections.ts";
import { summaryRows } from "./tables.ts";

/** Labels the definitions of another file of labels. */
export function measureGold(file: string, split: boolean): NewSection[] {
  const pairs = readDefinedLabels(readFileSync(file, "utf8")).map((label) => ({
    label,
    found: classify({ ...label.definition, server: label.server }),
  }));
  listWrong(pairs);
  const part = (half: string) => pairs.filter(({ label }) => halfOf(label.server) === half);
  const parts: [string, StatedPair[]][] = split
    ? [
        ["development half", part("development")],
        ["held-out half", part("held out")],
        ["all", pairs],
      ]
    : [["all", pairs]];
  const about = { engine, command: `npm run labels -- --gold FILE${split ? " --split" : ""}` };
  return [
    {
      ...about,
      id: "gold",
      title: "Labels by others, from definitions only",
      rows: summaryRows(parts.map(([title, some]) => [title, score(some)])),
    },
    ...calibrations(
      "gold-calibration",
      about,
      parts.map(([title, some]) => [`labels by others, ${title}`, some]),
    ),
  ];
}
