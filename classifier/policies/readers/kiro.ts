import { z } from "zod";
import { parseJson } from "../documents.ts";
import type { ReadRule, Reading } from "../reading.ts";

const Names = z.array(z.string()).optional();
const Server = z.looseObject({
  disabled: z.boolean().optional(),
  autoApprove: Names,
  disabledTools: Names,
});
const Config = z.looseObject({ mcpServers: z.unknown().optional() });

/** What is left out can't be called, what is approved runs, and the rest asks. By Kiro's documentation. */
export default function read(text: string, alias: string): Reading {
  const { mcpServers } = Config.parse(parseJson(text));
  const found = Object.entries(Object(mcpServers ?? {})).find(([name]) => name === alias);
  if (found === undefined) {
    const missing = `\`mcpServers\` has no ${JSON.stringify(alias)}: a question is all that its tools get.`;
    return { rules: [], wins: "strictest", unlisted: "ask", problems: [missing] };
  }
  const server = Server.parse(found[1]);
  const { autoApprove = [], disabledTools = [] } = server;
  const problems = disabledTools.includes("*")
    ? ["A star in `disabledTools` is not documented: name each tool, or set `disabled`."]
    : [];
  if (autoApprove.includes("*"))
    problems.push("`*` in `autoApprove` lets every tool run, also those that come later.");
  for (const name of autoApprove)
    if (disabledTools.includes(name))
      problems.push(`${JSON.stringify(name)} is in both lists, and is left out.`);
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
  return { rules, wins: "strictest", unlisted: "ask", problems };
}
