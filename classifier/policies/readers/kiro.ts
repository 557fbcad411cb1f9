import { z } from "zod";
import { parseJson } from "../documents.ts";
import { misspeltKeys } from "../keys.ts";
import type { ReadRule, Reading } from "../reading.ts";
import { shaped } from "../shape.ts";

const Names = z.array(z.string()).optional();
const Server = z.looseObject({
  disabled: z.boolean().optional(),
  autoApprove: Names,
  disabledTools: Names,
});
const Config = z.looseObject({ mcpServers: z.unknown().optional() });

/** What is left out can't be called, what is approved runs, and the rest asks. By Kiro's documentation. */
export default function read(text: string, alias: string): Reading {
  const file = parseJson(text);
  const { mcpServers } = shaped(Config, file);
  const found = Object.entries(Object(mcpServers ?? {})).find(([name]) => name === alias);
  if (found === undefined) {
    const missing = `\`mcpServers\` has no ${JSON.stringify(alias)}: a question is all that its tools get.`;
    return {
      rules: [],
      wins: "strictest",
      unlisted: "ask",
      problems: [...misspeltKeys(file, ["mcpServers"], "Kiro's file"), missing],
    };
  }
  const server = shaped(Server, found[1], ["mcpServers", alias]);
  const { autoApprove = [], disabledTools = [] } = server;
  const problems = misspeltKeys(server, Object.keys(Server.shape), JSON.stringify(alias));
  if (disabledTools.includes("*"))
    problems.push(
      "A star in `disabledTools` is not documented: name each tool, or set `disabled`.",
    );
  if (autoApprove.includes("*"))
    problems.push("`*` in `autoApprove` lets every tool run, also those that come later.");
  const everything: ReadRule = { text: "disabled", action: "deny", matches: () => true };
  const rules = [
    ...(server.disabled === true ? [everything] : []),
    ...autoApprove.map((name): ReadRule => ({
      text: `autoApprove: ${name}`,
      action: "allow",
      matches: (tool) => name === "*" || tool === name,
    })),
    ...disabledTools.map((name): ReadRule => ({
      text: `disabledTools: ${name}`,
      action: "deny",
      matches: (tool) => name !== "*" && tool === name,
    })),
  ];
  return { rules, wins: "strictest", unlisted: "ask", problems, isOwn: true };
}
