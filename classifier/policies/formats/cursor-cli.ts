import { isPlain, planClosing, type ClosingNames } from "../closing.ts";
import {
  printJson,
  recordOf,
  type Emitted,
  type PolicyFormat,
  type PolicyRequest,
} from "../format.ts";

const names: ClosingNames = {
  isServerName: isPlain,
  nameOf: (alias, tool) => (isPlain(tool) ? `Mcp(${alias}:${tool})` : undefined),
};

/** `permissions` of Cursor's CLI: what runs and what is blocked, by exact name; it asks about the rest. */
const format: PolicyFormat = {
  id: "cursor-cli",
  title: "Cursor CLI",
  language: "json",
  goesInto:
    "Merge the lists into `.cursor/cli.json` of a project, or into `~/.cursor/cli-config.json` for all of yours.",
  docs: "https://cursor.com/docs/cli/reference/permissions",
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
  const lists: [string, string[]][] = [
    ["allow", named("allow")],
    ["deny", isClosed ? [`Mcp(${alias}:*)`] : named("deny")],
  ];
  const isWhole = only === undefined;
  const isAsked = rules.some(({ action }) => action === "ask");
  const take =
    "Take the tool out of `allow`, also where a star there stands for it: in `.cursor/cli.json` of a project, and in `~/.cursor/cli-config.json`.";
  return {
    body: printJson({ permissions: recordOf(lists.filter(([, list]) => list.length > 0)) }),
    ...(lists.every(([, list]) => list.length === 0) && { isEmpty: true }),
    extent: "keys",
    coverage,
    unknownTools: isWhole ? (isClosed ? "deny" : "ask") : "unchanged",
    notes: [
      ...(isAsked && !isWhole ? [take] : []),
      ...notes,
      ...[
        isAsked &&
          isWhole &&
          "What should ask stands in no list: take it out of `allow`, also where a star there stands for it.",
        isWhole &&
          !isClosed &&
          `Take rules for this server out of \`allow\` that are not here, such as \`Mcp(${isPlain(alias) ? alias : "*"}:*)\`: Cursor CLI runs what any of them names, unless \`deny\` does.`,
        "With `--force` everything runs that `deny` does not name.",
        "These rules are for Cursor's CLI only; the editor has a list of its own.",
      ].filter((sentence) => sentence !== false),
    ],
  };
}
