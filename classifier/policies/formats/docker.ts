import { cedarConditions, cedarList, cedarNames, cedarString, type Arguments } from "../cedar.ts";
import type { Emitted, PolicyFormat, PolicyRequest } from "../format.ts";
import { plan, type PlannedRule } from "../plan.ts";

const given: Arguments = {
  of: "context.args",
  nameOf: (argument) => argument,
  guard: "context has args",
  amount: () => "long",
};

/** MCP policies of Docker's AI Governance, in Cedar: the one dialect that can ask. It has no limits. */
const format: PolicyFormat = {
  id: "docker",
  title: "Docker",
  language: "cedar",
  goesInto:
    "An MCP access policy of your organization, in Docker Home under AI Platform: add the statements in its editor.",
  docs: "https://docs.docker.com/ai/sandboxes/governance/reference/mcp-policy/",
  checked: { level: "engine", by: "Cedar 4.13.0" },
  abilities: { ask: true, limits: [], deny: true, constraints: ["oneOf", "atMost", "is"] },
  emit,
};
export default format;

function emit(request: PolicyRequest): Emitted {
  const { rules, coverage, notes } = plan(request, format, cedarNames);
  const isWhole = request.only === undefined;
  const open = rules.filter(({ action }) => action !== "deny");
  const server = `resource in MCP::Server::${cedarString(request.alias)}`;
  const permits = groupsOf(open, request).map(({ reason, rules: alike }) =>
    statement("permit", reason, [
      server,
      ...namesAre(alike, ""),
      ...cedarConditions(alike[0]?.constraints ?? [], given),
    ]),
  );
  const hasHeld = open.some(({ constraints }) => constraints.length > 0);
  const said: (string | false)[] = [
    hasHeld &&
      "Docker shows policies the arguments of local stdio servers only: of a remote server, tools with rules about arguments are blocked.",
    ...notes,
    open.some(({ action }) => action === "ask") &&
      "Where the agent's client cannot show the question (MCP elicitation), a call that asks is refused.",
    hasHeld &&
      "A wider `permit` that you have already lets through what a rule about arguments here does not.",
    isWhole &&
      "The `forbid` also blocks tools that other statements permit; to open one, add its name to the list there and to a `permit`.",
    !isWhole &&
      open.length > 0 &&
      "A `forbid` that you have already for the tool wins over a `permit` here.",
    isWhole &&
      "Registering the server, and reading its prompts and resources, takes permits of their own.",
    "Blocked tools stay in the list that the agent sees.",
  ];
  const forbids = isWhole
    ? [statement("forbid", undefined, [server, ...namesAre(open, "!")])]
    : rules
        .filter(({ action }) => action === "deny")
        .map((rule) => statement("forbid", undefined, [server, ...namesAre([rule], "")]));
  return {
    body: [...permits, ...forbids].join("\n"),
    extent: "keys",
    coverage,
    unknownTools: isWhole ? "deny" : "unchanged",
    notes: said.filter((sentence) => sentence !== false),
  };
}

interface Group {
  /** Shown to the person who is asked; absent where nobody is. */
  reason: string | undefined;
  rules: PlannedRule[];
}

/** Rules that can share a statement: those that ask for the same reason, and hold the same arguments. */
function groupsOf(rules: readonly PlannedRule[], { tools }: PolicyRequest): Group[] {
  const recommended = new Map(tools.map((tool) => [tool.name, tool.recommendation]));
  const groups = Map.groupBy(rules, ({ action, tools: [tool], constraints }) => {
    const recommendation = recommended.get(tool ?? "");
    const asks = recommendation?.action === "ask" && recommendation.reason !== "";
    const reason = action === "ask" ? (asks ? recommendation.reason : anyReason) : undefined;
    return JSON.stringify([reason ?? null, constraints]);
  });
  return [...groups].map(([key, alike]) => {
    const [reason]: (string | null)[] = JSON.parse(key);
    return { reason: reason ?? undefined, rules: alike };
  });
}

const anyReason = "A person should see each call before it runs.";

/** Whether the tool is one of these; nothing where there are none and the rest is meant. */
function namesAre(rules: readonly PlannedRule[], not: "" | "!"): string[] {
  const [first, ...more] = rules.map(({ name }) => cedarString(name));
  if (first === undefined) return [];
  if (more.length > 0 || not !== "")
    return [`${not}${cedarList([first, ...more], "  ")}.contains(resource.name)`];
  return [`resource.name == ${first}`];
}

function statement(
  effect: "permit" | "forbid",
  reason: string | undefined,
  conditions: string[],
): string {
  const annotation = reason === undefined ? "" : `@requireApproval(${cedarString(reason)})\n`;
  return `${annotation}${effect} (principal, action == MCP::Action::"invokeTool", resource)
when {
  ${conditions.join(" &&\n  ")}
};
`;
}
