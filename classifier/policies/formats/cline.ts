import { planClosing, type ClosingNames } from "../closing.ts";
import {
  printJson,
  recordOf,
  type Emitted,
  type PolicyFormat,
  type PolicyRequest,
} from "../format.ts";

const globalSettings =
  "Merge into `~/.cline/data/settings/global-settings.json`; where there is no such file, this is all of it.";

/** The longest name of a tool that Cline leaves as it is. */
const longest = 64;

const names: ClosingNames = {
  nameOf: toolName,
  // Other names get a hash, and Cline no longer finds the rule that makes them ask.
  unnamed: "allow",
  // `a__b__c` is tool `b__c` of `a`, and tool `c` of `a__b`.
  canHold: ({ name, action }) => action !== "allow" || isOneServers(name),
};

/** `autoApprove` of a server in Cline and `disabledTools` of its global settings: what runs and what is left out, by exact name; it asks about the rest. */
const format: PolicyFormat = {
  id: "cline",
  title: "Cline",
  language: "json",
  goesInto:
    "Merge into the server's entry in `~/.cline/data/settings/cline_mcp_settings.json`, which Cline opens from its list of MCP servers.",
  docs: "https://docs.cline.bot/mcp/mcp-overview",
  checked: { level: "reading", by: "source of 4.1.13, 2026-11-22" },
  abilities: { ask: true, limits: [], deny: true, constraints: [] },
  emit,
};
export default format;

/** What Cline calls a tool of a server; undefined where it makes up another name, so that none of its rules holds. */
export function toolName(alias: string, tool: string): string | undefined {
  const name = `${alias}__${tool}`;
  return isServerName(alias) && /^[\w-]*$/.test(tool) && name.length <= longest ? name : undefined;
}

/** Whether Cline asks about tools of a server that is called so. */
export function isServerName(alias: string): boolean {
  return /^[\w-]+$/.test(alias);
}

/** Whether a name can be that of one server's tool only. */
export function isOneServers(name: string): boolean {
  return name.indexOf("__") === name.lastIndexOf("__") && !name.endsWith("__");
}

function emit(request: PolicyRequest): Emitted {
  const { alias, only } = request;
  const { rules, coverage, notes, isClosed } = planClosing(request, format, names);
  const allowed = rules.flatMap(({ action, tools }) => (action === "allow" ? tools : []));
  const blocked = rules.flatMap(({ action, name }) => (action === "deny" ? [name] : []));
  const entry = {
    ...(isClosed && { disabled: true }),
    ...(allowed.length > 0 && { autoApprove: allowed }),
  };
  const isWhole = only === undefined;
  const isNamed = isServerName(alias);
  const said: (string | false)[] = [
    alias !== "" &&
      !isNamed &&
      "Cline 4.1 asks about no tool of a server called so: give it a name of letters, digits, `-` and `_`.",
    "This is for Cline 4.1.11 and later in an editor: update first. Before that, what is blocked asks, and from 3.58 to 4.0.12 (but for 4.0.0) every tool runs while “Use MCP servers” is on in the auto-approve menu.",
    !isWhole &&
      rules.some(({ action }) => action === "ask") &&
      "Take the tool out of the server's `autoApprove` in `~/.cline/data/settings/cline_mcp_settings.json`: what is named there runs without asking.",
    ...notes,
    allowed.length > 0 &&
      "Turn “Use MCP servers” on in the auto-approve menu: while it is off, everything asks.",
    (rules.some(({ action }) => action === "ask") || (isWhole && !isClosed)) &&
      'Cline\'s command line reads no `autoApprove`: there everything runs that is not blocked, or everything asks with `"toolAutoApprove": false` in `global-settings.json`.',
    isWhole && !isClosed && "Take out of `autoApprove` what is not in it here.",
    allowed.length > 0 &&
      "If `disabledTools` names a tool that should run, take it out there: Cline leaves it out.",
    isWhole &&
      isNamed &&
      !isClosed &&
      `A tool that comes later runs without asking if its name has other characters than letters, digits, \`-\` and \`_\`, or more than ${longest - alias.length - 2} of them.`,
  ];
  return {
    body: printJson({ mcpServers: recordOf(alias.isWellFormed() ? [[alias, entry]] : []) }),
    ...(Object.keys(entry).length === 0 && { isEmpty: true }),
    ...(blocked.length > 0 && {
      also: {
        goesInto: globalSettings,
        language: "json",
        body: printJson({ disabledTools: blocked }),
      },
    }),
    extent: "keys",
    coverage,
    unknownTools: !isWhole ? "unchanged" : isClosed ? "deny" : isNamed ? "ask" : "allow",
    notes: said.filter((sentence) => sentence !== false),
  };
}
