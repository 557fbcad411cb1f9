import { planApprovals } from "../approvals.ts";
import { printJson, type Emitted, type PolicyFormat, type PolicyRequest } from "../format.ts";
import type { Naming } from "../plan.ts";

/** The SDK refuses a list with an empty name. */
const naming: Naming = {
  nameOf: (_alias, tool) => (tool === "" ? undefined : tool),
  unnamed: "deny",
};

/**
 * The options of `hostedMcpTool` in OpenAI's Agents SDK for TypeScript. `requireApproval` always stands there for a whole server: without
 * it the SDK asks for nothing.
 */
const format: PolicyFormat = {
  id: "openai-agents",
  title: "OpenAI Agents SDK",
  language: "json",
  goesInto:
    "What stands between the brackets of `hostedMcpTool(…)` in TypeScript or JavaScript, with the server's address filled in.",
  docs: "https://openai.github.io/openai-agents-js/guides/mcp/",
  checked: { level: "types", by: "@openai/agents 0.20.0" },
  abilities: { ask: true, limits: [], deny: true, constraints: [] },
  emit,
};
export default format;

const words = {
  label: "serverLabel",
  allowed: "allowedTools",
  approval: "requireApproval",
};

function emit(request: PolicyRequest): Emitted {
  const { allowed, never, always, notes, ...emitted } = planApprovals(
    request,
    format,
    naming,
    words,
  );
  const lists = {
    ...(never.length > 0 && { never: { toolNames: never } }),
    ...(always.length > 0 && { always: { toolNames: always } }),
  };
  const isEmpty = Object.keys(lists).length === 0;
  const body = {
    serverLabel: request.alias,
    ...(allowed && {
      serverUrl: "<address of the server>",
      allowedTools: allowed,
      requireApproval: isEmpty ? "always" : lists,
    }),
    ...(!allowed && !isEmpty && { requireApproval: lists }),
  };
  const said: (string | false)[] = [
    always.length > 0 &&
      "A call that asks interrupts the run until your program approves or rejects it, or `onApproval` answers: show it to a person.",
    "The keys are spelled as here: the SDK ignores `require_approval` and asks for nothing then.",
  ];
  return {
    body: printJson(body),
    ...(!allowed && isEmpty && { isEmpty }),
    ...emitted,
    notes: [...notes, ...said.filter((sentence) => sentence !== false)],
  };
}
