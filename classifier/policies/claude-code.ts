import { actions, type Action } from "../../model.ts";
import {
  writtenTools,
  type Covered,
  type Emitted,
  type PolicyFormat,
  type PolicyRequest,
} from "./format.ts";

/** Longer names were left out of what the model is offered, by version 2.1.330. */
const longestName = 128;

/** Tool names that a note spells out before it counts. */
const spelledOut = 5;

type Rule = "allow" | "ask" | "deny";

/** One rule stands for every tool whose names Claude Code writes alike. */
interface Group {
  rule: Rule;
  tools: string[];
}

/** `permissions` of Claude Code: allow, ask and deny, by exact tool name. It has no limits. */
export default {
  id: "claude-code",
  title: "Claude Code",
  language: "json",
  goesInto:
    "Merge the lists into `.claude/settings.json` of a project, or `~/.claude/settings.json` for all of yours.",
  docs: "https://code.claude.com/docs/en/permissions",
  checkedBy:
    "Decided as stated by Claude Code 2.1.330 itself in 174 of 174 calls, run by hand on 2026-11-22; our automatic tests decide with our reading of it.",
  emit,
} satisfies PolicyFormat;

/**
 * The name that Claude Code itself gives a tool, and the only one that its rules match.
 * `("my server.v2", "files.read")` -> `mcp__my_server_v2__files_read`; `("claude.ai A  B", "c")` -> `mcp__claude_ai_A_B__c`;
 * `("a", "de\u200blete")` -> `mcp__a__delete`.
 */
export function normalise(alias: string, tool: string): string {
  return `mcp__${safe(alias)}__${safe(visible(tool))}`;
}

function emit(request: PolicyRequest): Emitted {
  const groups = groupByName(request);
  const written = new Set(writtenTools(request).map((tool) => normalise(request.alias, tool.name)));
  const lists: Record<Rule, string[]> = { allow: [], ask: [], deny: [] };
  for (const name of written) {
    const group = groups.get(name);
    if (group !== undefined) lists[group.rule].push(name);
  }
  const permissions = Object.fromEntries(
    Object.entries(lists).filter(([, names]) => names.length > 0),
  );
  const coverage = request.tools.map((tool): Covered => {
    const name = normalise(request.alias, tool.name);
    const group = groups.get(name);
    const want = tool.recommendation.action;
    if (group === undefined || !written.has(name)) {
      return { tool: tool.name, want, got: "unchanged" };
    }
    if (name.length > longestName) return tooLong(tool.name, want);
    if (group.rule === want) return { tool: tool.name, want, got: want };
    return { tool: tool.name, want, got: group.rule, note: why(tool.name, want, group) };
  });
  return {
    body: `${JSON.stringify({ permissions }, null, 2)}\n`,
    extent: "keys",
    coverage,
    unknownTools: request.only === undefined ? "ask" : "unchanged",
    notes: notes(
      request,
      coverage,
      [...written].map((name) => groups.get(name)?.tools ?? []),
    ),
  };
}

function groupByName(request: PolicyRequest): Map<string, Group> {
  const groups = new Map<string, Group>();
  for (const { name, recommendation } of request.tools) {
    const rule = ruleFor(recommendation.action);
    const group = groups.get(normalise(request.alias, name));
    if (group === undefined) {
      groups.set(normalise(request.alias, name), { rule, tools: [name] });
    } else {
      group.tools.push(name);
      if (actions.indexOf(rule) > actions.indexOf(group.rule)) group.rule = rule;
    }
  }
  return groups;
}

function ruleFor(action: Action): Rule {
  return action === "limit" ? "ask" : action;
}

function why(tool: string, want: Action, group: Group): string {
  if (want === "limit" && group.rule === "ask") {
    return "Claude Code cannot limit calls, so it asks before each one.";
  }
  const others = group.tools.filter((name) => name !== tool);
  return `Claude Code writes its name like that of ${quoted(others)}, so the stricter rule holds for all.`;
}

function tooLong(tool: string, want: Action): Covered {
  if (want === "deny") return { tool, want, got: "deny" };
  const note = `Claude Code does not offer tools whose full name is longer than ${longestName} characters.`;
  return { tool, want, got: "deny", note };
}

function notes(request: PolicyRequest, coverage: Covered[], groups: string[][]): string[] {
  const got = new Set(coverage.map((covered) => covered.got));
  const alike = groups.filter((tools) => tools.length > 1);
  const server = safe(request.alias);
  const said: (string | false)[] = [
    request.alias === "" && "Fill in the name that the server has in your configuration.",
    coverage.some(({ want, got: now }) => want === "limit" && now === "ask") &&
      (request.only === undefined
        ? "Claude Code cannot limit calls: it asks you before each one instead. For a real limit, put a gateway that has them in front."
        : "For a real limit on calls, put a gateway that has them in front."),
    alike.length === 1 &&
      `Claude Code writes these names alike, and one rule holds for all: ${quoted(alike.flat())}.`,
    alike.length > 1 &&
      `Claude Code writes ${alike.flat().length} of the names like another of them, and one rule holds for all that are alike.`,
    server !== request.alias && `Claude Code writes the server's name as \`${server}\`.`,
    (got.has("allow") || got.has("ask")) &&
      "Your other rules still count, also those for the whole server: deny wins over ask, and ask over allow.",
    got.has("ask") && "With nobody there to answer (`claude -p`), a call that asks is refused.",
    request.only === undefined &&
      "In bypassPermissions mode tools that are not listed run without asking; listed ones still ask or stay blocked.",
    "Whoever can edit the file can change the rules; where that matters, use managed settings.",
  ];
  return said.filter((sentence) => sentence !== false);
}

function quoted(names: string[]): string {
  const few = names.slice(0, spelledOut).map((name) => JSON.stringify(name));
  if (names.length > spelledOut) few.push(`${names.length - spelledOut} more`);
  return few.join(", ");
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
