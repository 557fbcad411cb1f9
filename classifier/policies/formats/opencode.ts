import {
  recordOf,
  printJson,
  type Emitted,
  type PolicyFormat,
  type PolicyRequest,
} from "../format.ts";
import { plan, type Naming } from "../plan.ts";

const naming: Naming = { nameOf: permissionName, unnamed: "deny" };

/** `permission` of opencode 1.x: allow, ask and deny, by exact name. The last rule that matches wins, so the order of its keys is meant. */
const format: PolicyFormat = {
  id: "opencode",
  title: "opencode",
  language: "json",
  goesInto:
    "Put the keys at the end of `permission` in `opencode.json` of a project, or in `~/.config/opencode/opencode.json` for all of yours.",
  docs: "https://opencode.ai/docs/permissions",
  checked: { level: "program", by: "opencode 1.18.33" },
  abilities: { ask: true, limits: [], deny: true, constraints: [] },
  emit,
};
export default format;

/** The name that opencode gives a tool, and that its rules match: `("my srv", "files.read")` -> `my_srv_files_read`. */
export function permissionName(alias: string, tool: string): string {
  return `${safe(alias)}_${safe(tool)}`;
}

/** The rules for one tool follow the one for the whole server, the strictest last: on Windows `a_b` and `A_B` match each other. */
function emit(request: PolicyRequest): Emitted {
  const { rules, coverage, notes } = plan(request, format, naming);
  const entries = (["allow", "ask", "deny"] as const).flatMap((action) =>
    rules.filter((rule) => rule.action === action).map(({ name }) => [name, action] as const),
  );
  const isWhole = request.only === undefined;
  const rest = [everyTool(request.alias), "deny"] as const;
  const permission = recordOf(isWhole ? [rest, ...entries] : entries);
  return {
    body: printJson({ permission }),
    extent: "keys",
    coverage,
    unknownTools: isWhole ? "deny" : "unchanged",
    notes: [...notes, ...ownNotes(request, new Set(rules.map(({ action }) => action)))],
  };
}

const everyTool = (alias: string): string => `${safe(alias)}_*`;

function ownNotes({ alias, only }: PolicyRequest, got: ReadonlySet<string>): string[] {
  const said: (string | false)[] = [
    "Keep the order, and put the keys after those that you have: the last rule that matches wins. Rules of an agent of its own come later still.",
    "This is for opencode 1; opencode 2 has other keys.",
    safe(alias) !== alias && `opencode writes the server's name as \`${safe(alias)}\`.`,
    only === undefined &&
      `\`${everyTool(alias)}\` also blocks what else begins so, such as the tools of a server called \`${safe(alias)}_2\`: put rules for those after it.`,
    only !== undefined && "Without a rule, opencode runs any tool of a server without asking.",
    got.has("ask") &&
      "With nobody there to answer (`opencode run`), a call that asks is refused; with `--auto` it runs.",
    'If `permission` is a single word in your file, write that first, as `"*"`.',
  ];
  return said.filter((sentence) => sentence !== false);
}

/** By UTF-16 unit, as opencode does it. */
const safe = (name: string): string => name.replaceAll(/[^a-zA-Z0-9_-]/g, "_");
