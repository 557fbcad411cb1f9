import { type Outcome, crawl } from "../crawler/crawl.ts";
import { formatSource } from "../crawler/source.ts";
import type { Database } from "../db/client.ts";
import type { Source } from "../model.ts";
import { type Register, toCount, untilInterrupted } from "./context.ts";
import { withDatabase } from "./database.ts";
import { buildDoors } from "./doors.ts";
import { readList, starterList } from "./lists.ts";
import { labelled } from "./opinion/cache.ts";
import { showProgress } from "./progress.ts";
import { reclassify } from "./reclassify.ts";
import { readSource } from "./source.ts";
import type { Settings } from "./settings.ts";
import { printSummary } from "./summary.ts";

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
          await printSummary(db, sources.map(formatSource));
          if (outcomes.some((one) => one.state === "failed")) process.exitCode = 1;
        });
      },
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
  const label = await labelled(db);
  const outcomes = await crawl({
    db,
    doors: buildDoors(settings),
    sources: unique,
    classify: async (subject) => (await label([subject]))[0]!,
    ...options,
    now: () => new Date(),
    onOutcome: progress.done,
  });
  progress.end();
  await reclassify(db);
  return outcomes;
}
