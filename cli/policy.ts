import { classify } from "../classifier/classify.ts";
import type { PolicyFormat, PolicyRequest } from "../classifier/policies/format.ts";
import { formats } from "../classifier/policies/index.ts";
import { recommend } from "../classifier/policies/recommend.ts";
import { extract, handlerSource } from "../crawler/extract.ts";
import { parseSource } from "../crawler/source.ts";
import { serverPage } from "../db/queries.ts";
import type { Classification } from "../model.ts";
import { type Register, UsageError, buildDoors, withDatabase } from "./context.ts";
import type { Settings } from "./settings.ts";
import { openSource } from "./source.ts";
import { table } from "./table.ts";

type Labelled = { name: string; classification: Classification }[];

export const registerPolicy: Register = (program, settings) => {
  program
    .command("policy")
    .description("print the recommended policy for a server or for one of its tools")
    .argument("[server]", "id of a server in the database, or a source to read now")
    .option("--format <id>", "the enforcer to write for: see --list", formats[0]?.id)
    .option("--alias <name>", "what the server is called in your configuration")
    .option("--tool <name>", "rules for this tool only")
    .option("--list", "name the formats")
    .action(
      async (
        name: string | undefined,
        options: { format: string; alias?: string; tool?: string; list?: true },
      ) => {
        if (options.list) {
          console.log(table(formats.map((format) => [format.id, format.title, format.checkedBy])));
          return;
        }
        if (name === undefined)
          throw new UsageError("expected a server or a source: `almanac policy <server>`");
        const format = readFormat(options.format);
        const { id, tools } = await findTools(name, settings());
        if (options.tool !== undefined && !tools.some((tool) => tool.name === options.tool)) {
          throw new Error(
            `${id} has no tool ${JSON.stringify(options.tool)}; it has ${tools.map((tool) => tool.name).join(", ")}`,
          );
        }
        const request: PolicyRequest = {
          alias: options.alias ?? id.slice(id.lastIndexOf("/") + 1),
          tools: tools.map((tool) => ({
            name: tool.name,
            recommendation: recommend(tool.classification),
          })),
          ...(options.tool === undefined ? {} : { only: options.tool }),
        };
        const { body, notes } = format.emit(request);
        process.stdout.write(body);
        for (const note of [format.goesInto, ...notes]) console.error(`# ${note}`);
      },
    );
};

function readFormat(id: string): PolicyFormat {
  const format = formats.find((one) => one.id === id);
  if (format === undefined)
    throw new UsageError(
      `expected a format of ${formats.map((one) => one.id).join(", ")}, got ${JSON.stringify(id)}`,
    );
  return format;
}

/** A server of the database, else the only server of a source read now. */
async function findTools(
  name: string,
  settings: Settings,
): Promise<{ id: string; tools: Labelled }> {
  const stored = await withDatabase(settings, (db) => serverPage(db, name));
  if (stored !== undefined) return { id: stored.id, tools: stored.tools };
  const snapshot = await openSource(buildDoors(settings), parseSource(name));
  const { servers } = await extract(snapshot);
  const [server, ...others] = servers.filter((one) => one.tools.length > 0);
  if (server === undefined) throw new Error(`no tool registration was seen in ${name}`);
  if (others.length > 0) {
    const ids = [server, ...others].map((one) => one.id).join(", ");
    throw new Error(`${name} has several servers: crawl it, then name one of ${ids}`);
  }
  const tools = server.tools.map((tool) => {
    const code = handlerSource(snapshot, tool);
    return {
      name: tool.name,
      classification: classify({
        ...tool,
        server: server.id,
        ...(code === undefined ? {} : { handlerSource: code }),
      }),
    };
  });
  return { id: server.id, tools };
}
