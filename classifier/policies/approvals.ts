import type { Emitted, PolicyFormat, PolicyRequest } from "./format.ts";
import { plan, type Naming } from "./plan.ts";
import type { ReadRule, Reading } from "./reading.ts";

/** What an OpenAI request says of an MCP server: which tools there are, and whose calls wait for a program's or a person's yes. */
export interface Approvals extends Omit<Emitted, "body"> {
  /** Absent for one tool: such a list would cut off all others. */
  allowed?: string[];
  never: string[];
  always: string[];
}

/** Both of OpenAI's forms say the same in other words; `words` are the names of the keys in this one. */
export function planApprovals(
  request: PolicyRequest,
  format: Pick<PolicyFormat, "title" | "abilities">,
  naming: Naming,
  words: { label: string; allowed: string; approval: string },
): Approvals {
  const { rules, coverage, notes } = plan(request, format, naming);
  const named = (action: string) =>
    rules.filter((rule) => rule.action === action).map(({ name }) => name);
  const [never, always] = [named("allow"), named("ask")];
  const isWhole = request.only === undefined;
  const isOne = never.length + always.length > 0;
  const isRefused = !/^[a-zA-Z0-9_-]*$/.test(request.alias);
  const cannotBlock = `No key blocks one tool: leave it out of \`${words.allowed}\`, which lists what may be called. The policy for the whole server does so.`;
  const said: (string | false)[] = [
    isRefused &&
      `OpenAI takes letters, digits, \`-\` and \`_\` in \`${words.label}\`, and refuses this one: give the server another.`,
    isWhole &&
      !isOne &&
      "No tool of this server may be called: leave it out of the request altogether.",
    !isWhole && isOne && `Where yours has \`${words.allowed}\`, add the name there, too.`,
    !isWhole &&
      isOne &&
      `A name must not stand in both lists of \`${words.approval}\`. Where yours is one word, it becomes lists, and other tools ask from then on.`,
    !isWhole && !isOne && cannotBlock,
  ];
  return {
    ...(isWhole && { allowed: [...never, ...always].toSorted() }),
    never,
    always,
    extent: isWhole ? "whole" : "keys",
    // For one tool that should be blocked there is nothing to write.
    coverage: coverage.map((covered) =>
      isWhole || isOne || covered.got !== "deny"
        ? covered
        : { tool: covered.tool, want: covered.want, got: "unchanged", note: cannotBlock },
    ),
    unknownTools: isWhole ? "deny" : "unchanged",
    notes: [...said.filter((sentence) => sentence !== false), ...notes],
  };
}

/** Approvals as they were found in somebody's request. */
export interface FoundApprovals {
  /** Absent where every tool of the server is there. */
  allowed: string[] | undefined;
  never: string[];
  always: string[];
  /** What a tool gets that may be called and stands in neither list. */
  otherwise: "allow" | "ask";
}

/** Names the allowed tools, or where all are, those that the lists name. */
export function readApprovals(found: FoundApprovals, key: string, problems: string[]): Reading {
  const { allowed, never, always, otherwise } = found;
  const names = [...new Set(allowed ?? [...never, ...always])];
  const asks = new Set(always);
  const runs = new Set(never);
  const open = `Without \`${key}\` every tool of the server is there, and so is every one that it adds.`;
  const unheard = (list: string, of: string[]): ReadRule => ({
    text: list,
    foreign: true,
    action: "ask",
    matches: () => false,
    names: of.filter((name) => !names.includes(name)),
  });
  return {
    rules: [
      ...names.map((name): ReadRule => ({
        text: name,
        action: asks.has(name) ? "ask" : runs.has(name) ? "allow" : otherwise,
        matches: (tool) => tool === name,
      })),
      unheard("never", never),
      unheard("always", always),
    ],
    wins: "first",
    isOwn: true,
    unlisted: allowed === undefined ? otherwise : "deny",
    problems: allowed === undefined ? [open, ...problems] : problems,
  };
}
