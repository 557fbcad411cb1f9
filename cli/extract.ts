import { extract } from "../crawler/extract.ts";
import { type Register } from "./context.ts";
import { buildDoors } from "./doors.ts";
import { openSource, readSource } from "./source.ts";
import { paint, plain } from "./table.ts";

export const registerExtract: Register = (program, settings) => {
  program
    .command("extract")
    .description("list the tools that a source registers, without a database")
    .argument("<source>", "github:owner/repo[@ref], npm:package[@version] or path:folder[@ref]")
    .option("--json", "print JSON")
    .action(async (text: string, options: { json?: true }) => {
      const snapshot = await openSource(buildDoors(settings()), readSource(text));
      const extracted = await extract(snapshot);
      if (options.json) {
        process.stdout.write(`${JSON.stringify(extracted)}\n`);
        return;
      }
      console.log(`${plain(extracted.source)} at ${plain(extracted.commit ?? "no commit")}`);
      for (const server of extracted.servers) {
        console.log(
          `\n${paint("bold", plain(server.id))}  ${server.tools.length} tools, ${server.unresolved.length} unresolved`,
        );
        for (const tool of server.tools)
          console.log(
            `  ${plain(tool.name)}  ${paint("dim", plain(`${tool.at.path}:${tool.at.line}`))}`,
          );
        for (const one of server.unresolved)
          console.log(
            `  ${paint("yellow", "?")} ${plain(`${one.at.path}:${one.at.line}  ${one.reason}`)}`,
          );
      }
      if (extracted.servers.length === 0)
        console.log(
          "no tool registration was seen; JavaScript, TypeScript and Python are read so far",
        );
      if (extracted.skipped.length > 0)
        console.log(`\n${extracted.skipped.length} files left out:`);
      for (const file of extracted.skipped) console.log(`  ${plain(file.path)}  ${file.reason}`);
    });
};
