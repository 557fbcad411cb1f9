import { existsSync, readFileSync } from "node:fs";
import { Option } from "commander";
import { z } from "zod";
import { type Risk, type Source, risks } from "../model.ts";
import { type Register, UsageError } from "./context.ts";
import { buildDoors } from "./doors.ts";
import { type CheckReport, reporters } from "./reports.ts";
import { readServers, readSource } from "./source.ts";

/** The part of an MCP client's configuration that says how servers are started. */
const ClientConfig = z
  .object({
    mcpServers: z
      .record(
        z.string(),
        z.object({ command: z.string().optional(), args: z.array(z.string()).optional() }),
      )
      .optional(),
    servers: z
      .record(
        z.string(),
        z.object({ command: z.string().optional(), args: z.array(z.string()).optional() }),
      )
      .optional(),
  })
  .refine((config) => config.mcpServers !== undefined || config.servers !== undefined);

export const registerCheck: Register = (program, settings) => {
  program
    .command("check")
    .description(
      "report the tools of a source, or of every server in an MCP client's configuration file",
    )
    .argument("<source>", "a source, or a JSON file with mcpServers")
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
    .action(
      async (
        name: string,
        options: { failOn?: Risk; format: keyof typeof reporters; json?: true },
      ) => {
        const doors = buildDoors(settings());
        const report: CheckReport = { servers: [], notAnalysed: [] };
        for (const entry of readEntries(name)) {
          try {
            if (typeof entry.source === "string") throw new Error(entry.source);
            report.servers.push(...(await readServers(doors, entry.source)));
          } catch (error) {
            report.notAnalysed.push({
              name: entry.name,
              reason: error instanceof Error ? error.message : String(error),
            });
          }
        }
        console.log(reporters[options.json ? "json" : options.format](report));
        const threshold = options.failOn === undefined ? Infinity : risks.indexOf(options.failOn);
        const above = report.servers.some((server) =>
          server.tools.some((tool) => risks.indexOf(tool.classification.risk) >= threshold),
        );
        if (above || report.notAnalysed.length > 0) process.exitCode = 1;
      },
    );
};

/** What to read, or in its place why it can't be. */
interface Entry {
  name: string;
  source: Source | string;
}

function readEntries(name: string): Entry[] {
  if (!name.endsWith(".json") || !existsSync(name)) return [{ name, source: readSource(name) }];
  let config: z.infer<typeof ClientConfig>;
  try {
    config = ClientConfig.parse(JSON.parse(readFileSync(name, "utf8")));
  } catch (error) {
    throw new UsageError(`expected ${name} to be an MCP client's configuration with mcpServers`, {
      cause: error,
    });
  }
  return Object.entries(config.mcpServers ?? config.servers ?? {}).map(
    ([alias, { command, args = [] }]) => ({
      name: alias,
      source: packageOf(command, args),
    }),
  );
}

/** `npx -y tavily-mcp@1.0.0 --flag` -> `npm:tavily-mcp@1.0.0`. */
function packageOf(command: string | undefined, args: string[]): Source | string {
  if (command === undefined) return "it is a remote server; only source code is read so far";
  const runner = command.replace(/^.*[/\\]/, "").replace(/\.(?:cmd|exe)$/, "");
  const words = args.filter((arg) => !arg.startsWith("-") && arg !== "dlx" && arg !== "exec");
  const [first] = words;
  if (!/^(?:npx|bunx|pnpm|pnpx|yarn)$/.test(runner) || first === undefined) {
    return `it is started with ${JSON.stringify(runner)}; only packages started with npx and the like are found so far`;
  }
  return readSource(`npm:${first}`);
}
