import { type Command, Option } from "commander";
import { outcome } from "../classifier/policies/describe.ts";
import type { PolicyFormat } from "../classifier/policies/format.ts";
import { guessFormat } from "../classifier/policies/guess.ts";
import { formats } from "../classifier/policies/index.ts";
import { type Lint, lintPolicies } from "../classifier/policies/lint.ts";
import { type Profile, profiles } from "../classifier/policies/profiles.ts";
import { readers } from "../classifier/policies/readers/index.ts";
import { secondFile } from "../classifier/policies/second-file.ts";
import { policyTool } from "../classifier/policies/request.ts";
import { namesServers } from "./client-config.ts";
import { UsageError } from "./context.ts";
import { oneLine, readText } from "./files.ts";
import { toJson } from "./json.ts";
import { checkAliases, findServers, serverArgument } from "./policy-servers.ts";
import type { Settings } from "./settings.ts";
import { count, paint, plain, table } from "./table.ts";

interface Options {
  format?: string;
  also?: string;
  profile: Profile;
  json?: true;
}

type Linted = Lint & { server: string; alias: string };

/** `policy lint`: what somebody's policy does to every tool of servers. Exits with 1 when a tool gets more than recommended, or a rule doesn't hold or matches nothing. */
export function registerPolicyLint(policy: Command, settings: () => Settings): void {
  policy
    .command("lint")
    .description("say what a policy that you have does to every tool of servers")
    .argument("<file>", "the policy")
    .argument(
      "[servers...]",
      `${serverArgument}; without any, those that the policy's own file names`,
    )
    .addOption(
      new Option(
        "--format <id>",
        "the enforcer that it is for, where the file doesn't show it",
      ).choices(formats.map(({ id }) => id)),
    )
    .addOption(
      new Option("--profile <profile>", "what it is held against")
        .choices(profiles)
        .default("recommended"),
    )
    .option("--also <file>", "its second file, for enforcers that have two")
    .option("--json", "print JSON")
    .action(async (file: string, given: string[], options: Options) => {
      const { profile, json } = options;
      const files = [file, ...(options.also === undefined ? [] : [options.also])];
      const texts = files.map(readText);
      const format = formatOf(texts[0] ?? "", file, options.format);
      if (options.also !== undefined && secondFile(format) === undefined)
        throw new UsageError(
          `${format.title} has one file: --also is for the second one of ${twoFiles()}`,
        );
      if (given.length === 0 && !namesServers(file))
        throw new UsageError(
          `expected the servers that ${file} is for, since it names none itself: \`almanac policy lint ${file} <name>=<server>\``,
        );
      const servers = await findServers(given.length === 0 ? [file] : given, settings());
      checkAliases(servers.map(({ alias }) => alias));
      const read = servers.map(({ alias, tools }) => ({
        reading: readPolicy(format, texts, alias, files),
        request: {
          alias,
          tools: tools.map((tool) => policyTool(tool, { profile, constrain: false })),
        },
      }));
      const linted = lintPolicies(format, read).map((lint, at): Linted => {
        const { id, alias } = servers[at]!;
        return { server: id, alias, ...lint };
      });
      if (json) process.stdout.write(`${toJson(linted)}\n`);
      else for (const lint of once(linted)) console.log(report(lint));
      if (linted.some(isWrong)) process.exitCode = 1;
    });
}

const twoFiles = (): string =>
  formats
    .filter((format) => secondFile(format) !== undefined)
    .map(({ title }) => title)
    .join(" and ");

/** What is wrong with the whole file stands at the first server only. */
function once(linted: Linted[]): Linted[] {
  const said = new Set<string>();
  return linted.map((lint) => {
    const isNew = (sentence: string) => !said.has(sentence);
    const [problems, caveats] = [lint.problems.filter(isNew), lint.caveats.filter(isNew)];
    for (const sentence of [...problems, ...caveats]) said.add(sentence);
    return { ...lint, problems, caveats };
  });
}

const isWrong = ({ tools, idle, overridden, problems }: Linted): boolean =>
  [problems, idle, overridden].some(({ length }) => length > 0) ||
  tools.some(({ verdict }) => verdict === "weaker");

/** As told, else as the file shows it, which is said. */
function formatOf(text: string, file: string, id: string | undefined): PolicyFormat {
  if (id !== undefined) return formats.find((one) => one.id === id)!;
  const guessed = guessFormat(text);
  if (guessed === undefined)
    throw new UsageError(
      `${file} doesn't show which program it is for: say so with --format, one of ${formats.map((one) => one.id).join(", ")}`,
    );
  console.error(`almanac: read as a policy of ${guessed.title} (--format ${guessed.id})`);
  return guessed;
}

function readPolicy(
  { id, title }: PolicyFormat,
  [text = "", also]: string[],
  alias: string,
  files: string[],
) {
  try {
    return readers.get(id)!(text, alias, also);
  } catch (error) {
    const named = files.join(" and ");
    throw new Error(`${named} is no policy that ${title} takes: ${plain(oneLine(error))}`, {
      cause: error,
    });
  }
}

function report({ server, alias, tools, idle, overridden, problems, caveats }: Linted): string {
  const rows = tools.map(({ tool, best, got, by, verdict }) => [
    plain(tool),
    outcome(got),
    verdict === "as recommended" ? "" : `${verdict} than recommended (${best})`,
    by === undefined ? "no rule names it" : plain(by),
  ]);
  const weaker = tools.filter(({ verdict }) => verdict === "weaker").length;
  const unlisted = tools.filter(({ by }) => by === undefined).length;
  const lines = [
    paint("bold", `${plain(server)}, called ${plain(alias)} in the policy`),
    "",
    table(rows),
    "",
    `${count(tools.length, "tool")}: ${weaker} with more than recommended, ${unlisted} that no rule names.`,
    ...idle.map((rule) => `Matches no tool: ${plain(rule)}`),
    ...overridden.map(
      ({ rule, by }) => `Never decides: ${plain(rule)}, since this wins: ${plain(by)}`,
    ),
    ...problems.map((problem) => `Does not hold: ${plain(problem)}`),
    ...caveats.map((caveat) => `Not to be seen here: ${plain(caveat)}`),
  ];
  return `${lines.join("\n")}\n`;
}
