import { Command, CommanderError } from "commander";
import manifest from "./package.json" with { type: "json" };
import { registerCheck } from "./cli/check.ts";
import { registerClassify } from "./cli/classify.ts";
import { UsageError } from "./cli/context.ts";
import { registerCrawl } from "./cli/crawl.ts";
import { registerExport } from "./cli/export.ts";
import { registerExtract } from "./cli/extract.ts";
import { registerPolicy } from "./cli/policy.ts";
import { registerSchedule } from "./cli/schedule.ts";
import { readSettings } from "./cli/settings.ts";
import { registerSite } from "./cli/site.ts";
import { registerStart } from "./cli/start.ts";

const program = new Command("almanac")
  .description(manifest.description)
  .version(manifest.version)
  .exitOverride();
const settings = () => readSettings(process.env);
for (const register of [
  registerStart,
  registerExtract,
  registerClassify,
  registerCrawl,
  registerPolicy,
  registerCheck,
  registerExport,
  registerSite,
  registerSchedule,
]) {
  register(program, settings);
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
    console.error(`almanac: ${error instanceof Error ? error.message : String(error)}`);
    if (process.env["ALMANAC_DEBUG"] !== undefined && error instanceof Error)
      console.error(error.stack);
    process.exitCode = error instanceof UsageError ? 2 : 1;
  }
}
