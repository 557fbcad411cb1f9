import { formatSource } from "../crawler/source.ts";
import { type Register, toCount, untilInterrupted } from "./context.ts";
import { withDatabase } from "./database.ts";
import { crawlInto } from "./crawl.ts";
import { readList, starterList } from "./lists.ts";
import { buildIfChanged, defaultPort, serveUntil, siteFolder, toPort } from "./site.ts";
import { printSummary } from "./summary.ts";

export const registerStart: Register = (program, settings) => {
  program
    .command("start")
    .description("crawl the starter list, classify, build the site and serve it")
    .option("--list <file>", "another list of sources", starterList)
    .option("--port <n>", "first port to try", toPort, defaultPort)
    .option("--concurrency <n>", "sources under way at once", toCount, 4)
    .action(async (options: { list: string; port: number; concurrency: number }) => {
      const signal = untilInterrupted();
      const sources = readList(options.list);
      await withDatabase(settings(), async (db) => {
        const outcomes = await crawlInto(db, settings(), sources, {
          concurrency: options.concurrency,
          changedOnly: true,
          signal,
        });
        if (outcomes.some((one) => one.state === "failed")) process.exitCode = 1;
      });
      if (signal.aborted) return;
      console.error(await buildIfChanged(settings()));
      if (signal.aborted) return;
      await withDatabase(settings(), (db) => printSummary(db, sources.map(formatSource)));
      await serveUntil(signal, siteFolder(settings()), options.port);
    });
};
