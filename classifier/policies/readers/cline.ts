import { z } from "zod";
import { parseJson } from "../documents.ts";
import { isOneServers, isServerName, toolName } from "../formats/cline.ts";
import { misspeltKeys } from "../keys.ts";
import type { ReadRule, Reading } from "../reading.ts";
import { shaped } from "../shape.ts";

const Server = z.looseObject({
  disabled: z.boolean().optional(),
  autoApprove: z.array(z.string()).optional(),
});
const Settings = z.looseObject({ mcpServers: z.unknown().optional() });
const GlobalSettings = z.looseObject({
  disabledTools: z.array(z.unknown()).optional().catch(undefined),
  toolAutoApprove: z.boolean().optional().catch(undefined),
});

/** What is disabled can't be called, what is approved runs, and the rest asks; but for tools whose names Cline changes, which run. From the source of 4.1.13. */
export default function read(text: string, alias: string, also?: string): Reading {
  const settings = shaped(Settings, parseJson(text));
  const isGlobal = also === undefined && !("mcpServers" in settings);
  const found = Object.entries(Object(settings.mcpServers ?? {})).find(([name]) => name === alias);
  const server = shaped(Server, found?.[1] ?? {}, ["mcpServers", alias]);
  const global = isGlobal ? settings : also === undefined ? undefined : parseJson(also);
  const { rules, problems } = blocksOf(global, alias);
  problems.unshift(...misspeltKeys(server, Object.keys(Server.shape), JSON.stringify(alias)));
  if (!isGlobal && found === undefined)
    problems.unshift(`\`mcpServers\` has no ${JSON.stringify(alias)}: nothing is approved.`);
  if (!isServerName(alias))
    problems.unshift(
      "Cline 4.1 asks about no tool of a server with other characters in its name than letters, digits, `-` and `_`: they run.",
    );
  for (const key of ["alwaysAllow", "disabledTools", "allowedTools"])
    if (key in server) problems.push(`\`${key}\` of a server does nothing in Cline.`);
  const approved = (server.autoApprove ?? []).flatMap((name): ReadRule[] => {
    const full = toolName(alias, name);
    if (full !== undefined && isOneServers(full))
      return [{ text: `autoApprove: ${name}`, action: "allow", matches: (tool) => tool === name }];
    problems.push(`\`autoApprove: ${name}\` does not count: Cline reads it otherwise.`);
    return [];
  });
  const everything: ReadRule = { text: "disabled", action: "deny", matches: () => true };
  const renamed: ReadRule = {
    text: "a name that Cline changes",
    action: "allow",
    foreign: true,
    matches: (tool) => toolName(alias, tool) === undefined,
  };
  return {
    rules: [...(server.disabled === true ? [everything] : [renamed]), ...rules, ...approved],
    wins: "first",
    unlisted: isServerName(alias) ? "ask" : "allow",
    problems,
    ...(global === undefined && {
      caveats: ["No tool is blocked by this file: `global-settings.json` does that, see `--also`."],
    }),
    isOwn: true,
  };
}

/** Rules of the global settings; without the file nothing is blocked. */
function blocksOf(global: unknown, alias: string): { rules: ReadRule[]; problems: string[] } {
  if (global === undefined) return { rules: [], problems: [] };
  const { disabledTools = [], toolAutoApprove } = shaped(GlobalSettings, global);
  const problems = misspeltKeys(global, Object.keys(GlobalSettings.shape), "Cline's settings");
  if (toolAutoApprove === true)
    problems.push(
      "With `toolAutoApprove`, Cline's command line runs all that is not in `disabledTools`.",
    );
  const rules = disabledTools.flatMap((entry): ReadRule[] => {
    if (typeof entry !== "string") return [];
    const name = entry.trim();
    const matches = (tool: string) => toolName(alias, tool) === name;
    const foreign = !name.startsWith(`${alias}__`);
    return [{ text: `disabledTools: ${name}`, action: "deny", foreign, matches }];
  });
  return { rules, problems };
}
