import { actions, type Action } from "../../model.ts";
import type { PolicyFormat, PolicyRequest } from "./format.ts";
import { squashed } from "./keys.ts";
import { decide, type ReadRule, type Reading, winner } from "./reading.ts";

/** What somebody's policy does to one tool. */
export interface LintedTool {
  tool: string;
  want: Action;
  /** What our own policy of this format comes to: other than wanted where the enforcer can't do that. */
  best: Action;
  got: Action;
  /** The rule that decides, as it stands in the file; absent when none speaks of the tool. */
  by?: string;
  /** What the tool gets against the best that the enforcer can do. */
  verdict: "as recommended" | "stricter" | "weaker";
}

/** A policy held against the tools of one server. */
export interface Lint {
  /** In the order of the tools. */
  tools: LintedTool[];
  /** Rules that match no tool, as they stand in the file, and names in other rules that no tool has. */
  idle: string[];
  /** Rules that decide nothing, since for every tool of theirs another rule does, and otherwise. */
  overridden: { rule: string; by: string }[];
  /** What the enforcer refuses, ignores or skips, and rules that were probably meant for a tool and don't match it. */
  problems: string[];
  /** What it takes beside the files that were read, for all of this to hold. */
  caveats: string[];
}

/** What somebody's policy says of a server, and the server. */
export interface Linted {
  reading: Reading;
  request: PolicyRequest;
}

/**
 * Decides every tool of servers by somebody's policy of the same format; a rule about arguments counts as one that lets the right ones through.
 * What matches a tool of one of the servers is not idle for the others, and what decides there is not overridden.
 */
export function lintPolicies(format: PolicyFormat, linted: readonly Linted[]): Lint[] {
  const found = linted.map(findingsOf);
  return linted.map(({ reading, request }, at): Lint => {
    const own = found[at]!;
    // A rule that stands in a server's own part of the file is about no other.
    const all = reading.isOwn === true ? [own] : found;
    const isUsed = (rule: string) => all.some(({ used }) => used.has(rule));
    const near = own.near.filter(({ rule }) => !isUsed(rule));
    const tools = toolsOf(format, reading, request);
    const isUnheard = near.length === 0 && tools.every(({ by }) => by === undefined);
    const elsewhere = isUnheard && own.elsewhere.find(({ rule }) => !isUsed(rule));
    return {
      tools,
      idle: [...own.idle].filter((rule) => !isUsed(rule) && near.every((one) => one.rule !== rule)),
      overridden: [...own.overridden.values()].filter(({ rule }) =>
        all.every(({ deciding }) => !deciding.has(rule)),
      ),
      problems: [
        ...reading.problems,
        ...near.map((one) => nearMiss(format, one)),
        ...(elsewhere ? [otherName(request.alias, elsewhere)] : []),
      ],
      caveats: reading.caveats ?? [],
    };
  });
}

function toolsOf(format: PolicyFormat, reading: Reading, request: PolicyRequest): LintedTool[] {
  return format.emit(request).coverage.map(({ tool, want, got: best }) => {
    if (best === "unchanged") throw new Error(`expected a rule for ${JSON.stringify(tool)}`);
    const { action: got, by } = decide(reading, tool);
    return {
      tool,
      want,
      best,
      got,
      ...(by && { by: by.text }),
      verdict: verdictOf(want, best, got),
    };
  });
}

/** What is wanted is never too much, also where our own policy can't let it run. */
function verdictOf(want: Action, best: Action, got: Action): LintedTool["verdict"] {
  const rank = (action: Action) => actions.indexOf(action);
  if (rank(got) > rank(best)) return "stricter";
  return rank(got) < Math.min(rank(want), rank(best)) ? "weaker" : "as recommended";
}

/** What becomes of the rules of one reading for one server, as they stand in the file. */
interface Findings {
  /** They match a tool, and names in them are those of tools. */
  used: Set<string>;
  idle: Set<string>;
  deciding: Set<string>;
  overridden: Map<string, Lint["overridden"][number]>;
  near: NearMiss[];
  /** Rules about a server of another name that end with the name of a tool. */
  elsewhere: NearMiss[];
}

/** Stands for the tools that a server adds later. */
const later = "a_tool_that_comes_later";

function findingsOf({ reading, request }: Linted): Findings {
  const names = request.tools.map(({ name }) => name);
  const found: Findings = {
    used: new Set(),
    idle: new Set(),
    deciding: new Set(),
    overridden: new Map(),
    near: [],
    elsewhere: [],
  };
  const isTool = new Set(names);
  const written = writtenNames(request.alias, names);
  const matches = new Map(
    reading.rules.map((rule) => [
      rule,
      new Set([...names, later].filter((name) => rule.matches(name))),
    ]),
  );
  for (const rule of reading.rules) {
    const matched = [...matches.get(rule)!];
    const isIdle = matched.length === 0;
    if (!isIdle) found.used.add(rule.text);
    else if (rule.foreign !== true) found.idle.add(rule.text);
    for (const name of rule.names ?? []) {
      const text = `${JSON.stringify(name)} in ${rule.text}`;
      if (isTool.has(name)) found.used.add(text);
      else if (!isIdle || rule.foreign === true) found.idle.add(text);
    }
    const meant = isIdle ? written.get(bareName(rule)) : undefined;
    if (meant !== undefined) found.near.push({ rule: rule.text, tool: meant });
    if (isIdle && rule.foreign === true) {
      const tool = names.find((name) => endsWithName(rule, name));
      if (tool !== undefined) found.elsewhere.push({ rule: rule.text, tool });
    }
    if (!matched.some((name) => isTool.has(name))) continue;
    const told = (one: ReadRule) => `${one.text} (${one.action})`;
    const by = overriding(reading, rule, matched, (one, tool) => matches.get(one)!.has(tool));
    if (by === undefined) found.deciding.add(told(rule));
    else found.overridden.set(told(rule), { rule: told(rule), by: told(by) });
  }
  return found;
}

/** A rule that decides otherwise wherever this one matches, also for what comes later; undefined where there is none. */
function overriding(
  reading: Reading,
  rule: ReadRule,
  matched: string[],
  isMatch: (rule: ReadRule, tool: string) => boolean,
): ReadRule | undefined {
  const winners = matched.map((tool) =>
    winner(
      reading,
      // What depends on arguments leaves other calls to the rest.
      reading.rules.filter(
        (one) => one === rule || (one.holds === undefined && isMatch(one, tool)),
      ),
    ),
  );
  const isOther = winners.every((one) => one !== rule && one?.action !== rule.action);
  return isOther ? winners[0] : undefined;
}

interface NearMiss {
  rule: string;
  tool: string;
}

/** Tools by what people write for them, but for case and signs: `mcp__my shop__list`, `shop/list`, `list`. */
function writtenNames(alias: string, tools: string[]): Map<string, string> {
  const forms = (tool: string) => [tool, alias + tool, `mcp${alias}${tool}`];
  return new Map(
    tools.flatMap((tool) => forms(tool).map((form) => [squashed(form), tool] as const)),
  );
}

/** Without the list that it stands in, and its place: `always_allow: shop__list`, `shop/list (rule 1, line 2)`. */
const bareName = ({ text }: ReadRule): string =>
  squashed(text.replace(/^\w+: /, "").replace(/ \(rule [^()]*\)$/, ""));

const endsWithName = (rule: ReadRule, tool: string): boolean =>
  tool.length > 3 && bareName(rule).endsWith(squashed(tool));

const otherName = (alias: string, { rule, tool }: NearMiss): string =>
  `No rule speaks of a server called ${JSON.stringify(alias)}, but \`${rule}\` ends like its tool ${JSON.stringify(tool)}: if it has another name there, give that with it, as \`<name>=<server>\`.`;

const nearMiss = ({ title }: PolicyFormat, { rule, tool }: NearMiss): string =>
  `\`${rule}\` matches no tool, though it seems to be meant for ${JSON.stringify(tool)}: ${title} writes that in another way, which \`almanac policy\` with \`--tool\` prints.`;
