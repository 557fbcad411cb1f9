import {
  printJson,
  recordOf,
  type Emitted,
  type PolicyFormat,
  type PolicyRequest,
} from "../format.ts";
import { bareNames, plan } from "../plan.ts";

/** The `mcp_toolset` of a request to Anthropic's Messages API: which tools there are. It can neither ask nor limit. */
const format: PolicyFormat = {
  id: "anthropic-messages",
  title: "Anthropic Messages API",
  language: "json",
  goesInto:
    "The server's entry in `tools` of the request; `mcp_server_name` is its `name` in `mcp_servers`.",
  docs: "https://platform.claude.com/docs/en/agents-and-tools/mcp-connector",
  checked: { level: "types", by: "@anthropic-ai/sdk 1.12.0" },
  abilities: { ask: false, limits: [], deny: true, constraints: [] },
  emit,
};
export default format;

function emit(request: PolicyRequest): Emitted {
  const { rules, coverage, notes } = plan(request, format, bareNames);
  const isWhole = request.only === undefined;
  const configs = rules.map(({ name, action }) => [name, { enabled: action === "allow" }] as const);
  const said: (string | false)[] = [
    coverage.some(({ want, got }) => want !== got && got === "deny") &&
      "To let a blocked tool run without asking, set its `enabled` to true.",
    "The request needs the beta header `mcp-client-2025-11-20`; a `tool_configuration` in `mcp_servers` is the older form, and goes.",
  ];
  return {
    body: printJson({
      type: "mcp_toolset",
      mcp_server_name: request.alias,
      ...(isWhole && { default_config: { enabled: false } }),
      configs: recordOf(configs),
    }),
    extent: isWhole ? "whole" : "keys",
    coverage,
    unknownTools: isWhole ? "deny" : "unchanged",
    notes: [...notes, ...said.filter((sentence) => sentence !== false)],
  };
}
