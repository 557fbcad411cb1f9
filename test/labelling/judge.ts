import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { classify, type Subject } from "../../classifier/classify.ts";
import type { Classification } from "../../model.ts";
import { readPackages } from "../packages.ts";
import type { Pinned } from "../pinned.ts";
import { type Label, readLabels, seen } from "./label.ts";
import { chooseByLot, seed } from "./lot.ts";

/** A label by hand and ours, which is absent where no such tool was read. */
export interface JudgedPair {
  label: Label;
  found?: Classification;
}

/** Labels by hand beside ours, from the definition only and with the handler's code. */
export interface Judged {
  plain: JudgedPair[];
  coded: JudgedPair[];
  /** Tools that the lot draws today, as many as are labelled of the package, and that nobody labelled. */
  unlabelled: string[];
}

/** The labels of a folder of JSON Lines, sorted by file. */
export function readLabelFolder(folder: string): Label[] {
  return readdirSync(folder)
    .toSorted()
    .flatMap((file) => readLabels(readFileSync(join(folder, file), "utf8")));
}

/** Labels the hand-labelled tools of pinned packages twice. */
export async function judgePackages(pinned: Pinned, folder: string): Promise<Judged> {
  const labels = readLabelFolder(folder);
  const labelled = Map.groupBy(labels, ({ server }) => server);
  const subjects = new Map<string, Subject>();
  const unlabelled: string[] = [];
  for (const { package: server, tools } of await readPackages(pinned)) {
    for (const tool of tools) subjects.set(`${server}\0${tool.name}`, { ...tool, server });
    const names = new Set(labelled.get(server)?.map(({ name }) => name));
    const lot = chooseByLot(seed, tools, names.size, (tool) => `${server}\0${tool.name}`);
    for (const { name } of lot) if (!names.has(name)) unlabelled.push(`${server} ${name}`);
  }
  const pairs = (judge: (subject: Subject) => Classification): JudgedPair[] =>
    labels.map((label) => {
      const subject = subjects.get(`${label.server}\0${label.name}`);
      const found = subject && judge(subject);
      return { label, ...(found && { found }) };
    });
  return { plain: pairs(judgeDefinition), coded: pairs(classify), unlabelled };
}

function judgeDefinition(subject: Subject): Classification {
  return classify({
    ...seen(subject),
    ...(subject.annotations && { annotations: subject.annotations }),
    ...(subject.server && { server: subject.server }),
  });
}
