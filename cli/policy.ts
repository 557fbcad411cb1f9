import { defaultAlias } from "../classifier/policies/alias.ts";
import { describeCoverage } from "../classifier/policies/describe.ts";
import {
  checkedWords,
  type PolicyFormat,
  type PolicyRequest,
} from "../classifier/policies/format.ts";
import { formats } from "../classifier/policies/index.ts";
import { recommend } from "../classifier/policies/recommend.ts";
import { serverPage } from "../db/queries.ts";
import type { Classification } from "../model.ts";
import { type Register, UsageError } from "./context.ts";
import { withDatabase } from "./database.ts";
import { buildDoors } from "./doors.ts";
import type { Settings } from "./settings.ts";
import { readServers, readSource } from "./source.ts";
import { plain, table } from "./table.ts";

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
          console.log(
            table(formats.map((format) => [format.id, format.title, checkedWords(format)])),
          );
          return;
        }
        if (name === undefined)
          throw new UsageError("expected a server or a source: `almanac policy <server>`");
        const format = readFormat(options.format);
        const { id, alias, tools } = await findTools(name, settings());
        if (options.tool !== undefined && !tools.some((tool) => tool.name === options.tool)) {
          throw new Error(
            `${id} has no tool ${JSON.stringify(options.tool)}; it has ${listNames(tools)}`,
          );
        }
        const request: PolicyRequest = {
          alias: options.alias ?? alias,
          tools: tools.map((tool) => ({
            name: tool.name,
            recommendation: recommend(tool.classification),
          })),
          ...(options.tool === undefined ? {} : { only: options.tool }),
        };
        const emitted = format.emit(request);
        process.stdout.write(emitted.body);
        const {
          tools: about,
          others,
          later,
          differences,
        } = describeCoverage(emitted, options.tool);
        for (const line of [
          format.goesInto,
          about,
          others,
          later,
          ...differences,
          ...emitted.notes,
        ]) {
          if (line !== undefined) console.error(`# ${plain(line)}`);
        }
      },
    );
};

const namesShown = 20;

function listNames(tools: Labelled): string {
  const names = tools.slice(0, namesShown).map((tool) => JSON.stringify(tool.name));
  if (tools.length > namesShown) names.push(`${tools.length - namesShown} more`);
  return names.join(", ");
}

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
): Promise<{ id: string; alias: string; tools: Labelled }> {
  // Ids of servers have no scheme and no leading dot: what has is read now, and needs no database.
  const isSource = /^(?:[a-z]+:|[./])/.test(name);
  const stored = isSource ? undefined : await withDatabase(settings, (db) => serverPage(db, name));
  if (stored !== undefined)
    return {
      id: stored.id,
      alias: defaultAlias(stored),
      tools: stored.tools.map((tool) => ({
        name: tool.definition.name,
        classification: tool.classification,
      })),
    };
  const servers = await readServers(buildDoors(settings), readSource(name));
  const [server, ...others] = servers.filter((one) => one.tools.length > 0);
  if (server === undefined)
    throw new Error(`none of the registrations seen in ${name} could be resolved`);
  if (others.length > 0) {
    const ids = [server, ...others].map((one) => one.id).join(", ");
    throw new Error(`${name} has several servers: crawl it, then name one of ${ids}`);
  }
  return { id: server.id, alias: defaultAlias(server), tools: server.tools };
}
