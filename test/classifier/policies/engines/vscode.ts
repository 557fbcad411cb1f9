import { parse } from "yaml";
import { z } from "zod";
import type { Decided, Engine } from "./engine.ts";

const Head = z.strictObject({
  description: z.string().optional(),
  tools: z.array(z.string()).optional(),
});
const Settings = z.strictObject({
  "editor.fontSize": z.number().optional(),
  "chat.tools.global.autoApprove": z.boolean().default(false),
  "chat.tools.eligibleForAutoApproval": z.record(z.string(), z.boolean()).default({}),
});

/** What holds while a tool is called, beside the two files. */
export interface Session {
  /** The server says that the tool only reads. */
  isReadOnly?: boolean;
  /** Its reader once chose “Always Allow”. */
  isApproved?: boolean;
  /** “Bypass Approvals” or “Autopilot”. */
  isBypass?: boolean;
}

/** From `languageModelToolsService.ts` at 00e03ed: a list of names is all that there is, and `false` asks whatever was approved before. */
export function decideCall(
  head: string,
  settings: string,
  [server, tool]: [string, string],
  { isReadOnly = false, isApproved = false, isBypass = false }: Session = {},
): Decided["action"] {
  const { tools } = Head.parse(parse(head) ?? {});
  const found = Settings.parse(JSON.parse(settings));
  const eligible = new Map(Object.entries(found["chat.tools.eligibleForAutoApproval"]));
  const set = setName(server);
  const reference = [...tool]
    .flatMap((point) => point.split(""))
    .map(nameUnit)
    .join("");
  const isThere =
    tools === undefined ||
    [`${set}/*`, set, `${set}/${reference}`, reference].some((name) => tools.includes(name));
  if (!isThere) return "deny";
  if (isBypass) return "allow";
  if (eligible.get(reference) === false) return "ask";
  return isReadOnly || isApproved || found["chat.tools.global.autoApprove"] ? "allow" : "ask";
}

function nameUnit(unit: string): string {
  return /[^a-z0-9_-]/i.test(unit) ? "_" : unit;
}

function setName(label: string): string {
  const name = label.toLowerCase().split(/\s+/).join("-");
  if (/^(?:(?:io\.github\.)?github\/)?github-mcp-server$/.test(name)) return "github";
  return /^(?:com\.)?microsoft\/playwright-mcp$/.test(name) ? "playwright" : name;
}

/** Nothing was approved before, and the server calls no tool read-only. */
export const vscode: Engine = {
  neutral: [
    "tools: []",
    "description: Does things.\ntools: [a_built_in_tool, another/tool_of_a_server]",
  ],
  neutralAlso: JSON.stringify({
    "editor.fontSize": 12,
    "chat.tools.eligibleForAutoApproval": { a_built_in_tool: false },
  }),
  naming: (alias, tools) => {
    const named = tools.map((tool) => `${setName(alias)}/${tool.replaceAll(/[^a-z0-9_-]/gi, "_")}`);
    return [JSON.stringify({ tools: named }), JSON.stringify({ tools: [`${setName(alias)}/*`] })];
  },
  load: (head, alias, _tools, settings = "{}") => {
    return (tool) => ({ action: decideCall(head, settings, [alias, tool]) });
  },
};
