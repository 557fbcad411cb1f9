import { z } from "zod";
import { parseJson } from "../documents.ts";
import { misspeltKeys, unknownKeys } from "../keys.ts";
import type { ReadRule, Reading } from "../reading.ts";
import { shaped } from "../shape.ts";

const Names = z.array(z.string()).optional();
const Config = z.looseObject({
  permissions: z.looseObject({ allow: Names, deny: Names }).optional(),
});

/** What is blocked wins over what is allowed, and the rest asks; a star stands for any text. By Cursor's documentation. */
export default function read(text: string, alias: string): Reading {
  const file = parseJson(text);
  const { permissions = {} } = shaped(Config, file);
  const rules: ReadRule[] = [];
  const problems = [
    ...misspeltKeys(file, ["permissions"], "Cursor CLI's configuration"),
    ...unknownKeys(permissions, ["allow", "deny"], "`permissions`"),
  ];
  for (const action of ["allow", "deny"] as const) {
    for (const rule of permissions[action] ?? []) {
      if (!/^mcp\b/i.test(rule)) continue;
      const [, server, tool] = /^Mcp\(([^():]+):([^():]+)\)$/s.exec(rule) ?? [];
      if (server === undefined || tool === undefined) {
        problems.push(
          `\`${rule}\` under \`${action}\` is no rule that Cursor CLI documents: write \`Mcp(server:tool)\`.`,
        );
        continue;
      }
      const isOfServer = pattern(server).test(alias);
      rules.push({
        text: rule,
        action,
        foreign: !isOfServer || server.includes("*"),
        matches: (name) => isOfServer && pattern(tool).test(name),
      });
      if (action === "allow" && isOfServer && tool.includes("*"))
        problems.push(`\`${rule}\` also allows tools that the server adds later.`);
    }
  }
  return { rules, wins: "strictest", unlisted: "ask", problems };
}

const pattern = (text: string): RegExp =>
  new RegExp(`^${text.split("*").map(RegExp.escape).join(".*")}$`, "s");
