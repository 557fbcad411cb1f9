import {
  printJson,
  recordOf,
  type Emitted,
  type PolicyFormat,
  type PolicyRequest,
} from "../format.ts";
import { plan, type Naming } from "../plan.ts";

const modes = { allow: "allow", ask: "confirm", deny: "deny" } as const;

const naming: Naming = {
  // Half of a surrogate pair is no text to Zed: neither its settings nor its servers can hold one.
  nameOf: (alias, tool) =>
    alias.isWellFormed() && tool.isWellFormed() ? `mcp:${alias}:${tool}` : undefined,
  unnamed: "deny",
  // `mcp:a:b:c` is tool `b:c` of `a`, and tool `c` of `a:b`.
  canHold: ({ name, action }) => action !== "allow" || name.split(":").length === 3,
};

/** `agent.tool_permissions` of Zed: allow, confirm and deny, by exact name. What it names no rule for gets its own default, which is to ask. */
const format: PolicyFormat = {
  id: "zed",
  title: "Zed",
  language: "json",
  goesInto: "Merge into Zed's settings, `~/.config/zed/settings.json`.",
  docs: "https://zed.dev/docs/ai/tool-permissions",
  checked: { level: "reading", by: "2026-11-22" },
  abilities: { ask: true, limits: [], deny: true, constraints: [] },
  emit,
};
export default format;

function emit(request: PolicyRequest): Emitted {
  const { rules, coverage, notes } = plan(request, format, naming);
  const tools = rules.flatMap(({ name, action }) =>
    action === "limit" ? [] : [[name, { default: modes[action] }] as const],
  );
  const isWhole = request.only === undefined;
  return {
    body: printJson({ agent: { tool_permissions: { tools: recordOf(tools) } } }),
    extent: "keys",
    coverage,
    unknownTools: isWhole ? "ask" : "unchanged",
    notes: [
      ...notes,
      ...[
        isWhole &&
          "If `tool_permissions.default` is `allow` in your settings, tools that are not listed run without asking.",
        "This is for Zed 0.224 and later: older versions ignore it, and know only whether everything asks.",
        "Patterns such as `always_allow` do not count for tools of servers.",
      ].filter((sentence) => sentence !== false),
    ],
  };
}
