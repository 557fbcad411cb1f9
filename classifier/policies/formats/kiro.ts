import { planClosing, type ClosingNames } from "../closing.ts";
import {
  printJson,
  recordOf,
  type Emitted,
  type PolicyFormat,
  type PolicyRequest,
} from "../format.ts";

const names: ClosingNames = {
  isServerName: (alias) => alias.isWellFormed(),
  // A star stands for all tools.
  nameOf: (_alias, tool) => (tool.isWellFormed() && tool !== "*" ? tool : undefined),
};

/** `autoApprove` and `disabledTools` of a server in Kiro: what runs and what is left out, by exact name; it asks about the rest. */
const format: PolicyFormat = {
  id: "kiro",
  title: "Kiro",
  language: "json",
  goesInto:
    "Merge into the server's entry in `.kiro/settings/mcp.json` of a workspace, or in `~/.kiro/settings/mcp.json` for all of yours.",
  docs: "https://kiro.dev/docs/mcp/configuration",
  checked: { level: "reading", by: "2026-11-22" },
  abilities: { ask: true, limits: [], deny: true, constraints: [] },
  emit,
};
export default format;

function emit(request: PolicyRequest): Emitted {
  const { alias, only } = request;
  const { rules, coverage, notes, isClosed } = planClosing(request, format, names);
  const named = (action: string) =>
    rules.filter((rule) => rule.action === action).map(({ name }) => name);
  const [allowed, blocked] = [named("allow"), named("deny")];
  const entry = {
    ...(isClosed && { disabled: true }),
    ...(allowed.length > 0 && { autoApprove: allowed }),
    ...(blocked.length > 0 && { disabledTools: blocked }),
  };
  const isWhole = only === undefined;
  const isAsked = rules.some(({ action }) => action === "ask");
  const take =
    "Take the tool out of `autoApprove` in `.kiro/settings/mcp.json` and `~/.kiro/settings/mcp.json`, and above all `*`, which lets every tool run.";
  return {
    body: printJson({ mcpServers: recordOf(alias.isWellFormed() ? [[alias, entry]] : []) }),
    ...(Object.keys(entry).length === 0 && { isEmpty: true }),
    extent: "keys",
    coverage,
    unknownTools: isWhole ? (isClosed ? "deny" : "ask") : "unchanged",
    notes: [
      ...(isAsked && !isWhole ? [take] : []),
      ...notes,
      ...[
        isWhole &&
          !isClosed &&
          "Take out of `autoApprove` what is not in it here, and above all `*`, which lets every tool run.",
        allowed.length > 0 &&
          "If `disabledTools` names a tool that should run, take it out there: Kiro leaves it out.",
        !isClosed &&
          "Kiro 1.0 and later has permissions of its own beside these lists: see to it that none of them allows what should ask.",
        "An entry of the workspace goes before yours for the same server: put the lists where the server is.",
      ].filter((sentence) => sentence !== false),
    ],
  };
}
