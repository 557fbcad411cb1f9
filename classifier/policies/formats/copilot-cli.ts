import type { Emitted, PolicyFormat, PolicyRequest } from "../format.ts";
import { isPlain, planClosing, type ClosingNames } from "../closing.ts";

/** What Copilot CLI takes for tools of its own, whatever servers there are. */
const ownKinds = new Set(["shell", "write", "read", "url", "memory", "custom-tool", "extension"]);

/** With its server's name and a `-` between; what is longer is cut, and numbered where that makes it like another. */
const longestName = 63;

const names: ClosingNames = {
  isServerName,
  nameOf(alias, tool) {
    const name = ruleName(alias, tool);
    return name === undefined ? undefined : `${alias}(${name})`;
  },
};

/** Flags of Copilot CLI: what runs and what is blocked, by its own names of tools; it asks about the rest. They hold for one start of the program. */
const format: PolicyFormat = {
  id: "copilot-cli",
  title: "Copilot CLI",
  language: "shell",
  goesInto:
    "Start Copilot CLI with these flags: add them to the command, the alias or the script that you start it with.",
  docs: "https://docs.github.com/en/copilot/how-tos/copilot-cli/use-copilot-cli/allowing-tools",
  checked: { level: "program", by: "Copilot CLI 1.0.102 (by hand, 2026-11-22)" },
  abilities: { ask: true, limits: [], deny: true, constraints: [] },
  emit,
};
export default format;

/** Whether a rule can name a server that is called so: `shell` is a kind of tools, and `a(b` or `a,b` would be read as something else. */
export function isServerName(alias: string): boolean {
  return isPlain(alias) && !ownKinds.has(alias);
}

/**
 * The name of a tool that a rule has to have, which is the one that the model is offered, without its server's: a rule with the tool's
 * own name is taken, and matches nothing. `("shop", "files.read")` -> `files-read`. Undefined of names that are cut or coded (`é` -> `xn--9ca`).
 */
export function ruleName(alias: string, tool: string): string | undefined {
  const name = tool.replaceAll(/[^\w-]/g, "-");
  const isKept = /^\p{ASCII}+$/u.test(tool) && !name.startsWith("xn--");
  return isKept && alias.length + 1 + name.length <= longestName ? name : undefined;
}

function emit(request: PolicyRequest): Emitted {
  const { alias, only } = request;
  const { rules, coverage, notes, isClosed } = planClosing(request, format, names);
  const named = (action: string) =>
    rules.filter((rule) => rule.action === action).map(({ name }) => name);
  const allowed = named("allow");
  const blocked = isClosed ? [alias] : named("deny");
  const flags = [
    ...allowed.map((name) => `--allow-tool='${name}'`),
    ...blocked.map((name) => `--deny-tool='${name}'`),
  ];
  const isWhole = only === undefined;
  const isAsked = rules.some(({ action }) => action === "ask");
  const written = rules.filter(({ action }) => action === "allow" || action === "deny");
  const isRewritten = written.some(({ tools }) =>
    tools.some((tool) => tool !== ruleName(alias, tool)),
  );
  const take =
    "Take the tool out of every `--allow-tool` that you start Copilot CLI with, and the bare name of the server, too: what they name runs without asking.";
  return {
    body: `${["copilot", ...flags].join(" \\\n  ")}\n`,
    ...(flags.length === 0 && { isEmpty: true }),
    extent: isWhole ? "whole" : "keys",
    coverage,
    unknownTools: isWhole ? (isClosed ? "deny" : "ask") : "unchanged",
    notes: [
      ...(isAsked && !isWhole ? [take] : []),
      ...notes,
      ...[
        isRewritten &&
          "In rules Copilot CLI has a `-` for each sign of a tool's name that is no letter, digit, `_` or `-`: with the tool's own name a rule is taken, and does nothing.",
        isAsked &&
          isWhole &&
          "What should ask has no flag: leave it out of every `--allow-tool`, and leave out the bare name of the server, too.",
        (isAsked || (isWhole && !isClosed)) &&
          "What you once approved for good in a folder is in `~/.copilot/permissions-config.json`, and runs there without asking unless a `--deny-tool` names it.",
        "With `--allow-all-tools` or `--yolo` everything runs that no `--deny-tool` names. With nobody there to answer (`copilot -p`), a call that asks is refused.",
        flags.length > 0 && "The flags hold for this start only.",
        flags.length > 0 &&
          "The quotes are those of a Unix shell and of PowerShell; `cmd.exe` needs double ones.",
      ].filter((sentence) => sentence !== false),
    ],
  };
}
