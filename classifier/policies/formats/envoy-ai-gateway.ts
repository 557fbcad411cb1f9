import { celString } from "../cel.ts";
import { condition, packed } from "../envoy-rules.ts";
import type { Emitted, PolicyFormat, PolicyRequest } from "../format.ts";
import { plan, type Naming, type PlannedRule } from "../plan.ts";
import { isWritable, printYaml } from "../print.ts";

/** Rules of a route, tools of a rule and characters of an expression that Kubernetes takes. */
const most = { rules: 32, tools: 16 };

const naming: Naming = {
  nameOf: (alias, tool) => (isWritable(alias) && isWritable(tool) ? tool : undefined),
  unnamed: "deny",
  canHold: (rule) => condition(rule) !== undefined,
};

/**
 * Authorization of an `MCPRoute` of Envoy AI Gateway: allow, by backend and exact tool name, with conditions on arguments in CEL, where
 * what fails does not match. It knows neither limits nor questions.
 */
const format: PolicyFormat = {
  id: "envoy-ai-gateway",
  title: "Envoy AI Gateway",
  language: "yaml",
  goesInto: "Merge into the `MCPRoute` whose `backendRefs` list the server.",
  docs: "https://aigateway.envoyproxy.io/docs/capabilities/mcp/",
  checked: { level: "engine", by: "the CEL engine @bufbuild/cel 0.6.1" },
  abilities: { ask: false, limits: [], deny: true, constraints: ["oneOf", "atMost", "is"] },
  emit,
};
export default format;

function emit(request: PolicyRequest): Emitted {
  const { alias, only } = request;
  const { rules, coverage, notes } = plan(request, format, naming);
  const isWhole = only === undefined;
  const { written, left } = isWhole ? allows(alias, rules) : oneTool(alias, rules);
  return {
    body: printYaml({
      spec: {
        securityPolicy: {
          authorization: { ...(isWhole && { defaultAction: "Deny" }), rules: written },
        },
      },
    }),
    extent: "keys",
    ...(!isWhole && { goesFirst: true }),
    coverage: coverage.map((covered) => {
      if (!left.has(covered.tool)) return covered;
      const { tool, want } = covered;
      const note = "Envoy AI Gateway takes no more rules for one route, so the tool is blocked.";
      return { tool, want, got: "deny", note };
    }),
    unknownTools: isWhole ? "deny" : "unchanged",
    notes: [
      ...notes,
      ...ownNotes(request, {
        left: left.size,
        isOpen: rules.some(({ action }) => action === "allow"),
      }),
    ],
  };
}

interface Written {
  written: object[];
  /** Tools that there was no room for. */
  left: ReadonlySet<string>;
}

/** By name while that fits, then names and conditions together in expressions. */
function allows(alias: string, rules: PlannedRule[]): Written {
  const allowed = rules.filter(({ action }) => action === "allow");
  const plain = allowed.filter(({ constraints }) => constraints.length === 0);
  const held = allowed.filter(({ constraints }) => constraints.length > 0);
  const chunks = Array.from({ length: Math.ceil(plain.length / most.tools) }, (_, at) =>
    plain.slice(at * most.tools, (at + 1) * most.tools),
  );
  const byName = [
    ...chunks.map((chunk) => allow(alias, chunk)),
    ...held.map((rule) => ({ ...allow(alias, [rule]), cel: condition(rule) })),
  ];
  if (byName.length <= most.rules) return { written: byName, left: new Set() };
  const { expressions, left } = packed(alias, allowed, most.rules);
  return { written: expressions.map((cel) => ({ action: "Allow", cel })), left };
}

const target = (backend: string, rules: readonly PlannedRule[]) => ({
  tools: rules.map(({ name: tool }) => ({ backend, tool })),
});

const allow = (alias: string, rules: readonly PlannedRule[]) => ({
  action: "Allow",
  target: target(alias, rules),
});

/** What does not meet the condition must not go on to the rules that follow. */
function oneTool(alias: string, rules: PlannedRule[]): Written {
  const written = rules.flatMap((rule): object[] => {
    const deny = { action: "Deny", target: target(alias, [rule]) };
    if (rule.action === "deny") return [deny];
    if (rule.constraints.length === 0) return [allow(alias, [rule])];
    return [{ ...allow(alias, [rule]), cel: condition(rule) }, deny];
  });
  return { written, left: new Set() };
}

function ownNotes(
  { alias, only, tools }: PolicyRequest,
  { left, isOpen }: { left: number; isOpen: boolean },
): string[] {
  const isWhole = only === undefined;
  const about = tools.filter(({ name }) => isWhole || name === only);
  const said: (string | false)[] = [
    left > 0 &&
      `There is no room for ${left} of the tools in the rules of one route; put them on a route of their own.`,
    alias !== "" &&
      !/^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/.test(alias) &&
      "Kubernetes takes lower-case letters, digits, `-` and `.` in names: fill in the one under `backendRefs`.",
    !isWhole && "Put this before the other rules: the first that matches decides.",
    !isWhole &&
      isOpen &&
      "Add it only where the route has `authorization` already; alone it blocks every other tool of the route.",
    isWhole &&
      "Tools of other backends of the route are blocked as well, unless a rule of yours allows them. Prompts and resources are not.",
    isWhole && "Rules of yours that stand before these decide first.",
    about.some(
      ({ constraints, recommendation }) => constraints && recommendation.action === "allow",
    ) &&
      `\`request.mcp.params == null\` lets the tool into the list that the agent sees; calls always have params.`,
    about.some(({ recommendation: { action } }) => action === "ask" || action === "limit") &&
      `To let a blocked tool run without asking or a limit, allow it by a rule with \`backend: ${alias === "" ? '""' : celString(alias)}\` and its name.`,
  ];
  return said.filter((sentence) => sentence !== false);
}
