import { isPlain } from "../closing.ts";
import {
  printJson,
  recordOf,
  type Covered,
  type Emitted,
  type PolicyFormat,
  type PolicyRequest,
} from "../format.ts";
import { plan, type Naming } from "../plan.ts";
import { printYaml } from "../print.ts";

const naming: Naming = {
  nameOf: (alias, tool) => {
    const server = serverName(alias);
    return isPlain(server) ? `${server}/${toolName(tool)}` : undefined;
  },
  // A list without its name leaves it out.
  unnamed: "deny",
};

/** `tools` of a custom agent of VS Code, which leaves out all others, and `chat.tools.eligibleForAutoApproval` for what must always ask. No file lets a tool run. */
const format: PolicyFormat = {
  id: "vscode",
  title: "VS Code",
  language: "yaml",
  goesInto:
    "Merge the list into the head of a custom agent, between the two lines of `---` at the top of `.github/agents/<its name>.agent.md`, beside its other tools.",
  docs: "https://code.visualstudio.com/docs/copilot/customization/custom-agents",
  checked: { level: "reading", by: "source at 00e03ed, 2026-11-22" },
  abilities: { allow: false, ask: true, limits: [], deny: true, constraints: [] },
  emit,
};
export default format;

const settings =
  "Merge into VS Code's settings, `settings.json` of yours or `.vscode/settings.json` of a project.";

/** Servers that VS Code knows under several names. */
export const knownServers: ReadonlyMap<string, string> = new Map([
  ["github/github-mcp-server", "github"],
  ["io.github.github/github-mcp-server", "github"],
  ["github-mcp-server", "github"],
  ["microsoft/playwright-mcp", "playwright"],
  ["com.microsoft/playwright-mcp", "playwright"],
]);

/** What agents call a server: `("My Shop")` -> `my-shop`. */
export function serverName(alias: string): string {
  const name = alias.toLowerCase().replaceAll(/\s+/g, "-");
  return knownServers.get(name) ?? name;
}

/** What agents and settings call a tool: `("files.read")` -> `files_read`. */
export function toolName(tool: string): string {
  return tool.replaceAll(/[^A-Za-z0-9_-]/g, "_");
}

/** The setting whose `false` makes a tool ask whatever else is set; it knows tools by their bare names. */
export const eligible = "chat.tools.eligibleForAutoApproval";

function emit(request: PolicyRequest): Emitted {
  const { only } = request;
  const { rules, coverage, notes } = plan(request, format, naming);
  const isWhole = only === undefined;
  const listed = rules.flatMap(({ action, name }) => (action === "deny" ? [] : [name]));
  const isEmpty = !isWhole && listed.length === 0;
  const guarded = guardedNames(request, coverage);
  return {
    body: printYaml(isEmpty ? {} : { tools: listed }),
    ...(isEmpty && { isEmpty }),
    ...(guarded.length > 0 && {
      also: {
        goesInto: settings,
        language: "json",
        body: printJson({ [eligible]: recordOf(guarded.map((name) => [name, false])) }),
      },
    }),
    extent: "keys",
    // For one tool that should be blocked there is nothing to write.
    coverage: coverage.map((covered) =>
      isWhole || covered.got !== "deny"
        ? covered
        : { tool: covered.tool, want: covered.want, got: "unchanged", note: cannotTake },
    ),
    unknownTools: isWhole ? "deny" : "unchanged",
    notes: [
      ...ownNotes(request, { isListed: listed.length > 0, isGuarded: guarded.length > 0 }),
      ...notes,
    ],
  };
}

const cannotTake =
  "VS Code has no rule that takes one tool away: leave it out of `tools`, as the policy for the whole server does.";

/** What must ask in every agent: all that is not free to run, also what the list leaves out. */
function guardedNames({ tools }: PolicyRequest, coverage: Covered[]): string[] {
  const written = new Set(coverage.flatMap(({ tool, got }) => (got === "unchanged" ? [] : [tool])));
  const guarded = tools.filter(
    ({ name, recommendation, constraints }) =>
      written.has(name) && (recommendation.action !== "allow" || constraints !== undefined),
  );
  return [...new Set(guarded.map(({ name }) => toolName(name)))];
}

function ownNotes(
  { alias, only, tools }: PolicyRequest,
  { isListed, isGuarded }: { isListed: boolean; isGuarded: boolean },
): string[] {
  const isWhole = only === undefined;
  const server = serverName(alias);
  const isNamed = isPlain(server);
  const about = tools.filter(({ name }) => isWhole || name === only);
  const hasFree = about.some(({ recommendation }) => recommendation.action === "allow");
  const said: (string | false)[] = [
    alias !== "" &&
      !isNamed &&
      "No list of VS Code can name a server called so, and so all of its tools are left out: give it a name of letters, digits, `-`, `_` and `.`.",
    !isWhole &&
      !isListed &&
      "It asks before each call in every agent, also where you once said that it always may.",
    isWhole
      ? `The list holds in agents that have it, unless a prompt file brings \`tools\` of its own. In all others, such as VS Code's own Agent, every tool of the server is there${isGuarded ? ", and what the second part names asks" : ""}.`
      : isListed &&
        "Add this only where the agent has `tools` already; a list that is new leaves every other tool out.",
    "With Bypass Approvals or Autopilot nothing asks, whatever the settings say; what an agent's list leaves out stays out.",
    hasFree &&
      "For a tool that may run, choose at its first question that it always may. One that the server calls read-only runs without a question.",
    isWhole &&
      isNamed &&
      `Take \`${server}/*\` and \`${server}\` out of the list: each stands for every tool, also for those that come later.`,
    isWhole &&
      "An entry without a server's name, such as `search`, also stands for a tool of that name here.",
    isNamed && server !== alias && `VS Code writes the server's name as \`${server}\` in lists.`,
    isGuarded &&
      "The second part goes by a tool's bare name, on every server: a name with the server before it does nothing there. A project's settings win over yours.",
    "This is for VS Code 1.107 and later, and its local agents: Copilot CLI, Claude and cloud sessions in it have rules of their own.",
  ];
  return said.filter((sentence) => sentence !== false);
}
