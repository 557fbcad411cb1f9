import { readFileSync } from "node:fs";
import { type Command, Option } from "commander";
import { z } from "zod";
import { outcome } from "../classifier/policies/describe.ts";
import type { PolicyFormat } from "../classifier/policies/format.ts";
import { formats } from "../classifier/policies/index.ts";
import { type Lint, lintPolicy } from "../classifier/policies/lint.ts";
import { type Profile, profiles } from "../classifier/policies/profiles.ts";
import { readers } from "../classifier/policies/readers/index.ts";
import { policyTool } from "../classifier/policies/request.ts";
import { UsageError } from "./context.ts";
import { toJson } from "./json.ts";
import { findServers, serverArgument } from "./policy-servers.ts";
import type { Settings } from "./settings.ts";
import { count, paint, plain, table } from "./table.ts";

interface Options {
  format: string;
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
    .argument("<servers...>", serverArgument)
    .addOption(
      new Option("--format <id>", "the enforcer that it is for")
        .choices(formats.map(({ id }) => id))
        .makeOptionMandatory(),
    )
    .addOption(
      new Option("--profile <profile>", "what it is held against")
        .choices(profiles)
        .default("recommended"),
    )
    .option("--json", "print JSON")
    .action(async (file: string, names: string[], options: Options) => {
      const { profile, json } = options;
      const format = formats.find(({ id }) => id === options.format)!;
      const text = readText(file);
      const servers = await findServers(names, settings());
      const linted = servers.map(({ id, alias, tools }): Linted => {
        const wanted = tools.map((tool) => policyTool(tool, { profile, constrain: false }));
        const reading = readPolicy(format, text, alias, file);
        return { server: id, alias, ...lintPolicy(reading, format, { alias, tools: wanted }) };
      });
      // A rule for one of several servers matches nothing of the others.
      for (const lint of linted)
        lint.idle = lint.idle.filter((rule) => linted.every(({ idle }) => idle.includes(rule)));
      if (json) process.stdout.write(`${toJson(linted)}\n`);
      else for (const lint of linted) console.log(report(lint));
      if (linted.some(isWrong)) process.exitCode = 1;
    });
}

const isWrong = ({ tools, idle, problems }: Linted): boolean =>
  problems.length > 0 || idle.length > 0 || tools.some(({ verdict }) => verdict === "weaker");

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new UsageError(`cannot read ${file}: ${error instanceof Error ? error.message : ""}`, {
      cause: error,
    });
  }
}

function readPolicy({ id, title }: PolicyFormat, text: string, alias: string, file: string) {
  try {
    return readers.get(id)!(text, alias);
  } catch (error) {
    const issues =
      error instanceof z.ZodError
        ? error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`)
        : [error instanceof Error ? error.message : String(error)];
    throw new Error(`${file} is no policy that ${title} takes: ${plain(issues.join("; "))}`, {
      cause: error,
    });
  }
}

function report({ server, alias, tools, idle, problems }: Linted): string {
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
    ...problems.map((problem) => `Does not hold: ${plain(problem)}`),
  ];
  return `${lines.join("\n")}\n`;
}
