import { cedarConditions, cedarNames, cedarString, type Arguments } from "../cedar.ts";
import { printJson, type Emitted, type PolicyFormat, type PolicyRequest } from "../format.ts";
import { plan, type PlannedRule } from "../plan.ts";

/** Numbers arrive as decimals; of objects, arrays and null only that they are there. */
const given: Arguments = {
  of: "context",
  nameOf: (argument) => `arg_${argument}`,
  absent: (argument) => `!(context has ${cedarString(`arg_${argument}_present`)})`,
  amount: () => "decimal",
};

/** The `cedarv1` authorization file of ToolHive: one Cedar policy for each tool, by exact name. It can neither ask nor limit. */
const format: PolicyFormat = {
  id: "toolhive",
  title: "ToolHive",
  language: "json",
  goesInto:
    "The file that you give to `thv run --authz-config`. For one tool, add the policies to the list in that file.",
  docs: "https://github.com/stacklok/toolhive/blob/main/docs/authz.md",
  checked: { level: "engine", by: "Cedar 4.13.0" },
  abilities: { ask: false, limits: [], deny: true, constraints: ["oneOf", "atMost", "is"] },
  emit,
};
export default format;

function emit(request: PolicyRequest): Emitted {
  const { rules, coverage, notes } = plan(request, format, cedarNames);
  const policies = rules.map(policyOf);
  const isWhole = request.only === undefined;
  const hasBlocked = coverage.some(({ want, got }) => want !== "deny" && got === "deny");
  const hasLimits = coverage.some(({ want, got }) => want === "limit" && got === "deny");
  const said: (string | false)[] = [
    rules.some(isHidden) &&
      "ToolHive leaves tools with rules about arguments out of the list that the agent sees, since it lists only what may be called without any: many agents then never call them.",
    ...notes,
    hasBlocked && "To let a blocked tool run without asking, change its `forbid` to `permit`.",
    hasLimits &&
      "To limit a tool, permit it here and set `rateLimiting` of its MCPServer in ToolHive's Kubernetes operator.",
    !isWhole &&
      rules.some(({ action }) => action !== "deny") &&
      "A `forbid` that you have already for the tool wins over a `permit` here.",
    !isWhole &&
      rules.some(({ constraints }) => constraints.length > 0) &&
      "A wider `permit` that you have already lets through what a rule about arguments here does not.",
    isWhole &&
      "Prompts and resources of the server are blocked too; to open them, add `permit` policies for `get_prompt` and `read_resource`.",
    "ToolHive reads the file when it starts the server.",
  ];
  const cedar = { policies: policies.length === 0 ? [blockAll] : policies };
  return {
    body: printJson(
      isWhole
        ? { version: "1.0", type: "cedarv1", cedar: { ...cedar, entities_json: "[]" } }
        : { cedar },
    ),
    extent: isWhole ? "whole" : "keys",
    coverage,
    unknownTools: isWhole ? "deny" : "unchanged",
    notes: said.filter((sentence) => sentence !== false),
  };
}

/** ToolHive refuses a file without a policy. */
const blockAll = 'forbid(principal, action == Action::"call_tool", resource);';

function policyOf({ name, action, constraints }: PlannedRule): string {
  const effect = action === "deny" ? "forbid" : "permit";
  const conditions = cedarConditions(constraints, given);
  const when = conditions.length === 0 ? "" : ` when { ${conditions.join(" && ")} }`;
  return `${effect}(principal, action == Action::"call_tool", resource == Tool::${cedarString(name)})${when};`;
}

/** A call without arguments would be refused. */
const isHidden = ({ constraints }: PlannedRule): boolean =>
  constraints.some(({ must }) => !("is" in must) || must.is);
