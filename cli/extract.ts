import { dependenciesOf } from "../crawler/dependencies.ts";
import { extract, nothingSeen } from "../crawler/extract.ts";
import { type Register } from "./context.ts";
import { buildDoors } from "./doors.ts";
import { serverLines } from "./server-lines.ts";
import { openSource, readSource } from "./source.ts";
import { toJson } from "./json.ts";
import { count, plain } from "./table.ts";

export const registerExtract: Register = (program, settings) => {
  program
    .command("extract")
    .description("list the tools that a source registers, without a database")
    .argument("<source>", "github:owner/repo[@ref], npm:package[@version] or path:folder[@ref]")
    .option("--json", "print JSON")
    .action(async (text: string, options: { json?: true }) => {
      const doors = buildDoors(settings());
      const snapshot = await openSource(doors, readSource(text));
      const extracted = await extract(snapshot, { dependencies: dependenciesOf(doors) });
      if (extracted.servers.length === 0) {
        process.exitCode = 1;
        console.error(`almanac: ${text}: ${nothingSeen(snapshot, extracted)}`);
      }
      if (options.json) {
        process.stdout.write(`${toJson(extracted)}\n`);
        return;
      }
      const { source, commit } = extracted;
      console.log(commit === undefined ? plain(source) : `${plain(source)} at ${plain(commit)}`);
      for (const server of extracted.servers) console.log(`\n${serverLines(server).join("\n")}`);
      if (extracted.skipped.length > 0)
        console.log(`\n${count(extracted.skipped.length, "file")} left out, or not followed:`);
      for (const file of extracted.skipped) console.log(`  ${plain(file.path)}  ${file.reason}`);
    });
};
