import { defaultCron, schedule, trigger } from "../crawler/schedule.ts";
import type { Register } from "./context.ts";
import { withDatabase } from "./database.ts";
import { readList, starterList } from "./lists.ts";

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
};
