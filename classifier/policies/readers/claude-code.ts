import { z } from "zod";
import { actions } from "../../../model.ts";
import { isOffered, normalise, serverName } from "../formats/claude-code.ts";
import { parseJson } from "../documents.ts";
import { misspeltKeys } from "../keys.ts";
import type { ReadRule, Reading } from "../reading.ts";
import { shaped } from "../shape.ts";

const Settings = z.looseObject({
  permissions: z
    .looseObject({
      allow: z.array(z.string()).optional(),
      ask: z.array(z.string()).optional(),
      deny: z.array(z.string()).optional(),
      defaultMode: z.string().optional(),
    })
    .optional(),
});

/** Deny wins over ask, and ask over allow; a rule is a full name, the whole server, or has stars in what it denies. Checked with version 2.1.330. */
export default function read(text: string, alias: string): Reading {
  const file = parseJson(text);
  const { permissions = {} } = shaped(Settings, file);
  const problems = [
    ...misspeltKeys(file, ["permissions"], "Claude Code's settings"),
    ...misspeltKeys(permissions, ["allow", "ask", "deny", "defaultMode"], "`permissions`"),
  ];
  const rules: ReadRule[] = [];
  for (const action of actions) {
    if (action === "limit") continue;
    for (const rule of permissions[action] ?? []) {
      if (!rule.startsWith("mcp__")) continue;
      const problem = problemOf(rule, action);
      if (problem === undefined) rules.push(ruleOf(rule, action, alias));
      else problems.push(`\`${rule}\` under \`${action}\` is skipped: ${problem}.`);
    }
  }
  const tooLong: ReadRule = {
    text: "names of more than 128 characters",
    foreign: true,
    action: "deny",
    matches: (tool) => !isOffered(normalise(alias, tool)),
  };
  return {
    rules: [...rules, tooLong],
    wins: "strictest",
    unlisted: permissions.defaultMode === "dontAsk" ? "deny" : "ask",
    problems,
  };
}

function problemOf(rule: string, action: string): string | undefined {
  if (rule.includes("(")) return "rules for MCP tools take no arguments in parentheses";
  if (/\*/.test(rule.replace(/__\*$/, "")) && action !== "deny")
    return "only rules that deny may have a star there";
  return rule === "mcp__*" && action !== "deny" ? "it names no server" : undefined;
}

function ruleOf(rule: string, action: ReadRule["action"], alias: string): ReadRule {
  const pattern = new RegExp(
    `^${rule.split("*").map(RegExp.escape).join(".*")}${rule.split("__").length === 2 ? "(?:__.*)?" : ""}$`,
    "s",
  );
  const server = serverName(alias);
  const isServer = rule === server;
  return {
    text: rule,
    action,
    foreign: !isServer && !rule.startsWith(`${server}__`) && !rule.includes("*"),
    matches: (tool) => isServer || pattern.test(normalise(alias, tool)),
  };
}
