import { celString } from "../cel.ts";
import type { Covered, Emitted, PolicyFormat, PolicyRequest } from "../format.ts";
import { plan, type Naming, type PlannedRule } from "../plan.ts";
import { isWritable, printYaml } from "../print.ts";

const naming: Naming = {
  nameOf: (alias, tool) => (isWritable(alias) && isWritable(tool) ? tool : undefined),
  unnamed: "deny",
};

/** Names of targets that agentgateway takes. */
const targetName = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/;

/** Whether agentgateway starts with a target of this name. */
export const isTargetName = (name: string): boolean => name.length <= 253 && targetName.test(name);

/**
 * `mcpAuthorization` of agentgateway: allow, by target and exact tool name. Its rules see neither arguments nor how often a tool was called,
 * and a rule that denies does not where its expression fails, so what is not allowed is left out.
 */
const format: PolicyFormat = {
  id: "agentgateway",
  title: "agentgateway",
  language: "yaml",
  goesInto:
    "Merge into the file that `agentgateway -f` is started with; with `binds`, put `mcpAuthorization` into the `policies` of the route.",
  docs: "https://github.com/agentgateway/agentgateway/tree/main/examples/mcp-authorization",
  checked: { level: "engine", by: "the CEL engine @bufbuild/cel 0.6.1" },
  abilities: { ask: false, limits: [], deny: true, constraints: [] },
  emit,
};
export default format;

function emit(request: PolicyRequest): Emitted {
  const { rules, coverage, notes } = plan(request, format, naming);
  const isWhole = request.only === undefined;
  const allowed = rules.filter(({ action }) => action === "allow");
  const written = [
    ...allowed.map(({ name }) => ({
      allow: `mcp.tool.target == ${celString(request.alias)} && mcp.tool.name == ${celString(name)}`,
    })),
    ...(isWhole ? [] : blocks(request.alias, rules)),
  ];
  // Without a rule agentgateway allows everything.
  if (isWhole && written.length === 0) written.push({ allow: "false" });
  return {
    body: printYaml({ mcp: { policies: { mcpAuthorization: { rules: written } } } }),
    extent: "keys",
    coverage,
    unknownTools: isWhole ? "deny" : "unchanged",
    notes: [...notes, ...ownNotes(request, coverage, allowed.length)],
  };
}

/** Fails closed, unlike `deny`, and leaves prompts, resources and other targets as they are. */
const blocks = (alias: string, rules: PlannedRule[]) =>
  rules.flatMap(({ name, action }) =>
    action === "deny"
      ? [
          {
            require: `!has(mcp.tool) || mcp.tool.target != ${celString(alias)} || mcp.tool.name != ${celString(name)}`,
          },
        ]
      : [],
  );

function ownNotes({ alias, only }: PolicyRequest, coverage: Covered[], allowed: number): string[] {
  const isWhole = only === undefined;
  const said: (string | false)[] = [
    alias !== "" &&
      !isTargetName(alias) &&
      "agentgateway refuses this name for a target: it takes lower-case letters, digits, `-` and `.`. Fill in the name under `targets`.",
    !isWhole &&
      allowed > 0 &&
      "Add this only where other rules allow something already: as the only rule it blocks everything else.",
    isWhole &&
      "As soon as one rule allows something, whatever none allows is blocked: prompts and resources too, and other targets of the same listener. To open the prompts, add the rule `has(mcp.prompt)`.",
    isWhole &&
      "Rules that allow add up: take out those of your own that allow more of this server.",
    isWhole &&
      allowed === 0 &&
      "The rule `false` allows nothing; without any rule agentgateway would allow everything.",
    coverage.some(({ got, want }) => got === "deny" && want !== "deny") &&
      (isWhole
        ? "To let a blocked tool run without asking or a limit, add a rule with its name."
        : "To let it run without asking or a limit, add a rule that allows it instead."),
  ];
  return said.filter((sentence) => sentence !== false);
}
