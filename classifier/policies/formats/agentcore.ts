import { cedarConditions, cedarList, cedarNames, cedarString, type Arguments } from "../cedar.ts";
import type { Emitted, PolicyFormat, PolicyRequest } from "../format.ts";
import { plan, type Naming, type PlannedRule } from "../plan.ts";

/** Of a gateway target; two hyphens in a row are refused. */
const targetName = /^(?:[0-9a-zA-Z]-?){1,100}$/;

/** Characters of one statement; the API takes 10,000. */
const longestStatement = 9000;

/** To be replaced by the reader: a policy that names a tool has to name its gateway. */
export const gatewayPlaceholder = "<gateway ARN>";

const naming: Naming = {
  nameOf: (alias, tool) => `${alias.toWellFormed()}___${tool.toWellFormed()}`,
  unnamed: cedarNames.unnamed,
  // Its schema makes types of their own of listed values, and refuses to compare those with a string.
  canHold: ({ constraints }) => constraints.every(({ must }) => !("isEnum" in must && must.isEnum)),
};

const given: Arguments = {
  of: "context.input",
  nameOf: (argument) => argument,
  amount: (isWhole) => (isWhole ? "long" : "decimal"),
};

/** Policies of a gateway in Amazon Bedrock AgentCore, in Cedar that is checked against the tools' schemas. It can neither ask nor limit. */
const format: PolicyFormat = {
  id: "agentcore",
  title: "AgentCore",
  language: "cedar",
  goesInto:
    "The policy engine of your gateway in Amazon Bedrock AgentCore: create one policy for each statement.",
  docs: "https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/policy-scope.html",
  checked: { level: "engine", by: "Cedar 4.13.0" },
  abilities: { ask: false, limits: [], deny: true, constraints: ["oneOf", "atMost", "is"] },
  emit,
};
export default format;

function emit(request: PolicyRequest): Emitted {
  const { rules, coverage, notes } = plan(request, format, naming);
  const isWhole = request.only === undefined;
  const held = rules.filter((rule) => rule.constraints.length > 0);
  const plain = rules.filter((rule) => rule.action !== "deny" && rule.constraints.length === 0);
  const blocked = rules.filter((rule) => rule.action === "deny");
  const hasBlocked = coverage.some(({ want, got }) => want !== "deny" && got === "deny");
  const statements = [
    ...parts(plain).map((names) => statement("permit", names, [])),
    ...held.map((rule) =>
      statement("permit", [cedarAction(rule)], cedarConditions(rule.constraints, given)),
    ),
    ...parts(blocked).map((names) => statement("forbid", names, [])),
  ];
  const said: (string | false)[] = [
    rules.length > 0 &&
      `Replace \`${gatewayPlaceholder}\` by the ARN of your gateway: until then nothing here holds.`,
    ...notes,
    request.alias !== "" &&
      !targetName.test(request.alias) &&
      "AgentCore allows only letters, digits and single hyphens in the name of a target: give the name that yours has.",
    plain.length + blocked.length > 0 &&
      "Create statements without `when` with the validation mode `IGNORE_ALL_FINDINGS`: the default mode rejects what lets every call of a tool through, or none.",
    isWhole &&
      "Tools that are not listed are blocked as long as no other policy permits every action, and the engine is attached in `ENFORCE` mode.",
    !isWhole &&
      plain.length + held.length > 0 &&
      "A `forbid` that you have already for the tool wins over a `permit` here.",
    held.length > 0 &&
      "A wider `permit` that you have already lets through what a rule about arguments here does not.",
    hasBlocked &&
      "To let a blocked tool run without asking, move it from the `forbid` to a `permit`.",
    isWhole && "AgentCore does not hold prompts and resources to policies: they stay open.",
  ];
  return {
    body: statements.length === 0 ? `// No tools are known.\n` : statements.join("\n"),
    extent: "keys",
    coverage,
    unknownTools: isWhole ? "deny" : "unchanged",
    notes: said.filter((sentence) => sentence !== false),
  };
}

const cedarAction = ({ name }: PlannedRule): string => `AgentCore::Action::${cedarString(name)}`;

/** Actions, in parts that fit into a statement each. */
function parts(rules: readonly PlannedRule[]): string[][] {
  const all: string[][] = [];
  let size = Infinity;
  for (const action of rules.map(cedarAction)) {
    size += action.length + 6;
    if (size > longestStatement) {
      all.push([]);
      size = action.length + 6;
    }
    all.at(-1)?.push(action);
  }
  return all;
}

function statement(effect: "permit" | "forbid", actions: string[], conditions: string[]): string {
  const [action] = actions;
  const scope =
    actions.length === 1 ? `action == ${action}` : `action in ${cedarList(actions, "  ")}`;
  const when = conditions.length === 0 ? "" : `\nwhen {\n  ${conditions.join(" &&\n  ")}\n}`;
  return `${effect} (
  principal,
  ${scope},
  resource == AgentCore::Gateway::${cedarString(gatewayPlaceholder)}
)${when};
`;
}
