import { z } from "zod";
import { parseJsonc } from "../documents.ts";
import { misspeltKeys, unknownKeys } from "../keys.ts";
import type { ReadRule, Reading } from "../reading.ts";
import { shaped } from "../shape.ts";

const Mode = z.enum(["allow", "confirm", "deny"]);
const Tool = z.looseObject({ default: Mode.optional() });
const Settings = z.looseObject({
  agent: z
    .looseObject({
      always_allow_tool_actions: z.boolean().optional(),
      tool_permissions: z
        .looseObject({ default: Mode.optional(), tools: z.unknown().optional() })
        .optional(),
    })
    .optional(),
});

const words = { allow: "allow", confirm: "ask", deny: "deny" } as const;
const patterns = ["always_allow", "always_confirm", "always_deny"];

/** The tool's own default, else that of all tools, else a question. By Zed's documentation and the source of its permissions. */
export default function read(text: string, alias: string): Reading {
  const file = parseJsonc(text);
  const { agent = {} } = shaped(Settings, file);
  const { default: unlisted = "confirm", tools = {} } = agent.tool_permissions ?? {};
  const own = `mcp:${alias}:`;
  const problems = [
    ...misspeltKeys(file, ["agent"], "Zed's settings"),
    ...misspeltKeys(agent, ["tool_permissions"], "`agent`"),
    ...unknownKeys(agent.tool_permissions, ["default", "tools"], "`tool_permissions`"),
  ];
  const rules = Object.entries(Object(tools)).flatMap(([text, value]): ReadRule[] => {
    const rule = shaped(Tool, value, ["agent", "tool_permissions", "tools", text]);
    if (text.startsWith(own) && patterns.some((key) => key in rule))
      problems.push(`The patterns of \`${text}\` do not count: tools of servers have none.`);
    if (rule.default === undefined) return [];
    const foreign = !text.startsWith(own);
    return [{ text, action: words[rule.default], foreign, matches: (tool) => text === own + tool }];
  });
  if (unlisted === "allow") problems.push("`default` is `allow`: what is not listed runs.");
  if (agent.always_allow_tool_actions !== undefined)
    problems.push("`always_allow_tool_actions` is of versions before 0.224, which know no more.");
  rules.push({
    text: "names that are no text",
    foreign: true,
    action: "deny",
    matches: (tool) => !tool.isWellFormed() || !alias.isWellFormed(),
  });
  return { rules, wins: "last", unlisted: words[unlisted], problems };
}
