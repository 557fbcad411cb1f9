import { parse } from "yaml";
import { z } from "zod";
import { celNames, celOutcome } from "../cel-expression.ts";
import { isTargetName } from "../formats/agentgateway.ts";
import type { ReadRule, Reading } from "../reading.ts";
import { shaped } from "../shape.ts";

const Rule = z.union([
  z.string().transform((allow) => ({ allow })),
  z.strictObject({ allow: z.string() }),
  z.strictObject({ deny: z.string() }),
  z.strictObject({ require: z.string() }),
]);
const Policies = z.looseObject({
  mcpAuthorization: z.strictObject({ rules: z.array(Rule) }).optional(),
});
const Targets = z.array(z.looseObject({ name: z.string() })).optional();
const Route = z.looseObject({
  policies: Policies.nullish(),
  backends: z
    .array(z.looseObject({ mcp: z.looseObject({ targets: Targets }).optional() }))
    .optional(),
});
const Config = z.looseObject({
  mcp: z.looseObject({ policies: Policies.nullish(), targets: Targets }).nullish(),
  binds: z
    .array(
      z.looseObject({
        listeners: z.array(z.looseObject({ routes: z.array(Route).nullish() })).nullish(),
      }),
    )
    .nullish(),
});

/**
 * A rule that denies wins, then all that `require` must hold, then one that allows is enough; where no rule allows, all else runs. By
 * version 1.4.1. Throws where agentgateway would not start.
 */
export default function read(text: string, alias: string): Reading {
  const config = shaped(Config, parse(text));
  const routes = (config.binds ?? []).flatMap(({ listeners }) =>
    (listeners ?? []).flatMap((listener) => listener.routes ?? []),
  );
  const targets = [
    ...(config.mcp?.targets ?? []),
    ...routes.flatMap(({ backends }) => (backends ?? []).flatMap(({ mcp }) => mcp?.targets ?? [])),
  ];
  const refused = targets.find(({ name }) => !isTargetName(name));
  if (refused !== undefined)
    throw new Error(
      `expected a target of lower-case letters, digits, "-" and ".", got ${JSON.stringify(refused.name)}`,
    );
  const given = [config.mcp?.policies, ...routes.map(({ policies }) => policies)].flatMap(
    (policies) => policies?.mcpAuthorization?.rules ?? [],
  );
  const rules = given.map((rule) => readRule(rule, alias));
  return {
    rules,
    wins: "strictest",
    unlisted: given.some((rule) => "allow" in rule) ? "deny" : "allow",
    problems: [...new Set([...given.flatMap(problemsOf), ...open(given)])],
  };
}

function readRule(rule: z.infer<typeof Rule>, alias: string): ReadRule {
  const [[kind, text] = ["", ""]] = Object.entries(rule);
  const ask = celOutcome(text);
  const isTrue = (name: string) => ask({ mcp: { tool: { target: alias, name } } }) === true;
  const targets = celNames(text, "mcp.tool.target");
  // `false` is written where nothing is allowed.
  const isOthers =
    (targets.length > 0 && !targets.includes(alias)) || (kind === "allow" && text === "false");
  return {
    text: `${kind}: ${text}`,
    ...(isOthers ? { foreign: true } : { names: celNames(text, "mcp.tool.name") }),
    action: kind === "allow" ? "allow" : "deny",
    matches: (tool) => isTrue(tool) !== (kind === "require"),
  };
}

function problemsOf(rule: z.infer<typeof Rule>): string[] {
  const [[kind, text] = ["", ""]] = Object.entries(rule);
  const said: (string | false)[] = [
    kind === "deny" &&
      `\`${text}\` under \`deny\` blocks nothing where it fails; write its opposite under \`require\`.`,
    /\bmcp\.tool\.(?:arguments|result|error)\b/.test(text) &&
      `\`${text}\` looks at what is not known yet when a rule is asked, and always fails.`,
    /\b(?:jwt|apiKey|basicAuth|request|source)\./.test(text) &&
      `\`${text}\` depends on who calls; here it is taken as not true.`,
  ];
  return said.filter((sentence) => sentence !== false);
}

function open(given: z.infer<typeof Rule>[]): string[] {
  if (given.length === 0) return ["Without a rule agentgateway allows everything."];
  return given.some((rule) => "allow" in rule)
    ? []
    : ["No rule allows anything, so all that is not blocked is allowed, also what comes later."];
}
