import { parse } from "smol-toml";
import { z } from "zod";
import type { Decided, Engine } from "./engine.ts";

const Name = z.string().min(1);
const Rule = z.strictObject({
  mcpName: z.string().min(1).optional(),
  toolName: z.union([Name, z.array(Name).min(1)]),
  argsPattern: z.string().max(2048).refine(isSafe).optional(),
  decision: z.enum(["allow", "ask_user", "deny"]),
  denyMessage: z.string().optional(),
  priority: z.number().int().min(0).max(999),
});
const File = z.strictObject({ rule: z.array(Rule).default([]) });

export type Mode = "default" | "autoEdit" | "yolo" | "plan";
interface Expanded {
  server: string | undefined;
  name: string;
  pattern: RegExp | undefined;
  decision: "allow" | "ask_user" | "deny";
  rank: number;
}

/**
 * From https://geminicli.com/docs/reference/policy-engine/ and from the loader, the engine and the confirmation of version 0.61.0, which
 * `conformance/gemini-cli.ts` compares it with.
 */
export const geminiCli: Engine = {
  neutral: [
    "",
    rule("another", "*", "deny", 999),
    `${rule("another", "tool", "allow", 999)}${rule(undefined, "run_shell_command", "allow", 500)}`,
  ],
  naming(alias, tools) {
    const servers =
      alias === ""
        ? []
        : [
            rule(alias, "*", "allow", 200),
            rule(alias, "*", "deny", 900),
            rule(alias, "*", "ask_user", 250),
          ];
    return [
      ...servers,
      rule(undefined, "*", "allow", 300),
      rule(undefined, "mcp_*", "ask_user", 400),
    ].map(
      (text) =>
        text + tools.map((tool) => rule(undefined, registered(alias, tool), "allow", 310)).join(""),
    );
  },
  load: (text, alias) => loadFor("default", text, alias),
};

/** What becomes of calls in one of its modes, with somebody there to ask. */
export function loadFor(mode: Mode, text: string, alias: string): ReturnType<Engine["load"]> {
  const own = expand(File.parse(parse(text)).rule);
  const rules = [...own, ...builtIn(mode)].toSorted((a, b) => b.rank - a.rank);
  return (tool, given): Decided => {
    const name = registered(alias, tool);
    const args = given === undefined ? undefined : stable(given);
    const decide = (server: string) =>
      rules.find((each) => speaksOf(each, name, server) && holds(each, args))?.decision ??
      "ask_user";
    const first = decide(alias);
    if (first !== "ask_user") return { action: first };
    // Before it asks, it decides again, and then the server has the name that its tools have.
    const again = decide(safe(alias));
    return { action: again === "ask_user" ? "ask" : again };
  };
}

function expand(rules: z.infer<typeof Rule>[]): Expanded[] {
  return rules.flatMap(({ mcpName, toolName, argsPattern, decision, priority }) =>
    [toolName].flat().map((tool) => ({
      server: mcpName,
      name:
        mcpName === undefined
          ? tool
          : mcpName === "*" && tool === "*"
            ? "mcp_*"
            : `mcp_${mcpName}_${tool}`,
      pattern: argsPattern === undefined ? undefined : new RegExp(argsPattern),
      decision,
      rank: 4000 + priority,
    })),
  );
}

/** What it ships and speaks of tools of servers whose annotations say nothing. */
function builtIn(mode: Mode): Expanded[] {
  const every = { server: undefined, name: "*", pattern: undefined };
  if (mode === "yolo") return [{ ...every, decision: "allow", rank: 1998 }];
  return mode === "plan" ? [{ ...every, decision: "deny", rank: 1040 }] : [];
}

function speaksOf(rule: Expanded, name: string, server: string): boolean {
  if (rule.server !== undefined && rule.server !== "*" && rule.server !== server) return false;
  if (rule.name === "*" || rule.name === "mcp_*" || rule.name === name) return true;
  if (!rule.name.startsWith("mcp_")) return false;
  if (rule.name.includes("*"))
    return rule.name === `mcp_${server}_*` && name.startsWith(`mcp_${server}_`);
  return server !== "" && rule.name === `mcp_${server}_${name}`;
}

function holds({ pattern }: Expanded, args: string | undefined): boolean {
  return pattern === undefined || args === undefined || pattern.test(args);
}

function registered(server: string, tool: string): string {
  return safe(`${server}_${tool}`);
}

function safe(wanted: string): string {
  let name = "";
  for (const unit of (wanted.indexOf("mcp_") === 0 ? wanted : `mcp_${wanted}`).split(""))
    name += /\w|[-.:]/.test(unit) ? unit : "_";
  return name.length < 64
    ? name
    : [name.substring(0, 30), name.substring(name.length - 30)].join("...");
}

/** Sorted keys, NUL bytes round each pair of the outermost object. */
function stable(value: unknown, depth = 0): string {
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((each) => stable(each, depth + 1)).join()}]`;
  const fence = depth === 0 ? "\u0000" : "";
  const entries = new Map(Object.entries(value));
  const pairs = [...entries.keys()]
    .toSorted()
    .map((key) => fence + JSON.stringify(key) + ":" + stable(entries.get(key), depth + 1) + fence);
  return `{${pairs.join()}}`;
}

function isSafe(pattern: string): boolean {
  return !/\([^)]*[*+?{].*\)[*+?{]/.test(pattern);
}

function rule(
  server: string | undefined,
  tool: string,
  decision: string,
  priority: number,
): string {
  const scope = server === undefined ? "" : `mcpName = ${JSON.stringify(server)}\n`;
  return `[[rule]]\n${scope}toolName = ${JSON.stringify(tool)}\ndecision = "${decision}"\npriority = ${priority}\n`;
}
