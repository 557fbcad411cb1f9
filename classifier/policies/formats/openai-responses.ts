import { planApprovals } from "../approvals.ts";
import { printJson, type Emitted, type PolicyFormat, type PolicyRequest } from "../format.ts";
import { bareNames } from "../plan.ts";

/** The `mcp` tool of a request to OpenAI's Responses API: which tools there are, and whose calls wait for approval. It has no limits. */
const format: PolicyFormat = {
  id: "openai-responses",
  title: "OpenAI Responses API",
  language: "json",
  goesInto:
    "The server's entry in `tools` of the request, with its address filled in; `tool_config` of `HostedMCPTool` in Python's Agents SDK takes the same.",
  docs: "https://developers.openai.com/api/docs/guides/tools-connectors-mcp",
  checked: { level: "types", by: "openai 7.57.0" },
  abilities: { ask: true, limits: [], deny: true, constraints: [] },
  emit,
};
export default format;

const words = {
  label: "server_label",
  allowed: "allowed_tools",
  approval: "require_approval",
};

function emit(request: PolicyRequest): Emitted {
  const { allowed, never, always, notes, ...emitted } = planApprovals(
    request,
    format,
    bareNames,
    words,
  );
  const lists = {
    ...(never.length > 0 && { never: { tool_names: never } }),
    ...(always.length > 0 && { always: { tool_names: always } }),
  };
  const isEmpty = Object.keys(lists).length === 0;
  const body = {
    type: "mcp",
    server_label: request.alias,
    ...(allowed && {
      server_url: "<address of the server>",
      allowed_tools: allowed,
      require_approval: isEmpty ? "always" : lists,
    }),
    ...(!allowed && !isEmpty && { require_approval: lists }),
  };
  const asks =
    "A call that asks comes back as `mcp_approval_request`, and runs when your program answers that with a yes: show it to a person.";
  return {
    body: printJson(body),
    ...(!allowed && isEmpty && { isEmpty }),
    ...emitted,
    notes: always.length > 0 ? [...notes, asks] : notes,
  };
}
