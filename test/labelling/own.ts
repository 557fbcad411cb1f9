import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { classify, engine, type Subject } from "../../classifier/classify.ts";
import type { Classification } from "../../model.ts";
import { readPackages } from "../packages.ts";
import type { NewSection } from "../publish.ts";
import { readLabels, seen } from "./label.ts";
import { chooseByLot, halfOf, seed } from "./lot.ts";
import { score } from "./score.ts";
import { calibrations, listWrong } from "./sections.ts";
import { categoryRows, confusionRows, percent, summaryRows } from "./tables.ts";

const folder = join(import.meta.dirname, "../labels");
const atMost = 30;

/** Labels the hand-labelled tools of the pinned packages twice, from definitions only and with the code. */
export async function measureOwn(): Promise<NewSection[]> {
  const subjects = new Map<string, Subject>();
  for (const { package: server, tools } of await readPackages()) {
    const lot = chooseByLot(seed, tools, atMost, (tool) => `${server}\0${tool.name}`);
    for (const tool of lot) subjects.set(`${server}\0${tool.name}`, { ...tool, server });
  }
  const labels = readdirSync(folder)
    .toSorted()
    .flatMap((file) => readLabels(readFileSync(join(folder, file), "utf8")));
  const pairs = (judgeTool: (subject: Subject) => Classification) =>
    labels.map((label) => {
      const subject = subjects.get(`${label.server}\0${label.name}`);
      return subject === undefined ? { label } : { label, found: judgeTool(subject) };
    });
  const plain = pairs((subject) =>
    classify({
      ...seen(subject),
      ...(subject.annotations && { annotations: subject.annotations }),
      ...(subject.server && { server: subject.server }),
    }),
  );
  const coded = pairs(classify);
  listWrong(plain, coded);
  const columns = [
    ["definitions only", score(plain)],
    ["with code", score(coded)],
  ] as const;
  const heldOut = plain.filter(({ label }) => halfOf(label.server) === "held out");
  const servers = new Set(labels.map(({ server }) => server)).size;
  const about = { engine, command: "npm run labels" };
  const writes = coded.filter(({ label }) => label.effect === "write");
  const seenInCode = writes.filter(({ found }) =>
    found?.evidence.some(({ witness }) => witness === "code"),
  );
  return [
    {
      ...about,
      id: "own",
      title: `Labels of our own, of ${servers} pinned packages`,
      rows: [
        ...summaryRows(columns),
        ["writes with a witness in the code %", "–", percent(seenInCode.length / writes.length)],
      ],
    },
    {
      ...about,
      id: "own-confusion",
      title: "Confusion matrix, definitions only",
      rows: confusionRows(columns[0][1]),
    },
    {
      ...about,
      id: "own-confusion-code",
      title: "Confusion matrix, with code",
      rows: confusionRows(columns[1][1]),
    },
    { ...about, id: "own-categories", title: "Precision and recall", rows: categoryRows(columns) },
    ...calibrations("own-calibration", about, [
      ["definitions only", plain],
      ["definitions only, held-out servers", heldOut],
      ["with code", coded],
    ]),
  ];
}
