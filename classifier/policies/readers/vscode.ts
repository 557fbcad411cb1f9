import { parse } from "yaml";
import { z } from "zod";
import type { Action } from "../../../model.ts";
import { parseJsonc } from "../documents.ts";
import { eligible, knownServers, serverName, toolName } from "../formats/vscode.ts";
import { misspeltKeys } from "../keys.ts";
import type { ReadRule, Reading } from "../reading.ts";
import { shaped } from "../shape.ts";

const Names = z.union([
  z.array(z.string()),
  z.string().transform((text) => text.split(",").map((name) => name.trim())),
]);
const Agent = z.looseObject({ tools: Names.nullish(), agents: z.unknown().optional() });
const Settings = z.looseObject({
  [eligible]: z.record(z.string(), z.unknown()).optional(),
  "chat.tools.global.autoApprove": z.unknown().optional(),
  "chat.permissions.default": z.unknown().optional(),
});

/** A custom agent, or settings, or both: what the agent's list leaves out is not there, and the rest asks unless settings let everything run. From the source at 00e03ed. */
export default function read(text: string, alias: string, also?: string): Reading {
  const isSettings = also === undefined && text.trimStart().startsWith("{");
  const settings = isSettings ? text : also;
  const { open, asked, problems } = settingsPart(
    settings === undefined ? {} : parseJsonc(settings),
  );
  const ruleOf = (text: string): ReadRule => ({
    text,
    action: "ask",
    foreign: true,
    matches: (tool) => toolName(tool) === text,
  });
  if (isSettings) {
    const hint = "Settings block no tool: the `tools` of a custom agent do that, see `--also`.";
    const rules = [...asked].map(ruleOf);
    return { rules, wins: "first", unlisted: open, problems: [hint, ...problems] };
  }
  const agent = agentPart(headOf(text), alias, (name) => (asked.has(name) ? "ask" : open));
  // What is not there does not ask; a name that is none is still to be told.
  const told = [...asked].filter((name) => toolName(name) !== name || agent.isThere(name));
  return {
    rules: [...told.map(ruleOf), ...agent.rules],
    wins: "first",
    unlisted: agent.isList ? "deny" : open,
    problems: [...agent.problems, ...problems],
  };
}

/** What stands between the two lines of dashes, or all of it. */
function headOf(text: string): unknown {
  return parse(/^\uFEFF?---\r?\n(.*?)^---/ms.exec(text)?.[1] ?? text) ?? {};
}

/** `gets` is what a tool gets that is there; without a list all are. */
function agentPart(
  head: unknown,
  alias: string,
  gets: (name: string) => Action,
): {
  rules: ReadRule[];
  isList: boolean;
  isThere: (tool: string) => boolean;
  problems: string[];
} {
  const { tools, agents } = shaped(Agent, head);
  const problems = misspeltKeys(head, ["tools", "agents"], "an agent");
  if (tools === undefined || tools === null) {
    const all =
      "Without `tools` every tool of the server is there, and so is every one that it adds.";
    return { rules: [], isList: false, isThere: () => true, problems: [...problems, all] };
  }
  const isEmpty = Array.isArray(agents) && agents.length === 0;
  const starter = tools.find((name) => ["agent", "runSubagent", "custom-agent"].includes(name));
  if (starter !== undefined && !isEmpty)
    problems.push(`With \`${starter}\` it can start other agents, which have tools of their own.`);
  const server = serverName(alias);
  const rules = tools.map((entry): ReadRule => {
    const at = entry.lastIndexOf("/");
    const of = entry.slice(0, Math.max(at, 0));
    const name = entry.slice(at + 1);
    const isOwn = at > 0 && (knownServers.get(of) ?? of) === server;
    const isAll = entry === server || (isOwn && name === "*");
    if (isAll) problems.push(`\`${entry}\` stands for every tool, also for those that come later.`);
    const matches = (tool: string) => isAll || ((isOwn || at === -1) && name === toolName(tool));
    return { text: entry, action: gets(name), foreign: !isOwn, matches };
  });
  const isThere = (tool: string) => rules.some(({ matches }) => matches(tool));
  return { rules, isList: true, isThere, problems };
}

/** `open` is what a tool gets that is there and not `asked` about, by the names of VS Code. */
function settingsPart(value: unknown): { asked: Set<string>; open: Action; problems: string[] } {
  const found = shaped(Settings, value);
  const level = found["chat.permissions.default"];
  const isBypass = level === "autoApprove" || level === "autopilot";
  const isGlobal = found["chat.tools.global.autoApprove"] === true;
  const problems = misspeltKeys(value, Object.keys(Settings.shape), "VS Code's settings");
  if (isBypass)
    problems.push(
      `With \`chat.permissions.default\` nothing asks, also what \`${eligible}\` names.`,
    );
  else if (isGlobal)
    problems.push("With `chat.tools.global.autoApprove` everything runs that no `false` stops.");
  const values = Object.entries(found[eligible] ?? {});
  for (const [name, may] of values)
    if (typeof may !== "boolean")
      problems.push(`\`${name}\` must be \`false\` to make a tool ask.`);
  const asked = values.flatMap(([name, may]) => (may === false && !isBypass ? [name] : []));
  return { asked: new Set(asked), open: isBypass || isGlobal ? "allow" : "ask", problems };
}
