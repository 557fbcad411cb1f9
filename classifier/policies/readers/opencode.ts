import { z } from "zod";
import { parseJsonc } from "../documents.ts";
import { permissionName } from "../formats/opencode.ts";
import { misspeltKeys } from "../keys.ts";
import type { ReadRule, Reading } from "../reading.ts";
import { shaped } from "../shape.ts";

const Action = z.enum(["allow", "ask", "deny"]);
const Rule = z.union([Action, z.record(z.string(), Action)]);
const Config = z.looseObject({
  permission: z.union([Action, z.record(z.string(), Rule)]).default({}),
  permissions: z
    .undefined({ error: "`permissions` is of opencode 2, and opencode 1 refuses it" })
    .optional(),
});

/** The last rule that matches wins, and what no rule matches runs. Seen with version 1.18.33; rules of single agents are not read. */
export default function read(text: string, alias: string): Reading {
  const file = parseJsonc(text);
  const { permission } = shaped(Config, file);
  const entries = Object.entries(typeof permission === "string" ? { "*": permission } : permission);
  const problems: string[] = [];
  const rules = entries.flatMap(([key, rule]): ReadRule[] => {
    const pattern = patternOf(key);
    const matches = (tool: string) => pattern.test(permissionName(alias, tool));
    const foreign = !isOfServer(key, alias);
    if (typeof rule === "string") return [{ text: key, action: rule, foreign, matches }];
    const { kept, skipped } = split(rule);
    if (skipped.length > 0 && isOfServer(key, alias))
      problems.push(
        `${skipped.map((text) => `\`${text}\``).join(", ")} under \`${key}\` never matches: rules for MCP tools cannot look at arguments.`,
      );
    return kept.map((action) => ({ text: key, action, foreign, matches }));
  });
  return {
    rules,
    wins: "last",
    unlisted: "allow",
    problems: [
      ...misspeltKeys(file, ["permission"], "opencode's configuration"),
      ...problems,
      ...openEnd(rules, entries, alias),
    ],
  };
}

/** MCP tools are asked about with the pattern `*`, which only stars match. */
function split(rule: Record<string, z.infer<typeof Action>>) {
  const all = Object.entries(rule);
  const isKept = ([pattern]: [string, unknown]) => patternOf(pattern).test("*");
  return {
    kept: all.filter(isKept).map(([, action]) => action),
    skipped: all.filter((entry) => !isKept(entry)).map(([pattern]) => pattern),
  };
}

function openEnd(rules: ReadRule[], entries: [string, unknown][], alias: string): string[] {
  const isCovered = rules.some(({ matches }) => matches("\u0000".repeat(40)));
  if (isCovered) return [];
  return entries.some(([key]) => isOfServer(key, alias))
    ? [
        `No rule covers the other tools: opencode runs them without asking. Begin with \`${permissionName(alias, "")}*\`.`,
      ]
    : ["No rule names this server: opencode runs all of its tools without asking."];
}

const isOfServer = (key: string, alias: string): boolean =>
  key.startsWith(permissionName(alias, ""));

function patternOf(key: string): RegExp {
  const source = key
    .split(/([*?])/)
    .map((part) => (part === "*" ? ".*" : part === "?" ? "." : RegExp.escape(part)))
    .join("");
  return new RegExp(`^${source}$`, "s");
}
