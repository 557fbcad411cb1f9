import { actions, type Action, type Limit } from "../../model.ts";

/** One rule of somebody's policy, as its enforcer takes it. */
export interface ReadRule {
  /** As it stands in the file: `mcp__github__*`. */
  text: string;
  action: Action;
  limit?: Limit;
  /** Whether it speaks of this tool of the server. */
  matches(tool: string): boolean;
  /** Whether these arguments of the tool are as it asks; absent when it doesn't look at them. Where they are not, the rule does not hold. */
  holds?(given: Record<string, unknown>, tool: string): boolean;
  /** True of rules that name another server or none, and so need match no tool of this one. */
  foreign?: boolean;
  /** The tools of this server that it lists by their own names; absent where its text names at most one. */
  names?: readonly string[];
}

/** What a policy says about one server. */
export interface Reading {
  /** In the order of the file. */
  rules: ReadRule[];
  /** Which rule wins where several match. */
  wins: "strictest" | "first" | "last";
  /** What a tool gets that no rule matches. */
  unlisted: Action;
  /** What the enforcer refuses, ignores or skips, in plain sentences. */
  problems: string[];
  /** What it takes beside the file for all of it to hold, which the file cannot show, in plain sentences; absent where there is nothing of the kind. */
  caveats?: string[];
  /** True where the rules stand in a part of the file that is this server's alone. */
  isOwn?: true;
}

/**
 * Reads a policy as its enforcer does, for the server that is called `alias` there; `also` is its second file, where the enforcer has two and both are known.
 * Throws an error that names what is wrong where the enforcer would refuse a file.
 */
export type Reader = (text: string, alias: string, also?: string) => Reading;

export interface Decision {
  action: Action;
  limit?: Limit;
  /** The rule that decided; absent when none matched. */
  by?: ReadRule;
}

/** What a call of a tool gets; without arguments, what it gets where all that is asked of them holds, and nothing that blocks by arguments does. */
export function decide(reading: Reading, tool: string, given?: Record<string, unknown>): Decision {
  const matching = reading.rules.filter(
    (rule) =>
      rule.matches(tool) &&
      (rule.holds === undefined ||
        (given === undefined ? rule.action !== "deny" : rule.holds(given, tool))),
  );
  const by = winner(reading, matching);
  if (by === undefined) return { action: reading.unlisted };
  return { action: by.action, ...(by.limit && { limit: by.limit }), by };
}

/** Which of the rules that match decides, in the order of the file; undefined when there are none. */
export function winner({ wins }: Reading, matching: readonly ReadRule[]): ReadRule | undefined {
  if (wins !== "strictest") return matching.at(wins === "first" ? 0 : -1);
  return matching.toSorted((a, b) => actions.indexOf(b.action) - actions.indexOf(a.action))[0];
}
