import { join } from "node:path";
import { engine } from "../../classifier/classify.ts";
import type { NewSection } from "../publish.ts";
import { judgePackages } from "./judge.ts";
import { halfOf } from "./lot.ts";
import { calibrations, judgedSections, listWrong } from "./sections.ts";

/** Measures the labels of the packages that rules are developed on, and prints every wrong one. */
export async function measureOwn(): Promise<NewSection[]> {
  const judged = await judgePackages("servers", join(import.meta.dirname, "../labels"));
  const { plain, coded } = judged;
  listWrong(plain, coded);
  const about = { engine, command: "npm run labels" };
  const heldOut = plain.filter(({ label }) => halfOf(label.server) === "held out");
  return [
    ...judgedSections({ id: "own", labels: "Labels of our own" }, about, judged),
    ...calibrations("own-calibration", about, [
      ["definitions only", plain],
      ["definitions only, held-out servers", heldOut],
      ["with code", coded],
    ]),
  ];
}
