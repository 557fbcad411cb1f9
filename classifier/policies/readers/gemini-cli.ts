import { z } from "zod";
import { parse } from "smol-toml";
import { fullName } from "../formats/gemini-cli.ts";
import { misspeltKeys, unknownKeys } from "../keys.ts";
import type { ReadRule, Reading } from "../reading.ts";
import { shapeOf, type WrongValue } from "../shape.ts";

const Names = z.union([z.string(), z.array(z.string())]);
const Rule = z.looseObject({
  toolName: Names,
  subagent: z.string().optional(),
  mcpName: z.string().optional(),
  argsPattern: z.string().optional(),
  commandPrefix: Names.optional(),
  commandRegex: z.string().optional(),
  decision: z.enum(["allow", "ask_user", "deny"]),
  priority: z.int().min(0).max(999),
  modes: z.array(z.enum(["default", "autoEdit", "yolo", "plan"])).optional(),
  interactive: z.boolean().optional(),
  toolAnnotations: z.record(z.string(), z.unknown()).optional(),
});
type Rule = z.infer<typeof Rule>;
const File = z.looseObject({ rule: z.array(Rule).optional() });

const known = [
  ...Object.keys(Rule.shape),
  "name",
  "denyMessage",
  "deny_message",
  "allowRedirection",
  "allow_redirection",
];
const decisions = { allow: "allow", ask_user: "ask", deny: "deny" } as const;

/**
 * As version 0.61.0 takes a file of the user's folder, where a person is there to ask: the highest priority wins, then what comes first.
 * A rule that is not as it must be drops the whole file, so that throws.
 */
export default function read(text: string, alias: string): Reading {
  const file = parse(text);
  const { found, wrong } = shapeOf(File, file);
  if (found === undefined) throw new Error(refusal(wrong));
  const given = found.value.rule ?? [];
  const problems = misspeltKeys(file, ["rule"], "a policy file");
  const rules: (ReadRule & { priority: number })[] = [];
  const lines = linesOf(text, given.length);
  for (const [index, rule] of given.entries()) {
    const skipped = problemOf(rule);
    const place = `rule ${index + 1}${lines === undefined ? "" : `, line ${lines[index]}`}`;
    const where = `R${place.slice(1)}`;
    problems.push(...unknownKeys(rule, known, place, ", and Gemini CLI ignores it"));
    problems.push(...warningsOf(rule, alias).map((warning) => `${where} ${warning}`));
    if (skipped !== undefined) problems.push(`${where} is not counted here: ${skipped}.`);
    else rules.push(...rulesOf(rule, alias, place));
  }
  return {
    rules: rules.toSorted((a, b) => b.priority - a.priority),
    wins: "first",
    unlisted: "ask",
    problems,
  };
}

/** Where the tables begin; undefined where they are written in another way. */
function linesOf(text: string, count: number): number[] | undefined {
  const lines = text
    .split("\n")
    .flatMap((line, index) => (/^\s*\[\[\s*rule\s*\]\]/.test(line) ? [index + 1] : []));
  return lines.length === count ? lines : undefined;
}

function refusal(wrong: readonly WrongValue[]): string {
  const said = wrong.map(({ path, words }) => {
    const [, index, key = "rule"] = path;
    const hint = key === "toolName" ? ' (for all tools of a server write `toolName = "*"`)' : "";
    const of = index === undefined ? "" : ` of rule ${Number(index) + 1}`;
    return `\`${String(key)}\`${of}: ${words}${hint}`;
  });
  return `Gemini CLI drops the whole file, and its tools ask: ${said.join("; ")}.`;
}

/** Why a rule says nothing of calls in the default mode; undefined when it does. */
function problemOf(rule: Rule): string | undefined {
  if (rule.commandPrefix !== undefined || rule.commandRegex !== undefined)
    return "what it says of commands holds for `run_shell_command` only";
  if (rule.mcpName === "")
    return "`mcpName` may not be empty, and Gemini CLI does not start with it";
  if (rule.modes !== undefined && rule.modes.length > 0 && !rule.modes.includes("default"))
    return `it holds in other modes only (${rule.modes.join(", ")})`;
  if (rule.interactive === false) return "it holds only where nobody is there to ask";
  if (rule.subagent !== undefined) return "it holds for one subagent only";
  if (rule.toolAnnotations !== undefined)
    return "it depends on what the server says of its own tools";
  if (rule.argsPattern !== undefined && !isTaken(rule.argsPattern))
    return "Gemini CLI refuses its `argsPattern` and drops the rule";
  return undefined;
}

function warningsOf(rule: Rule, alias: string): string[] {
  const { argsPattern: pattern, mcpName, decision } = rule;
  const starred = [rule.toolName].flat().filter((name) => isNoPattern(name, mcpName));
  const said: (string | false)[] = [
    mcpName === alias &&
      starred.length > 0 &&
      `writes a star into ${starred.map((name) => JSON.stringify(name)).join(", ")}: Gemini CLI knows \`*\` for all tools of a server only, so this matches none.`,
    mcpName === alias &&
      decision === "ask_user" &&
      "asks by `mcpName`, and in YOLO mode the call then runs without asking: name the tools in full, as `mcp_<server>_<tool>`, without `mcpName`.",
    pattern !== undefined &&
      /[{,\]^]\)?(?:\\s\*)?"/.test(pattern) &&
      'looks for an argument after `{` or `,`, but a NUL byte stands there: write `\\x00"name":"value"\\x00`.',
    pattern !== undefined &&
      decision === "allow" &&
      !/\\(?:x00|0|u0000)/.test(pattern) &&
      'allows by arguments without `\\x00` on both sides, so the text may stand inside another argument: write `\\x00"name":"value"\\x00`.',
  ];
  return said.filter((sentence) => sentence !== false);
}

const isNoPattern = (name: string, mcpName: string | undefined): boolean =>
  name.includes("*") &&
  (mcpName === undefined ? !/^(?:mcp_)?\*$|^mcp_.*_\*$/.test(name) : name !== "*");

function rulesOf(rule: Rule, alias: string, place: string): (ReadRule & { priority: number })[] {
  const { argsPattern, mcpName, decision, priority } = rule;
  const pattern = argsPattern === undefined ? undefined : new RegExp(argsPattern);
  const own = fullName(alias, "").slice(0, 30);
  return [rule.toolName].flat().map((name) => ({
    foreign:
      mcpName === undefined
        ? !name.includes("*") && !name.startsWith(own)
        : mcpName !== alias && mcpName !== "*",
    text: `${mcpName === undefined ? "" : `${mcpName}/`}${name} (${place})`,
    action: decisions[decision],
    priority,
    matches: (tool) => isMatch(name, mcpName, alias, fullName(alias, tool)),
    ...(pattern && { holds: (given: Record<string, unknown>) => pattern.test(stringified(given)) }),
  }));
}

/** `full` is the name that Gemini CLI gives the tool; with `mcpName` a rule's name becomes `mcp_<mcpName>_<name>`. */
function isMatch(name: string, mcpName: string | undefined, alias: string, full: string): boolean {
  if (mcpName === "*") return name === "*";
  if (mcpName !== undefined && mcpName !== alias) return false;
  if (name === "*" && mcpName === undefined) return true;
  const whole = mcpName === undefined ? name : `mcp_${mcpName}_${name}`;
  if (!whole.includes("*")) {
    return whole === full || (alias !== "" && whole === `mcp_${alias}_${full}`);
  }
  return whole === "mcp_*" || (whole === `mcp_${alias}_*` && full.startsWith(`mcp_${alias}_`));
}

/** Long patterns and repetitions of repetitions are refused, and what is no pattern at all. */
function isTaken(pattern: string): boolean {
  try {
    RegExp(pattern);
  } catch {
    return false;
  }
  return pattern.length <= 2048 && !/\([^)]*[*+?{].*\)[*+?{]/.test(pattern);
}

/** The text of arguments that patterns are matched with: keys sorted, each top-level pair between NUL bytes. */
function stringified(value: unknown, isTop = true): string {
  if (Array.isArray(value)) return `[${value.map((item) => stringified(item, false)).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const mark = isTop ? "\0" : "";
  const pairs = Object.entries(value)
    .filter(([, each]) => each !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, each]) => `${mark}${JSON.stringify(key)}:${stringified(each, false)}${mark}`);
  return `{${pairs.join(",")}}`;
}
