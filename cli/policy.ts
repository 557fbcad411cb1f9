import { Option } from "commander";
import {
  checkedWords,
  type PolicyFormat,
  type PolicyRequest,
} from "../classifier/policies/format.ts";
import { formats } from "../classifier/policies/index.ts";
import { writtenAlike } from "../classifier/policies/likeness.ts";
import { type Profile, profiles } from "../classifier/policies/profiles.ts";
import { policyTool } from "../classifier/policies/request.ts";
import { emitTogether } from "../classifier/policies/together.ts";
import { type Register, UsageError } from "./context.ts";
import { writeNew } from "./files.ts";
import { registerPolicyLint } from "./policy-lint.ts";
import { checkAliases, findServers, type PolicyServer, serverArgument } from "./policy-servers.ts";
import { plain, table } from "./table.ts";

interface Options {
  format: string;
  alias?: string;
  tool?: string;
  profile: Profile;
  arguments?: true;
  also?: string;
  list?: true;
}

export const registerPolicy: Register = (program, settings) => {
  const policy = program
    .command("policy")
    .enablePositionalOptions()
    .description("print the recommended policy for servers, or for one tool of a server")
    .argument("[servers...]", serverArgument)
    .option("--format <id>", "the enforcer to write for: see --list", formats[0]?.id)
    .option("--alias <name>", "what the server is called in your configuration")
    .option("--tool <name>", "rules for this tool only")
    .addOption(
      new Option("--profile <profile>", "how careful it is")
        .choices(profiles)
        .default("recommended"),
    )
    .option("--arguments", "hold arguments to values that you fill in, where the format can")
    .option("--also <file>", "where the second part goes, for formats that have two: a new file")
    .option("--list", "name the formats")
    .action(async (names: string[], options: Options) => {
      if (options.list) {
        console.log(
          table(formats.map((format) => [format.id, format.title, checkedWords(format)])),
        );
        return;
      }
      if (names.length === 0)
        throw new UsageError("expected a server or a source: `almanac policy <server>`");
      const format = readFormat(options.format);
      const servers = await findServers(names, settings());
      const isOne = servers.length === 1;
      if (!isOne && (options.alias !== undefined || options.tool !== undefined))
        throw new UsageError(
          "--alias and --tool are for one server; several get their names as `<your name>=<server>`",
        );
      const requests = servers.map((server) => requestFor(server, options));
      checkAliases(requests.map(({ alias }) => alias));
      const alike = writtenAlike(format, requests);
      if (alike !== undefined)
        throw new UsageError(
          `${format.title} ${alike}: give one of the servers another name, in your configuration and here`,
        );
      printPolicies(format, requests, options.also);
      const note = options.arguments && argumentsNote(format, requests);
      if (note) console.error(`# ${plain(note)}`);
    });
  registerPolicyLint(policy, settings);
};

function requestFor({ id, alias, tools }: PolicyServer, options: Options): PolicyRequest {
  const { tool: only, profile } = options;
  if (only !== undefined && !tools.some((tool) => tool.name === only))
    throw new Error(`${id} has no tool ${JSON.stringify(only)}; it has ${listNames(tools)}`);
  const wishes = { profile, constrain: options.arguments === true };
  return {
    alias: options.alias ?? alias,
    tools: tools.map((tool) => policyTool(tool, wishes)),
    ...(only !== undefined && { only }),
  };
}

/** What became of the wish for rules about arguments; undefined where the snippet and its notes show it. */
function argumentsNote(
  { title, abilities }: PolicyFormat,
  requests: PolicyRequest[],
): string | undefined {
  if (abilities.constraints.length === 0) {
    const able = formats.filter((format) => format.abilities.constraints.length > 0);
    return `--arguments writes no rule here: ${title} cannot look at arguments. Formats that can: ${able.map(({ id }) => id).join(", ")}.`;
  }
  const isAsked = requests.some(({ tools, only }) =>
    tools.some(
      ({ name, constraints }) => constraints !== undefined && (only === undefined || name === only),
    ),
  );
  if (isAsked) return undefined;
  return "--arguments writes no rule here: no argument of these tools is of a kind that is held to values, such as a branch, a path, an amount or a switch.";
}

/** Snippets on standard output, keys of several servers merged into one; what they do beside it, on standard error. */
function printPolicies(
  format: PolicyFormat,
  requests: PolicyRequest[],
  secondPlace: string | undefined,
): void {
  const { documents, also, isEmpty, servers, notes } = emitTogether(format, requests);
  const comment = (text: string) => console.error(`# ${plain(text)}`);
  if (documents.length > 1)
    comment("Each of these is a policy of its own: one for each server, in this order.");
  if (also && secondPlace !== undefined) writeNew(secondPlace, also.body);
  const printed = also && secondPlace === undefined ? [...documents, also] : documents;
  process.stdout.write(printed.map(({ body }) => body).join("\n"));
  if (!isEmpty) comment(format.goesInto);
  else if (!also) comment("There is nothing to paste.");
  if (also)
    comment(
      `${isEmpty ? "Only the second part has something to paste" : "The second part goes elsewhere"}: ${also.goesInto}`,
    );
  if (!also && secondPlace !== undefined)
    comment(`Nothing is written to ${secondPlace}: this policy has no second part.`);
  for (const { alias, sentences } of servers) {
    if (servers.length > 1) console.error(`#\n# ${plain(alias)}:`);
    for (const sentence of sentences) comment(sentence);
  }
  if (servers.length > 1) console.error("#");
  for (const note of notes) comment(note);
}

const namesShown = 20;

function listNames(tools: PolicyServer["tools"]): string {
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
