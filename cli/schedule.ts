import { classify } from "../classifier/classify.ts";
import { crawl } from "../crawler/crawl.ts";
import { defaultCron, schedule, trigger, work } from "../crawler/schedule.ts";
import { type Register, buildDoors, untilInterrupted, withDatabase } from "./context.ts";
import { readList, reclassify, starterList, toCount } from "./crawl.ts";
import { describeOutcome } from "./progress.ts";
import { plain } from "./table.ts";

/** The host's trouble and not the source's: worth another try later. */
const passing = new Set(["unreachable", "rate-limited", "too-slow"]);

export const registerSchedule: Register = (program, settings) => {
  program
    .command("schedule")
    .description(
      "put the recurring crawl on the queue: every source of the database and of the list",
    )
    .option(
      "--cron <expression>",
      "when: minute, hour, day, month and weekday, in UTC",
      defaultCron,
    )
    .option("--list <file>", "sources to crawl beside those of the database", starterList)
    .option("--now", "have it begin now, too")
    .action((options: { cron: string; list: string; now?: true }) =>
      withDatabase(settings(), async (db) => {
        const next = await schedule(db, { cron: options.cron, sources: readList(options.list) });
        if (options.now) await trigger(db);
        console.log(`next crawl at ${next.toISOString()}${options.now ? ", and one now" : ""}`);
        console.log(
          "`npm run -s almanac -- work` works the queue, on as many machines as share DATABASE_URL",
        );
      }),
    );

  program
    .command("work")
    .description("work the queue until Ctrl-C")
    .option("--concurrency <n>", "sources under way at once", toCount, 4)
    .action((options: { concurrency: number }) =>
      withDatabase(settings(), async (db) => {
        const doors = buildDoors(settings());
        const relabelled = await reclassify(db);
        if (relabelled > 0) console.error(`${relabelled} tools labelled again`);
        console.error("waiting for sources (Ctrl-C ends it)");
        await work(db, {
          concurrency: options.concurrency,
          signal: untilInterrupted(),
          onError: (error) => console.error(`queue: ${plain(error.message)}`),
          onSource: async (source, signal) => {
            const [outcome] = await crawl({
              db,
              doors,
              sources: [source],
              classify,
              concurrency: 1,
              changedOnly: true,
              now: () => new Date(),
              signal,
            });
            if (outcome === undefined) throw new Error("stopped before it began");
            console.error(describeOutcome(outcome));
            if (outcome.state === "failed" && passing.has(outcome.kind))
              throw new Error(outcome.message);
          },
        });
      }),
    );
};
