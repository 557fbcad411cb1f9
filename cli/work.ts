import { crawl } from "../crawler/crawl.ts";
import { work } from "../crawler/schedule.ts";
import { type Register, toCount, untilInterrupted } from "./context.ts";
import { withDatabase } from "./database.ts";
import { buildDoors } from "./doors.ts";
import { labelled } from "./opinion/cache.ts";
import { describeOutcome } from "./progress.ts";
import { reclassify } from "./reclassify.ts";
import { plain } from "./table.ts";

/** The host's trouble and not the source's: worth another try later. */
const passing = new Set(["unreachable", "rate-limited", "too-slow"]);

export const registerWork: Register = (program, settings) => {
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
            const label = await labelled(db);
            const [outcome] = await crawl({
              db,
              doors,
              sources: [source],
              classify: async (subject) => (await label([subject]))[0]!,
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
