import { classify, engine } from "../classifier/classify.ts";
import type { Labelled } from "../classifier/second-opinion.ts";
import type { Database } from "../db/client.ts";
import {
  type Relabelled,
  type Subject,
  staleClassifications,
  writeClassifications,
} from "../db/stale.ts";
import type { Classification } from "../model.ts";
import type { Register } from "./context.ts";
import { withDatabase } from "./database.ts";
import { labelled } from "./opinion/cache.ts";
import { type OpinionFlags, checkOpinionFlags, withOpinionFlags } from "./opinion/flags.ts";
import { runOpinions } from "./opinion/run.ts";
import type { Settings } from "./settings.ts";

export const registerReclassify: Register = (program, settings) => {
  withOpinionFlags(
    program
      .command("reclassify")
      .description(
        "label every stored tool again whose label another version made, without a crawl; with --engine openai every tool",
      )
      .option("--json", "with --dry-run: print JSON Lines"),
  ).action((flags: OpinionFlags & { json?: true }) => {
    checkOpinionFlags(flags);
    return withDatabase(settings(), async (db) => {
      if (flags.engine === "openai") return await judgeAll(db, settings(), flags);
      console.log(`${await reclassify(db)} tools labelled again`);
    });
  });
};

/** How many tools got a new label. */
export async function reclassify(db: Database): Promise<number> {
  const label = await labelled(db);
  let count = 0;
  for await (const subjects of staleClassifications(db, engine)) {
    const labels = await label(subjects);
    count += await writeClassifications(
      db,
      subjects.map((subject, index) => relabel(subject, labels[index] ?? classify(subject))),
    );
  }
  return count;
}

/** Labels that wait to be written together; what they cost is kept already. */
const labelsAtOnce = 100;

async function judgeAll(
  db: Database,
  settings: Settings,
  flags: OpinionFlags & { json?: true },
): Promise<void> {
  let labels: Relabelled[] = [];
  let written = 0;
  async function write(): Promise<void> {
    written += await writeClassifications(db, labels);
    labels = [];
  }
  await runOpinions<Subject>(db, settings, flags, {
    pages: () => staleClassifications(db),
    read: (subject): Labelled => ({ subject, label: classify(subject) }),
    async write(subject, label) {
      if (label !== undefined) labels.push(relabel(subject, label));
      if (labels.length >= labelsAtOnce) await write();
    },
    json: flags.json === true,
  });
  await write();
  if (flags.dryRun !== true) console.log(`${written} tools labelled again`);
}

function relabel(
  { server, name, definition }: Subject,
  classification: Classification,
): Relabelled {
  return { server, name, definition, classification };
}
