import { actions, type Action } from "../../model.ts";
import type { PolicyFormat, PolicyRequest } from "./format.ts";
import { decide, type Reading } from "./reading.ts";

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
  /** Rules that match no tool, as they stand in the file. */
  idle: string[];
  /** What the enforcer refuses, ignores or skips. */
  problems: string[];
}

/** Decides every tool of a request by somebody's policy of the same format; a rule about arguments counts as one that lets the right ones through. */
export function lintPolicy(reading: Reading, format: PolicyFormat, request: PolicyRequest): Lint {
  const idle = reading.rules.filter(
    ({ foreign, matches }) => foreign !== true && !request.tools.some(({ name }) => matches(name)),
  );
  return {
    tools: format.emit(request).coverage.map(({ tool, want, got: best }) => {
      if (best === "unchanged") throw new Error(`expected a rule for ${JSON.stringify(tool)}`);
      const { action: got, by } = decide(reading, tool);
      return { tool, want, best, got, ...(by && { by: by.text }), verdict: verdictOf(best, got) };
    }),
    idle: [...new Set(idle.map(({ text }) => text))],
    problems: reading.problems,
  };
}

function verdictOf(best: Action, got: Action): LintedTool["verdict"] {
  const step = actions.indexOf(got) - actions.indexOf(best);
  if (step === 0) return "as recommended";
  return step > 0 ? "stricter" : "weaker";
}
