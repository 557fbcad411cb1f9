import { Command, CommanderError } from "commander";
import manifest from "./package.json" with { type: "json" };
import { type Register, UsageError, outlastInterrupt } from "./cli/context.ts";
import { systemSentence } from "./cli/files.ts";
import { readSettings } from "./cli/settings.ts";
import { plain } from "./cli/table.ts";

/** Loaded one by one: a command that needs no database or host doesn't wait for their clients. */
const commands: Record<string, () => Promise<Register>> = {
  start: async () => (await import("./cli/start.ts")).registerStart,
  extract: async () => (await import("./cli/extract.ts")).registerExtract,
  classify: async () => (await import("./cli/classify.ts")).registerClassify,
  check: async () => (await import("./cli/check.ts")).registerCheck,
  policy: async () => (await import("./cli/policy.ts")).registerPolicy,
  crawl: async () => (await import("./cli/crawl.ts")).registerCrawl,
  reclassify: async () => (await import("./cli/reclassify.ts")).registerReclassify,
  export: async () => (await import("./cli/export.ts")).registerExport,
  site: async () => (await import("./cli/site.ts")).registerSite,
  schedule: async () => (await import("./cli/schedule.ts")).registerSchedule,
  work: async () => (await import("./cli/work.ts")).registerWork,
};

const program = new Command("almanac")
  .description(manifest.description)
  .version(manifest.version)
  .enablePositionalOptions()
  .exitOverride();
const word = process.argv[2] ?? "";
const named = Object.hasOwn(commands, word) ? commands[word] : undefined;
for (const load of named === undefined ? Object.values(commands) : [named]) {
  (await load())(program, () => readSettings(process.env));
}

// A reader that had enough (`| head`) is no error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit();
  throw error;
});

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else {
    // Line by line: messages of several lines are this program's own, what is quoted in them may be anybody's.
    const message = error instanceof Error ? error.message : String(error);
    const lines = (systemSentence(error) ?? message).split("\n");
    console.error(`almanac: ${lines.map(plain).join("\n")}`);
    if (process.env["ALMANAC_DEBUG"] !== undefined && error instanceof Error)
      console.error(error.stack);
    process.exitCode = error instanceof UsageError ? 2 : 1;
  }
}
await outlastInterrupt();
