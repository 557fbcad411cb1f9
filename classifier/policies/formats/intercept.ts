import {
  recordOf,
  type Constraint,
  type Covered,
  type Emitted,
  type PolicyFormat,
  type PolicyRequest,
} from "../format.ts";
import { plan, type Naming, type PlannedRule } from "../plan.ts";
import { isWritable, printYaml } from "../print.ts";

/** As a key it stands for every tool. */
const everyTool = "*";

const naming: Naming = {
  nameOf: (_alias, tool) => (tool === everyTool || !isWritable(tool) ? undefined : tool),
  unnamed: "deny",
  canHold: ({ name, limit, constraints }) =>
    (limit === undefined || isPlain(name)) &&
    constraints.every(
      ({ argument, must }) =>
        isPlain(argument) &&
        isWritable(argument) &&
        (!("oneOf" in must) || must.oneOf.every(isWritable)),
    ),
};

/** Dots separate the parts of a path, and nothing escapes them. */
const isPlain = (name: string): boolean => !name.includes(".");

/**
 * Policy of the Intercept proxy: allow, limit and block by exact tool name, with conditions on arguments. It cannot ask. It compares
 * values as text, and would take the text "false" for false, so whether something is true is left to a person.
 */
const format: PolicyFormat = {
  id: "intercept",
  title: "Intercept",
  language: "yaml",
  goesInto: "`policy.yaml`, the file that `intercept -c` is started with, one for each server.",
  docs: "https://github.com/PolicyLayer/Intercept/blob/main/POLICY.md",
  checked: { level: "reading", by: "2026-11-22" },
  abilities: {
    ask: false,
    limits: ["minute", "hour", "day"],
    deny: true,
    constraints: ["oneOf", "atMost"],
  },
  emit,
};
export default format;

function emit(request: PolicyRequest): Emitted {
  const { rules, coverage, notes } = plan(request, format, naming);
  const isWhole = request.only === undefined;
  const wants = new Map(
    request.tools.map(({ name, recommendation }) => [name, recommendation.action]),
  );
  const isHidden = ({ name }: PlannedRule) =>
    wants.get(name) === "deny" && /[^\s\u0085]/.test(name);
  const hide = isWhole ? rules.filter(isHidden).map(({ name }) => name) : [];
  const tools = recordOf(
    rules
      .filter((rule) => !isWhole || !isHidden(rule))
      .map(
        (rule) => [rule.name, { rules: rulesOf(rule, wants.get(rule.name) === "ask") }] as const,
      ),
  );
  return {
    body: printYaml({
      ...(isWhole && { version: "1", default: "deny" }),
      ...(hide.length > 0 && { hide }),
      ...((Object.keys(tools).length > 0 || isWhole) && { tools }),
    }),
    extent: isWhole ? "whole" : "keys",
    coverage,
    unknownTools: isWhole ? "deny" : "unchanged",
    notes: [...notes, ...ownNotes(request, coverage, rules, hide)],
  };
}

function rulesOf(rule: PlannedRule, isQuestion: boolean): object[] {
  const { action, limit, constraints } = rule;
  if (action === "deny") {
    return [
      {
        name: "blocked",
        action: "deny",
        on_deny: isQuestion
          ? "A person has to see this first, and nobody can be asked here."
          : "This tool is blocked.",
      },
    ];
  }
  const held = constraints.map(({ argument, must }) => {
    const { words, conditions } = conditionsOf(argument, must);
    return {
      name: `${JSON.stringify(argument)} ${words}`,
      conditions,
      on_deny: `${JSON.stringify(argument)} ${words}.`,
    };
  });
  if (limit === undefined) return held;
  const { max, window } = limit;
  const pace = `at most ${max} ${max === 1 ? "call" : "calls"} in one ${window}`;
  return [
    ...held,
    { name: pace, rate_limit: `${max}/${window}`, on_deny: `This tool runs ${pace}.` },
  ];
}

function conditionsOf(
  argument: string,
  must: Constraint["must"],
): { words: string; conditions: object[] } {
  const path = `args.${argument}`;
  if ("atMost" in must)
    return {
      words: `must be at most ${must.atMost}`,
      conditions: [{ path, op: "lte", value: must.atMost }],
    };
  if (!("oneOf" in must)) throw new Error("expected a constraint that Intercept can hold");
  const list = must.oneOf.map((value) => JSON.stringify(value)).join(", ");
  return {
    words: `must be ${must.oneOf.length === 1 ? list : `one of ${list}`}`,
    conditions: [
      { path, op: "in", value: must.oneOf },
      // `in` compares as text, and a list has one; only text matches a pattern.
      { path, op: "regex", value: "" },
    ],
  };
}

function ownNotes(
  { only, tools }: PolicyRequest,
  coverage: Covered[],
  rules: PlannedRule[],
  hide: string[],
): string[] {
  const got = new Set(rules.map(({ action }) => action));
  const isAskedTrue = tools.some(
    ({ name, constraints = [], recommendation }) =>
      (only === undefined || only === name) &&
      recommendation.action !== "deny" &&
      constraints.some(({ must }) => "is" in must),
  );
  const said: (string | false)[] = [
    only !== undefined &&
      "If the policy has an entry for this tool already, replace it; Intercept refuses two limits of one window.",
    only !== undefined &&
      !got.has("deny") &&
      "If the policy also lists the tool under `hide`, take it out there, or it stays blocked.",
    coverage.some(
      ({ tool, want, got: now }) => want === "limit" && now === "deny" && !isPlain(tool),
    ) &&
      "Intercept cannot count the calls of a tool whose name has a dot, so such tools are blocked instead of limited.",
    isAskedTrue &&
      'Intercept compares values as text and takes the text "false" for false, which a server may not: a tool whose call must have something true or false is blocked.',
    rules.some(({ name, action }) => action === "deny" && !hide.includes(name)) &&
      "To let a blocked tool run, replace its rules by `rules: []`.",
    got.has("limit") &&
      "Limits start anew with each minute, hour or day of UTC; calls that fail at the server don't count.",
    hide.length > 0 && "Tools under `hide` are also left out of the list that the agent sees.",
  ];
  return said.filter((sentence) => sentence !== false);
}
