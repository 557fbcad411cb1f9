import { Option } from "commander";
import { type Risk, risks } from "../model.ts";
import { type ConfiguredServer, isClientConfig, readClientConfig } from "./client-config.ts";
import type { Register } from "./context.ts";
import { buildDoors } from "./doors.ts";
import { type CheckReport, reporters } from "./reports.ts";
import { readServers, readSource } from "./source.ts";
import { count } from "./table.ts";

export const registerCheck: Register = (program, settings) => {
  program
    .command("check")
    .description(
      "report the tools of a source, or of every server in an MCP client's configuration file",
    )
    .argument("<source>", "a source, or an MCP client's configuration file")
    .addOption(
      new Option(
        "--fail-on <risk>",
        "exit with 1 when a tool has this risk or a higher one",
      ).choices(risks),
    )
    .addOption(
      new Option("--format <format>", "how to print it")
        .choices(Object.keys(reporters))
        .default("text"),
    )
    .option("--json", "the same as --format json")
    .action(async (name: string, options: Options) => {
      const doors = buildDoors(settings());
      const report: CheckReport = { servers: [], notAnalysed: [] };
      for (const entry of readEntries(name)) {
        try {
          if ("reason" in entry.source) throw new Error(entry.source.reason);
          for (const server of await readServers(doors, entry.source)) {
            report.servers.push(server);
            if (server.tools.length > 0) continue;
            const seen = count(server.unresolved.length, "registration");
            report.notAnalysed.push({ name: server.id, reason: `${seen} seen, and none resolved` });
          }
        } catch (error) {
          const reason = error instanceof Error ? error.message : String(error);
          report.notAnalysed.push({ name: entry.name, reason });
        }
      }
      console.log(reporters[options.json ? "json" : options.format](report));
      if (report.notAnalysed.length > 0 || isAbove(report, options.failOn)) process.exitCode = 1;
    });
};

interface Options {
  failOn?: Risk;
  format: keyof typeof reporters;
  json?: true;
}

function readEntries(name: string): ConfiguredServer[] {
  return isClientConfig(name) ? readClientConfig(name) : [{ name, source: readSource(name) }];
}

function isAbove({ servers }: CheckReport, threshold: Risk | undefined): boolean {
  if (threshold === undefined) return false;
  const least = risks.indexOf(threshold);
  return servers.some(({ tools }) =>
    tools.some(({ classification }) => risks.indexOf(classification.risk) >= least),
  );
}
