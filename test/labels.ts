import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { classify, engine, type Subject } from "../classifier/classify.ts";
import { table as printTable } from "../cli/table.ts";
import type { Annotations, Classification, Definition } from "../model.ts";
import { type Hinted, agreementRows, judge } from "./labelling/agreement.ts";
import { calibrate } from "./labelling/calibration.ts";
import { type Label, readDefinedLabels, readLabels } from "./labelling/label.ts";
import { chooseByLot, halfOf } from "./labelling/lot.ts";
import { type Pair, score } from "./labelling/score.ts";
import {
  calibrationRows,
  categoryRows,
  confusionRows,
  percent,
  summaryRows,
} from "./labelling/tables.ts";
import { readPackages } from "./packages.ts";
import { type NewSection, publishSections } from "./publish.ts";

const here = join(import.meta.dirname, "labels");
const atMost = 30;
const seed = "almanac labels 1";

/** The labels of our own, of the pinned packages; sorted by file. */
export function readOwnLabels(): (Label & { version: string })[] {
  return readdirSync(here)
    .toSorted()
    .flatMap((file) => {
      const text = readFileSync(join(here, file), "utf8");
      const { version } = JSON.parse(text.split("\n", 1)[0]!) as { version: string };
      return readLabels(text).map((label) => ({ ...label, version }));
    });
}

/** The part of a subject that a client sees; the same with its annotations left out. */
function seen({ name, title, description, inputSchema }: Definition): Definition {
  return {
    name,
    ...(title === undefined ? {} : { title }),
    ...(description === undefined ? {} : { description }),
    ...(inputSchema === undefined ? {} : { inputSchema }),
  };
}

/** Labels the tools of the pinned packages twice, from definitions only and with the code. */
async function measureOwn(): Promise<NewSection[]> {
  const subjects = new Map<string, Subject>();
  for (const { package: server, tools } of await readPackages()) {
    const lot = chooseByLot(seed, tools, atMost, (tool) => `${server}\0${tool.name}`);
    for (const tool of lot) subjects.set(`${server}\0${tool.name}`, { ...tool, server });
  }
  const labels = readOwnLabels();
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
    {
      ...about,
      id: "own-calibration",
      title: "Calibration: stated confidence against the share whose category was right",
      rows: calibrationRows([
        ["definitions only", calibrate(plain)],
        ["with code", calibrate(coded)],
        ["definitions only, held-out servers", calibrate(heldOut)],
      ]),
    },
  ];
}

function listWrong(...runs: Pair[][]): void {
  for (const { label, found } of runs.flat()) {
    if (found?.category !== label.category && label.confidence !== "low")
      console.log(`${label.server} ${label.name}: ${label.category}, labelled ${found?.category}`);
  }
}

/** Labels the definitions of another file of labels. */
function measureGold(file: string, split: boolean): NewSection[] {
  const pairs = readDefinedLabels(readFileSync(file, "utf8")).map((label) => ({
    label,
    found: classify({ ...label.definition, server: label.server }),
  }));
  listWrong(pairs);
  const part = (half: string) => pairs.filter(({ label }) => halfOf(label.server) === half);
  const parts: [string, Pair[]][] = split
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
    {
      ...about,
      id: "gold-calibration",
      title: "Calibration on them",
      rows: calibrationRows(parts.map(([title, some]) => [title, calibrate(some)])),
    },
  ];
}

interface Listing {
  repo: string;
  commit: string;
  subdir?: string;
  language: string;
  tools?: (Definition & { annotations?: Annotations })[];
}

/** Compares labels made without annotations with the annotations, over files of what servers list. */
function measureAgreement(folder: string, lot: number): NewSection[] {
  const tools: (Hinted & { commit: string })[] = readdirSync(folder)
    .filter((file) => file.endsWith(".json"))
    .toSorted()
    .flatMap((file) => {
      const {
        repo,
        subdir,
        commit,
        language,
        tools: listed = [],
      } = JSON.parse(readFileSync(join(folder, file), "utf8")) as Listing;
      const server = subdir ? `${repo}/${subdir}` : repo;
      return listed.flatMap(({ annotations, ...tool }) =>
        annotations === undefined
          ? []
          : [
              {
                server,
                language,
                commit,
                name: tool.name,
                annotations,
                found: classify({ ...seen(tool), server }),
              },
            ],
      );
    });
  const disagreeing = tools.filter((tool) => judge(tool).some((one) => !one.agrees));
  const chosen = chooseByLot(seed, disagreeing, lot, (tool) => `${tool.server}\0${tool.name}`);
  for (const tool of chosen) {
    const hints = judge(tool).filter((one) => !one.agrees);
    const said = hints.map(({ hint, declared }) => `${hint} ${declared}`).join(", ");
    console.log(
      `${tool.server}@${tool.commit} ${tool.name}: ${said}; labelled ${tool.found.category}`,
    );
  }
  return [
    {
      id: "agreement",
      title: "Agreement with the authors' annotations, by labels made without them",
      engine,
      command: "npm run labels -- --truth FOLDER",
      rows: agreementRows(tools),
    },
  ];
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      gold: { type: "string" },
      split: { type: "boolean", default: false },
      truth: { type: "string" },
      lot: { type: "string", default: "0" },
      write: { type: "boolean", default: false },
    },
  });
  for (const path of [values.gold, values.truth])
    if (path !== undefined && !existsSync(path)) throw new Error(`there is no ${path}`);
  const sections =
    values.gold !== undefined
      ? measureGold(values.gold, values.split)
      : values.truth !== undefined
        ? measureAgreement(values.truth, Number(values.lot))
        : await measureOwn();
  for (const { title, rows } of sections) console.log(`\n${title}\n\n${printTable(rows)}`);
  if (values.write) publishSections("labels", sections);
}
