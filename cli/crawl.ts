import { readFileSync } from "node:fs";
import { join } from "node:path";
import { classify, engine } from "../classifier/classify.ts";
import { type Outcome, crawl } from "../crawler/crawl.ts";
import { formatSource } from "../crawler/source.ts";
import { readSourceList } from "../crawler/sources/list.ts";
import type { Database } from "../db/client.ts";
import { staleClassifications, writeClassifications } from "../db/stale.ts";
import type { Source } from "../model.ts";
import {
  type Register,
  UsageError,
  buildDoors,
  untilInterrupted,
  withDatabase,
} from "./context.ts";
import { showProgress } from "./progress.ts";
import { readSource } from "./source.ts";
import type { Settings } from "./settings.ts";
import { printSummary } from "./summary.ts";

export const starterList = join(import.meta.dirname, "../crawler/sources/starter.txt");

export const registerCrawl: Register = (program, settings) => {
  program
    .command("crawl")
    .description("bring sources into the database: the starter list, unless others are named")
    .argument("[source...]", "github:owner/repo[@ref], npm:package[@version] or path:folder[@ref]")
    .option("--list <file>", "read sources from a file, one a line")
    .option("--changed-only", "leave sources alone that have not changed since")
    .option("--concurrency <n>", "sources under way at once", toCount, 4)
    .action(
      async (
        texts: string[],
        options: { list?: string; changedOnly?: true; concurrency: number },
      ) => {
        const sources = texts.map((text) => readSource(text));
        if (options.list !== undefined) sources.push(...readList(options.list));
        if (texts.length === 0 && options.list === undefined)
          sources.push(...readList(starterList));
        await withDatabase(settings(), async (db) => {
          const outcomes = await crawlInto(db, settings(), sources, {
            concurrency: options.concurrency,
            changedOnly: options.changedOnly === true,
            signal: untilInterrupted(),
          });
          await printSummary(db);
          if (outcomes.some((one) => one.state === "failed")) process.exitCode = 1;
        });
      },
    );

  program
    .command("reclassify")
    .description("label every stored tool again whose label another version made, without a crawl")
    .action(() =>
      withDatabase(settings(), async (db) =>
        console.log(`${await reclassify(db)} tools labelled again`),
      ),
    );
};

/** Crawls with progress on standard error, then labels again what an older engine labelled. */
export async function crawlInto(
  db: Database,
  settings: Settings,
  sources: Source[],
  options: { concurrency: number; changedOnly: boolean; signal: AbortSignal },
): Promise<Outcome[]> {
  const unique = [...new Map(sources.map((source) => [formatSource(source), source])).values()];
  const progress = showProgress(unique.length);
  const outcomes = await crawl({
    db,
    doors: buildDoors(settings),
    sources: unique,
    classify,
    ...options,
    now: () => new Date(),
    onOutcome: progress.done,
  });
  progress.end();
  await reclassify(db);
  return outcomes;
}

/** How many tools got a new label. */
export async function reclassify(db: Database): Promise<number> {
  let count = 0;
  for await (const subjects of staleClassifications(db, engine)) {
    count += await writeClassifications(
      db,
      subjects.map((subject) => ({
        server: subject.server,
        name: subject.name,
        definition: subject.definition,
        classification: classify(subject),
      })),
    );
  }
  return count;
}

/** The sources that a file lists; throws with the file's name and line. */
export function readList(file: string): Source[] {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new UsageError(
      `cannot read the list ${file}: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  return readSourceList(text, file);
}

export function toCount(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1)
    throw new UsageError(`expected a whole number from 1, got ${JSON.stringify(text)}`);
  return value;
}
