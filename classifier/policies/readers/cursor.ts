import { z } from "zod";
import { parseJson } from "../documents.ts";
import { misspeltKeys } from "../keys.ts";
import type { ReadRule, Reading } from "../reading.ts";
import { shaped } from "../shape.ts";

const Permissions = z.looseObject({ mcpAllowlist: z.array(z.unknown()).optional() });

/** What the list names may run without a question, and the rest asks; a star stands for any text. By Cursor's documentation. */
export default function read(text: string, alias: string): Reading {
  const found = shaped(Permissions, parseJson(text));
  const problems = misspeltKeys(found, ["mcpAllowlist"], "Cursor's permissions");
  const rules = (found.mcpAllowlist ?? []).flatMap((entry): ReadRule[] => {
    const [, server, tool] =
      typeof entry === "string" ? (/^([^:]+):([^:]+)$/s.exec(entry) ?? []) : [];
    if (server === undefined || tool === undefined) {
      problems.push(`\`${JSON.stringify(entry)}\` names no tool: write \`"server:tool"\`.`);
      return [];
    }
    const isOfServer = pattern(server).test(alias);
    if (isOfServer && tool.includes("*"))
      problems.push(`\`${String(entry)}\` also allows tools that the server adds later.`);
    const matches = (name: string) => isOfServer && pattern(tool).test(name);
    const foreign = !isOfServer || server.includes("*");
    return [{ text: String(entry), action: "allow", foreign, matches }];
  });
  for (const key of ["permissions", "mcpDenylist", "deny", "allow"])
    if (key in found)
      problems.push(
        `\`${key}\` does nothing here: the editor knows \`mcpAllowlist\` and blocks nothing.`,
      );
  if (found.mcpAllowlist === undefined)
    problems.push("Without `mcpAllowlist` the list in Cursor's settings counts.");
  return { rules, wins: "first", unlisted: "ask", problems };
}

const pattern = (text: string): RegExp =>
  new RegExp(`^${text.split("*").map(RegExp.escape).join(".*")}$`, "s");
