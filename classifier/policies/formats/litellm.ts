import {
  recordOf,
  type Covered,
  type Emitted,
  type PolicyFormat,
  type PolicyRequest,
} from "../format.ts";
import { plan, type Naming } from "../plan.ts";
import { isWritable, printYaml } from "../print.ts";

const naming: Naming = {
  nameOf: (alias, tool) =>
    isWritable(alias) && isWritable(tool) ? likeness(alias, tool) : undefined,
  unnamed: "deny",
};

/** Stands for no tool, since LiteLLM takes an empty list for none. */
export const noTool = "no_tool_is_allowed";

/**
 * `allowed_tools` of a server in LiteLLM: allow, by exact name. It knows neither limits nor questions, and of arguments only which there may
 * be. Where a tool is on both lists, `allowed_tools` wins over `disallowed_tools`.
 */
const format: PolicyFormat = {
  id: "litellm",
  title: "LiteLLM",
  language: "yaml",
  goesInto:
    "Merge into the `config.yaml` of the LiteLLM proxy, where `mcp_servers` has the server.",
  docs: "https://docs.litellm.ai/docs/mcp_control",
  checked: { level: "reading", by: "2026-11-22" },
  abilities: { ask: false, limits: [], deny: true, constraints: [] },
  emit,
};
export default format;

/**
 * What an entry of the lists is compared as: with the server's name before it or without, and in some versions without regard to case.
 * `("shop", "shop-List")` -> `list`.
 */
export function likeness(alias: string, tool: string): string {
  const prefixes = [alias, alias.replaceAll(" ", "_")].map((name) => `${name.toLowerCase()}-`);
  let bare = tool.toLowerCase();
  for (;;) {
    const prefix = prefixes.find((one) => bare.startsWith(one));
    if (prefix === undefined) return bare;
    bare = bare.slice(prefix.length);
  }
}

function emit(request: PolicyRequest): Emitted {
  const { alias, only } = request;
  const { rules, coverage, notes } = plan(request, format, naming);
  const isWhole = only === undefined;
  const allowed = rules.flatMap(({ action, tools }) => (action === "allow" ? tools : []));
  const blocked = rules.flatMap(({ action, tools }) => (action === "deny" ? tools : []));
  const isClosed = isWhole && allowed.length === 0;
  const none = placeholder(request);
  const entry = {
    ...((isWhole || allowed.length > 0) && {
      allowed_tools: isClosed ? [none] : allowed,
    }),
    ...(!isWhole && blocked.length > 0 && { disallowed_tools: blocked }),
  };
  const servers = isWritable(alias) ? recordOf([[alias, entry]]) : {};
  return {
    body: printYaml({ mcp_servers: servers }),
    extent: "keys",
    coverage,
    unknownTools: isWhole ? "deny" : "unchanged",
    notes: [
      ...notes,
      ...ownNotes(request, coverage, {
        none: isClosed ? none : undefined,
        isOpen: allowed.length > 0,
      }),
    ],
  };
}

/** Not the name of any tool. */
function placeholder({ alias, tools }: PolicyRequest): string {
  const taken = new Set(tools.map(({ name }) => likeness(alias, name)));
  let name = noTool;
  while (taken.has(name)) name += "_";
  return name;
}

function ownNotes(
  { alias, only }: PolicyRequest,
  coverage: Covered[],
  { none, isOpen }: { none: string | undefined; isOpen: boolean },
): string[] {
  const isWhole = only === undefined;
  const said: (string | false)[] = [
    !/^\w*$/.test(alias) &&
      "LiteLLM refuses names of servers with a `-`, and warns of others than letters, digits and `_`: use the one in your configuration.",
    none !== undefined &&
      `\`${none}\` stands for no tool: LiteLLM takes an empty list for none, and would allow everything.`,
    !isWhole &&
      isOpen &&
      "Add this only where the server has `allowed_tools` already; a list that is new blocks every other tool.",
    !isWhole &&
      !isOpen &&
      "If the server's `allowed_tools` names the tool, take it out there: that list wins.",
    isWhole &&
      "Take out of the server's own `allowed_tools` what is not listed here; `disallowed_tools` counts for nothing beside it.",
    coverage.some(({ want, got }) => got === "deny" && want !== "deny") &&
      "To let a blocked tool run without asking or a limit, add its name to `allowed_tools`.",
  ];
  return said.filter((sentence) => sentence !== false);
}
