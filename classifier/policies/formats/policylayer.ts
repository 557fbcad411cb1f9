import {
  printJson,
  recordOf,
  type Emitted,
  type PolicyFormat,
  type PolicyRequest,
} from "../format.ts";
import { plan, type Naming, type PlannedRule } from "../plan.ts";

/** In `hide` it means every tool, so a tool of that name cannot be named. */
const everyTool = "*";

const naming: Naming = {
  nameOf: (_alias, tool) => (tool === everyTool ? undefined : tool),
  unnamed: "deny",
};

/** `policy.json` of PolicyLayer: allow, limit and block, by exact tool name. It cannot ask. Its documentation shows no other windows. */
const format: PolicyFormat = {
  id: "policylayer",
  title: "PolicyLayer",
  language: "json",
  goesInto: "The policy of the server's grant in PolicyLayer, under Raw JSON.",
  docs: "https://policylayer.com/docs/writing-policies",
  checked: { level: "reading", by: "2026-11-21" },
  abilities: { ask: false, limits: ["minute", "hour"], deny: true, constraints: [] },
  emit,
};
export default format;

function emit(request: PolicyRequest): Emitted {
  return request.only === undefined ? wholePolicy(request) : oneTool(request);
}

function wholePolicy(request: PolicyRequest): Emitted {
  const { rules, coverage, notes } = plan(request, format, naming);
  const denied = new Set(
    request.tools.flatMap(({ name, recommendation }) =>
      recommendation.action === "deny" ? [name] : [],
    ),
  );
  const hide = rules.map(({ name }) => name).filter((name) => denied.has(name));
  const policy = {
    version: "1",
    default: "deny",
    ...(hide.length > 0 && { hide }),
    tools: entriesOf(rules),
  };
  return {
    body: printJson(policy),
    extent: "whole",
    coverage,
    unknownTools: "deny",
    notes: [
      ...notes,
      ...(coverage.some(({ want, got }) => want !== got && got === "deny")
        ? ["To let a blocked tool run without asking, list it under `tools` as `{}`."]
        : []),
      ...limitNotes(rules),
      ...(hide.length > 0
        ? [
            "Tools under `hide` are also left out of the list that the agent sees; other blocked tools stay visible.",
          ]
        : []),
    ],
  };
}

/**
 * Keys to merge, never a policy: under `default: deny` a policy that names one tool blocks all others,
 * and under `default: allow` it opens them. `hide` blocks under both.
 */
function oneTool(request: PolicyRequest): Emitted {
  const { rules, coverage, notes } = plan(request, format, naming);
  const blocked = rules.filter(({ action }) => action === "deny").map(({ name }) => name);
  const tools = entriesOf(rules);
  const isOpen = Object.keys(tools).length > 0;
  const said: (string | false)[] = [
    "Merge this into the grant's policy. It is not a policy of its own: one that names only this tool would block or open all others.",
    ...notes,
    coverage.some(({ want, got }) => want === "ask" && got === "deny") &&
      "To let it run without asking, take it out of `hide` and list it under `tools` as `{}`.",
    isOpen &&
      "If the policy also lists the tool under `hide`, take it out there, or it stays blocked.",
    ...limitNotes(rules),
  ];
  return {
    body: printJson(isOpen ? { tools } : { hide: blocked }),
    extent: "keys",
    coverage,
    unknownTools: "unchanged",
    notes: said.filter((sentence) => sentence !== false),
  };
}

/** The entries of `tools` for what may be called. */
function entriesOf(rules: readonly PlannedRule[]): Record<string, object> {
  return recordOf(
    rules.flatMap(({ name, action, limit }) => {
      if (action === "allow") return [[name, {}] as const];
      if (limit === undefined) return [];
      const { window, max } = limit;
      const limits = [{ counter: `${name}_rate`, window, max, scope: "grant" }];
      return [[name, { limits }] as const];
    }),
  );
}

function limitNotes(rules: readonly PlannedRule[]): string[] {
  return rules.some(({ action }) => action === "limit")
    ? ["Limits count the calls of one grant."]
    : [];
}
