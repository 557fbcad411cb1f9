import type { Action, Limit, Recommendation } from "../../model.ts";

/** What has to hold of one top-level argument, or the call is refused. */
export interface Constraint {
  argument: string;
  /**
   * `oneOf` and `atMost` hold a placeholder that the reader replaces: as it stands it lets nothing through. `is: false` also holds
   * where the argument is absent, `is: true` only where it is given. `isWhole` is set where the schema asks for an integer, and `isEnum`
   * where it lists the values, since some languages compare those in another way.
   */
  must:
    | { oneOf: string[]; isEnum?: boolean }
    | { atMost: number; isWhole?: boolean }
    | { is: boolean };
}

/** One tool that a policy is about. */
export interface PolicyTool {
  name: string;
  recommendation: Recommendation;
  /** What its arguments must be, all of it; absent where the reader asked for no such rules. */
  constraints?: Constraint[];
}

export interface PolicyRequest {
  /** What the server is called in the reader's own configuration. */
  alias: string;
  /** Every tool of the server, sorted by name; a snippet for one tool still knows its siblings. */
  tools: PolicyTool[];
  /** Write rules for this tool only; absent means the whole server. */
  only?: string;
}

/** What becomes of one tool once the snippet is in place. */
export interface Covered {
  tool: string;
  want: Action;
  /** `unchanged`: the snippet says nothing about it, and what held before goes on. */
  got: Action | "unchanged";
  /** Why `got` is not `want`; absent for tools that the snippet says nothing about. */
  note?: string;
  /** The arguments that the snippet holds to what the request asks; absent when there are none. */
  arguments?: string[];
}

/** A second document of a policy: keys of a file that the reader has, which go beside the first. */
export interface Companion {
  /** The file that it goes into, in one sentence. */
  goesInto: string;
  language: "json" | "toml" | "yaml";
  /** Ends with a newline. */
  body: string;
}

export interface Emitted {
  /** Ends with a newline. */
  body: string;
  /** Set where the body has no rule: what can be had of this format holds without one, so there is nothing to paste. */
  isEmpty?: true;
  /** Set where the policy is in two files: it holds as stated with both in place. */
  also?: Companion;
  /** `whole` is a complete file or policy; `keys` go into one that the reader has: lists grow, entries of the same name are replaced. */
  extent: "whole" | "keys";
  /** Set where the entries of its lists go before those that are there, since the first that matches wins. */
  goesFirst?: true;
  /** One for each tool of the request, in its order. */
  coverage: Covered[];
  /** What becomes of tools that the server adds later. */
  unknownTools: Action | "unchanged";
  /** Plain sentences for the reader, most important first. */
  notes: string[];
}

export const languages = ["json", "toml", "yaml", "cedar", "shell"] as const;
export type Language = (typeof languages)[number];

/** How it was checked that an enforcer decides as a snippet says. */
export interface Checked {
  /**
   * `program`: the enforcer itself ran. `engine`: its own or the language's engine decides in our tests. `schema` and `types`: its
   * published schema or types take it. `reading`: our own reading of its documentation.
   */
  level: "program" | "engine" | "schema" | "types" | "reading";
  /** What checked it, and its version: `Codex 0.169.0`; of a `reading` the day. */
  by: string;
}

/** What a format can say at all. */
export interface Abilities {
  /** Set where no rule lets a tool run: what may run asks until a person says so for good. */
  allow?: false;
  /** Without it what should ask is blocked. */
  ask: boolean;
  /** Windows of limits that it knows. */
  limits: readonly Limit["window"][];
  /** Without it what should be blocked asks, which is weaker. */
  deny: boolean;
  /** Kinds of constraints that it knows. */
  constraints: readonly ("oneOf" | "atMost" | "is")[];
}

/** Recommendation to one enforcer's format: pure. Never weaker than recommended without saying so, never stricter than its text says. */
export interface PolicyFormat {
  /** The file's own name: `claude-code`. */
  id: string;
  /** The enforcer's own name: `Claude Code`. */
  title: string;
  language: Language;
  /** The file or the screen that the snippet goes into, in one sentence. */
  goesInto: string;
  docs: string;
  checked: Checked;
  abilities: Abilities;
  /** Throws when `only` is not one of the tools. */
  emit(request: PolicyRequest): Emitted;
}

/** Who checked it, in one sentence. */
export function checkedWords({ title, checked: { level, by } }: PolicyFormat): string {
  switch (level) {
    case "program":
      return `Decided as stated by ${by}, the program itself.`;
    case "engine":
      return `Decided as stated by ${by} in our tests.`;
    case "schema":
      return `Checked in our tests against the published schema of ${by}, and against our reading of ${title}'s documentation.`;
    case "types":
      return `Checked in our tests against the types of ${by}, and against our reading of ${title}'s documentation.`;
    default:
      return `Checked against our reading of ${title}'s documentation, ${by}.`;
  }
}

/** JSON that means the same, with every character escaped that steers or can't be seen: JSON itself leaves many of them as they are. */
export function visibleJson(json: string): string {
  return json.replaceAll(/[\u007f-\u009f\u2028\u2029]|\p{Cf}|\p{DI}/gu, (character) =>
    character
      .split("")
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
      .join(""),
  );
}

/** A JSON document as it is pasted: indented, nothing invisible, with a newline at its end. */
export function printJson(value: unknown): string {
  return `${visibleJson(JSON.stringify(value, null, 2))}\n`;
}

/** Without a prototype, since a tool may be called `__proto__`. */
export function recordOf<Value>(
  entries: Iterable<readonly [string, Value]>,
): Record<string, Value> {
  const record: Record<string, Value> = Object.create(null);
  for (const [name, value] of entries) record[name] = value;
  return record;
}
