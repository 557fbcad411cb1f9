import type { Limit, Recommendation } from "../../model.ts";
import {
  visibleJson,
  writtenTools,
  type Covered,
  type Emitted,
  type PolicyFormat,
  type PolicyRequest,
} from "./format.ts";

/** In `hide` it means every tool, so a tool of that name cannot be named. */
const everyTool = "*";

/** What the documentation shows; other windows are not known to work. */
const windows: Limit["window"][] = ["minute", "hour"];

interface ToolRule {
  limits?: { counter: string; window: Limit["window"]; max: number; scope: "grant" }[];
}

/** `policy.json` of PolicyLayer: allow, limit and block, by exact tool name. It cannot ask. */
export default {
  id: "policylayer",
  title: "PolicyLayer",
  language: "json",
  goesInto: "The policy of the server's grant in PolicyLayer, under Raw JSON.",
  docs: "https://policylayer.com/docs/writing-policies",
  checkedBy: "Checked against our reading of PolicyLayer's documentation, 2026-11-21.",
  emit,
} satisfies PolicyFormat;

function emit(request: PolicyRequest): Emitted {
  return request.only === undefined ? wholePolicy(request) : oneTool(request);
}

function wholePolicy(request: PolicyRequest): Emitted {
  const hide = request.tools
    .filter((tool) => tool.recommendation.action === "deny" && tool.name !== everyTool)
    .map((tool) => tool.name);
  const policy = {
    version: "1",
    default: "deny",
    ...(hide.length > 0 && { hide }),
    tools: rules(request.tools),
  };
  const coverage = request.tools.map(covered);
  return {
    body: `${visibleJson(JSON.stringify(policy, null, 2))}\n`,
    extent: "whole",
    coverage,
    unknownTools: "deny",
    notes: [
      ...blockedNotes(coverage),
      ...limitNotes(coverage),
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
  const written = writtenTools(request);
  const tools = rules(written);
  const hide = written
    .map((tool) => tool.name)
    .filter((name) => name !== everyTool && !Object.hasOwn(tools, name));
  const keys = Object.keys(tools).length > 0 ? { tools } : { hide };
  const coverage = request.tools.map((tool): Covered => {
    const result = covered(tool);
    if (tool.name !== request.only) return { tool: tool.name, want: result.want, got: "unchanged" };
    if (tool.name !== everyTool) return result;
    return { ...result, got: "unchanged", note: nameless };
  });
  return {
    body: `${visibleJson(JSON.stringify(keys, null, 2))}\n`,
    extent: "keys",
    coverage,
    unknownTools: "unchanged",
    notes: [
      "Merge this into the grant's policy. It is not a policy of its own: one that names only this tool would block or open all others.",
      ...coverage.flatMap(({ note, tool }) => (tool === everyTool && note ? [note] : [])),
      ...(coverage.some(({ want, got }) => want === "ask" && got === "deny")
        ? ["To let it run without asking, take it out of `hide` and list it under `tools` as `{}`."]
        : []),
      ...(Object.keys(tools).length > 0
        ? [
            "If the policy also lists the tool under `hide`, take it out there, or it stays blocked.",
          ]
        : []),
      ...limitNotes(coverage),
    ],
  };
}

const nameless = `PolicyLayer reads \`${everyTool}\` as every tool, so a tool of that name cannot be allowed or blocked by itself.`;

/** The entries of `tools` for what may be called; without a prototype, since a tool may be called `__proto__`. */
function rules(tools: PolicyRequest["tools"]): Record<string, ToolRule> {
  const entries: Record<string, ToolRule> = Object.create(null);
  for (const { name, recommendation } of tools) {
    const rule = name === everyTool ? undefined : ruleFor(name, recommendation);
    if (rule !== undefined) entries[name] = rule;
  }
  return entries;
}

function ruleFor(name: string, { action, limit }: Recommendation): ToolRule | undefined {
  if (action === "allow") return {};
  if (action !== "limit" || limit === undefined || !windows.includes(limit.window))
    return undefined;
  const { window, max } = limit;
  return { limits: [{ counter: `${name}_rate`, window, max, scope: "grant" }] };
}

function covered({ name, recommendation }: PolicyRequest["tools"][number]): Covered {
  const want = recommendation.action;
  if (want === "deny") return { tool: name, want, got: "deny" };
  if (name === everyTool) return { tool: name, want, got: "deny", note: nameless };
  if (ruleFor(name, recommendation) !== undefined) return { tool: name, want, got: want };
  const note =
    want === "ask"
      ? "PolicyLayer cannot ask a person, so the tool is blocked."
      : "PolicyLayer's documentation shows no such limit, so the tool is blocked.";
  return { tool: name, want, got: "deny", note };
}

function blockedNotes(coverage: Covered[]): string[] {
  const blocked = coverage.filter(({ want, got }) => want === "ask" && got === "deny").length;
  if (blocked === 0) return [];
  const said =
    blocked === 1
      ? "the tool that should ask is blocked. To let it run without asking"
      : `the ${blocked} tools that should ask are blocked. To let one run without asking`;
  return [`PolicyLayer cannot ask a person, so ${said}, list it under \`tools\` as \`{}\`.`];
}

function limitNotes(coverage: Covered[]): string[] {
  return coverage.some(({ got }) => got === "limit")
    ? ["Limits count the calls of one grant."]
    : [];
}
