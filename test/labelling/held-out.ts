import { join } from "node:path";
import { engine } from "../../classifier/classify.ts";
import type { NewSection } from "../publish.ts";
import { readPackages } from "../packages.ts";
import { judgePackages, readLabelFolder } from "./judge.ts";
import { chooseByLot, seed } from "./lot.ts";
import { readersSection } from "./second-reader.ts";
import { calibrations, judgedSections, listWrong } from "./sections.ts";

const folder = join(import.meta.dirname, "../held-out/labels");

/** Which tools of the packages that are pinned and not labelled yet are to be labelled: package, version and name, so many of each by lot. Nothing is labelled for it. */
export async function drawHeldOut(count: number): Promise<string[]> {
  const labelled = new Set(readLabelFolder(folder).map(({ server }) => server));
  const fresh = (await readPackages("held-out")).filter((one) => !labelled.has(one.package));
  return fresh.flatMap(({ package: server, version, tools }) =>
    chooseByLot(seed, tools, count, (tool) => `${server}\0${tool.name}`).map(
      ({ name }) => `${server} ${version} ${name}`,
    ),
  );
}

/** Measures the labels of the packages that no rule was developed on. Which ones are wrong is printed only where asked, since whoever has seen that can't develop blindly any more. */
export async function measureHeldOut(wrong: boolean): Promise<NewSection[]> {
  const judged = await judgePackages("held-out", folder);
  const { plain, coded } = judged;
  if (wrong) listWrong(plain, coded);
  const about = { engine, command: "npm run labels -- --held-out" };
  return [
    ...judgedSections(
      { id: "held-out", labels: "Labels held out", set: "held out" },
      about,
      judged,
    ),
    readersSection(about, judged),
    ...calibrations("held-out-calibration", about, [
      ["held out, definitions only", plain],
      ["held out, with code", coded],
    ]),
  ];
}
