import { printJson, type Emitted, type PolicyFormat, type PolicyRequest } from "../format.ts";
import { plan, type Naming, type PlannedRule } from "../plan.ts";

/** Names are 1 to 128 characters long there. */
const naming: Naming = {
  nameOf: (_alias, tool) => (tool !== "" && [...tool].length <= 128 ? tool : undefined),
  unnamed: "deny",
};

/** The `mcp_toolset` of an agent in Anthropic's Managed Agents: which tools there are, and which ask. It has no limits. */
const format: PolicyFormat = {
  id: "anthropic-managed-agents",
  title: "Anthropic Managed Agents",
  language: "json",
  goesInto:
    "The server's entry in `tools` of the agent; `mcp_server_name` is its `name` in `mcp_servers`.",
  docs: "https://platform.claude.com/docs/en/managed-agents/permission-policies",
  checked: { level: "types", by: "@anthropic-ai/sdk 1.12.0" },
  abilities: { ask: true, limits: [], deny: true, constraints: [] },
  emit,
};
export default format;

function emit(request: PolicyRequest): Emitted {
  const { rules, coverage, notes } = plan(request, format, naming);
  const isWhole = request.only === undefined;
  const said: (string | false)[] = [
    request.alias.length > 255 && "Anthropic takes at most 255 characters for the server's name.",
    rules.some(({ action }) => action === "ask") &&
      "A call that asks pauses the session until your program answers with `user.tool_confirmation`: show it to a person.",
    "Sessions that run already keep what the agent had when they began.",
  ];
  return {
    body: printJson({
      type: "mcp_toolset",
      mcp_server_name: request.alias,
      ...(isWhole && {
        default_config: { enabled: false, permission_policy: { type: "always_ask" } },
      }),
      configs: rules.map(configOf),
    }),
    extent: isWhole ? "whole" : "keys",
    coverage,
    unknownTools: isWhole ? "deny" : "unchanged",
    notes: [...notes, ...said.filter((sentence) => sentence !== false)],
  };
}

function configOf({ name, action }: PlannedRule): object {
  if (action === "deny") return { name, enabled: false };
  const type = action === "allow" ? "always_allow" : "always_ask";
  return { name, enabled: true, permission_policy: { type } };
}
