import {
  recordOf,
  printJson,
  type Emitted,
  type PolicyFormat,
  type PolicyRequest,
} from "../format.ts";
import { plan, type Naming } from "../plan.ts";

/** Longer names were left out of what the model is offered, by version 2.1.330. */
const longestName = 128;

const naming: Naming = { nameOf: normalise, unnamed: "deny" };

/** `permissions` of Claude Code: allow, ask and deny, by exact tool name. It has no limits. */
const format: PolicyFormat = {
  id: "claude-code",
  title: "Claude Code",
  language: "json",
  goesInto:
    "Merge the lists into `.claude/settings.json` of a project, or `~/.claude/settings.json` for all of yours.",
  docs: "https://code.claude.com/docs/en/permissions",
  checked: { level: "program", by: "Claude Code 2.1.330 (by hand, 2026-11-22)" },
  abilities: { ask: true, limits: [], deny: true, constraints: [] },
  emit,
};
export default format;

/**
 * The name that Claude Code itself gives a tool, and the only one that its rules match.
 * `("my server.v2", "files.read")` -> `mcp__my_server_v2__files_read`; `("claude.ai A  B", "c")` -> `mcp__claude_ai_A_B__c`;
 * `("a", "de\u200blete")` -> `mcp__a__delete`.
 */
export function normalise(alias: string, tool: string): string {
  return `mcp__${safe(alias)}__${safe(visible(tool))}`;
}

/** The prefix of all tools of a server. */
export const serverName = (alias: string): string => `mcp__${safe(alias)}`;

/** Whether Claude Code offers a tool of this full name at all. */
export const isOffered = (name: string): boolean => name.length <= longestName;

function emit(request: PolicyRequest): Emitted {
  const { rules, coverage, notes } = plan(request, format, naming);
  const lists = (["allow", "ask", "deny"] as const).map((action) => {
    const names = rules.filter((rule) => rule.action === action).map(({ name }) => name);
    return [action, names] as const;
  });
  const permissions = recordOf(lists.filter(([, names]) => names.length > 0));
  return {
    body: printJson({ permissions }),
    extent: "keys",
    coverage: coverage.map((covered) => {
      if (covered.got === "unchanged" || isOffered(normalise(request.alias, covered.tool)))
        return covered;
      const { tool, want } = covered;
      const note = `Claude Code does not offer tools whose full name is longer than ${longestName} characters.`;
      return { tool, want, got: "deny", ...(want !== "deny" && { note }) };
    }),
    unknownTools: request.only === undefined ? "ask" : "unchanged",
    notes: [...notes, ...ownNotes(request, new Set(rules.map(({ action }) => action)))],
  };
}

function ownNotes({ alias, only }: PolicyRequest, got: ReadonlySet<string>): string[] {
  const said: (string | false)[] = [
    safe(alias) !== alias && `Claude Code writes the server's name as \`${safe(alias)}\`.`,
    (got.has("allow") || got.has("ask")) &&
      "Your other rules still count, also those for the whole server: deny wins over ask, and ask over allow.",
    got.has("ask") && "With nobody there to answer (`claude -p`), a call that asks is refused.",
    only === undefined &&
      "In bypassPermissions mode tools that are not listed run without asking; listed ones still ask or stay blocked.",
    "Whoever can edit the file can change the rules; where that matters, use managed settings.",
  ];
  return said.filter((sentence) => sentence !== false);
}

/** By UTF-16 unit, as Claude Code does it, so an emoji becomes two underscores; names of its own connectors are squeezed. */
function safe(name: string): string {
  const plain = name.replaceAll(/[^A-Za-z0-9_-]/g, "_");
  if (!name.startsWith("claude.ai ")) return plain;
  return plain.replaceAll(/_+/g, "_").replace(/^_/, "").replace(/_$/, "");
}

/** What comes over the protocol first loses invisible and unassigned characters and look-alike forms; the alias does not. */
function visible(name: string): string {
  const clean = name.normalize("NFKC").replaceAll(/[\p{Cf}\p{Cs}\p{Co}\p{Cn}]/gu, "");
  return clean.normalize("NFKC");
}
