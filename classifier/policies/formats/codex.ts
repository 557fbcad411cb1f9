import { recordOf, type Emitted, type PolicyFormat, type PolicyRequest } from "../format.ts";
import { plan, type Naming, type PlannedRule } from "../plan.ts";
import { isWritable, printToml } from "../print.ts";

/** Raw names, also where the model sees others; a server whose own name it refuses has no tools. */
const naming: Naming = {
  nameOf: (alias, tool) => (isServerName(alias) && isWritable(tool) ? tool : undefined),
  unnamed: "deny",
};

/** A server's table in the configuration of Codex: which tools are offered, and which of them ask. It has no limits. */
const format: PolicyFormat = {
  id: "codex",
  title: "Codex",
  language: "toml",
  goesInto:
    "Add the keys to the server's own table in `~/.codex/config.toml`, or in `.codex/config.toml` of a project that you trust.",
  docs: "https://developers.openai.com/codex/mcp",
  checked: { level: "program", by: "Codex 0.169.0" },
  abilities: { ask: true, limits: [], deny: true, constraints: [] },
  emit,
};
export default format;

/** Whether Codex starts a server of this name at all. */
export const isServerName = (alias: string): boolean => /^[a-zA-Z0-9_-]+$/.test(alias);

function emit(request: PolicyRequest): Emitted {
  const { alias, only } = request;
  const { rules, coverage, notes } = plan(request, format, naming);
  const namesOf = (isIn: (rule: PlannedRule) => boolean) =>
    rules.filter(isIn).map(({ name }) => name);
  const offered = namesOf(({ action }) => action !== "deny");
  const blocked = namesOf(({ action }) => action === "deny");
  const modes = rules.flatMap(({ name, action }) =>
    action === "deny"
      ? []
      : [[name, { approval_mode: action === "allow" ? "approve" : "prompt" }] as const],
  );
  const server = {
    ...(only === undefined && { enabled_tools: offered }),
    ...(blocked.length > 0 && { disabled_tools: blocked }),
    ...(only === undefined && { default_tools_approval_mode: "prompt" }),
    ...(modes.length > 0 && { tools: recordOf(modes) }),
  };
  return {
    body: isServerName(alias)
      ? `${heading}\n${printToml({ mcp_servers: recordOf([[alias, server]]) })}`
      : `${unnamed}\n`,
    ...(!isServerName(alias) && { isEmpty: true }),
    extent: "keys",
    coverage: coverage.map((covered) =>
      isServerName(alias) || covered.note === undefined
        ? covered
        : { ...covered, note: "Codex does not start a server of this name." },
    ),
    unknownTools: only === undefined ? "deny" : "unchanged",
    notes: [...ownNotes(request, rules), ...notes],
  };
}

/** TOML allows no second table of the same name, and Codex no server without a command or an address. */
const heading = "# Add these keys to the table that the server has; do not start a second one.";

/** Keys of a server that is not started would only look like a policy. */
const unnamed =
  "# There is nothing to add: Codex starts no server of this name. Give it one of letters, digits, - and _ first.";

function ownNotes({ alias, only }: PolicyRequest, rules: PlannedRule[]): string[] {
  const got = new Set(rules.map(({ action }) => action));
  const isOffered = got.has("allow") || got.has("ask");
  const said: (string | false)[] = [
    alias !== "" &&
      !isServerName(alias) &&
      "Codex does not start a server whose name has other characters than letters, digits, `_` and `-`: rename it first.",
    only !== undefined &&
      isOffered &&
      "If the server's table has `enabled_tools`, add the tool there; if it is under `disabled_tools`, take it out.",
    only === undefined &&
      isServerName(alias) &&
      "If you have `enabled_tools` already, keep only the names that are here: what both lists hold is offered.",
    got.has("ask") &&
      "With nobody there to answer (`codex exec`), a call that asks is refused. With --dangerously-bypass-approvals-and-sandbox it runs without asking; blocked tools stay blocked.",
    isServerName(alias) &&
      "Codex ignores keys that it does not know: `codex --strict-config` names a misspelt one.",
  ];
  return said.filter((sentence) => sentence !== false);
}
