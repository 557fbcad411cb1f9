import { isPlain } from "../closing.ts";
import { printJson, type Emitted, type PolicyFormat, type PolicyRequest } from "../format.ts";
import { plan, type Naming } from "../plan.ts";

/** Other names could be taken for a pattern, or for the tool of another server. */
const naming: Naming = {
  nameOf: (alias, tool) => (isPlain(alias) && isPlain(tool) ? `${alias}:${tool}` : undefined),
  unnamed: "ask",
};

/** `mcpAllowlist` of the Cursor editor: what may run without a question, by exact name. It can block nothing. */
const format: PolicyFormat = {
  id: "cursor",
  title: "Cursor",
  language: "json",
  goesInto:
    "Merge the list into `.cursor/permissions.json` of a project, or into `~/.cursor/permissions.json` for all of yours.",
  docs: "https://cursor.com/docs/reference/permissions",
  checked: { level: "reading", by: "2026-11-22" },
  abilities: { ask: true, limits: [], deny: false, constraints: [] },
  emit,
};
export default format;

function emit(request: PolicyRequest): Emitted {
  const { alias, only } = request;
  const { rules, coverage, notes } = plan(request, format, naming);
  const isWhole = only === undefined;
  const allowed = rules.filter(({ action }) => action === "allow").map(({ name }) => name);
  const isAsked = rules.some(({ action }) => action === "ask");
  const take =
    "Take the tool out of `mcpAllowlist`, also where a star there stands for it: `.cursor/permissions.json` of a project and `~/.cursor/permissions.json` count together.";
  const isEmpty = !isWhole && allowed.length === 0;
  return {
    body: printJson(isEmpty ? {} : { mcpAllowlist: allowed }),
    ...(isEmpty && { isEmpty }),
    extent: "keys",
    coverage,
    unknownTools: isWhole ? "ask" : "unchanged",
    notes: [
      ...(isAsked && !isWhole ? [take] : []),
      ...notes,
      ...[
        alias !== "" &&
          !isPlain(alias) &&
          "No entry of the list can name a server called so: give it a name of letters, digits, `-`, `_` and `.`.",
        isAsked &&
          isWhole &&
          "What should ask must not be in the list, neither by name nor by a star: both files count together.",
        (isWhole || allowed.length > 0) &&
          "The list replaces the one in Cursor's settings, for all servers: put what you allow there into the file, too.",
        "It counts in the run modes that use lists. In “Ask Every Time” everything asks, and in “Run Everything” nothing does.",
        "The rules of a team's administrator win over the file.",
      ].filter((sentence) => sentence !== false),
    ],
  };
}
