import type { Action, Recommendation } from "../../model.ts";

export interface PolicyRequest {
  /** What the server is called in the reader's own configuration. */
  alias: string;
  /** Every tool of the server, sorted by name; a snippet for one tool still knows its siblings. */
  tools: { name: string; recommendation: Recommendation }[];
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
}

export interface Emitted {
  /** Ends with a newline. */
  body: string;
  /** `whole` is a complete file or policy; `keys` go into one that the reader has: lists grow, entries of the same name are replaced. */
  extent: "whole" | "keys";
  /** One for each tool of the request, in its order. */
  coverage: Covered[];
  /** What becomes of tools that the server adds later. */
  unknownTools: Action | "unchanged";
  /** Plain sentences for the reader, most important first. */
  notes: string[];
}

/** Recommendation to one enforcer's format: pure. Never silently weaker than recommended, never stricter than its text says. */
export interface PolicyFormat {
  /** The file's own name: `claude-code`. */
  id: string;
  /** The enforcer's own name: `Claude Code`. */
  title: string;
  language: "json" | "toml" | "yaml" | "cedar";
  /** The file or the screen that the snippet goes into, in one sentence. */
  goesInto: string;
  docs: string;
  /** Who checked it, of which version, or that it is our reading of the documentation. */
  checkedBy: string;
  /** Throws when `only` is not one of the tools. */
  emit(request: PolicyRequest): Emitted;
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

/** The tools that a snippet writes rules for: the one asked for, or all. Throws when there is no such tool. */
export function writtenTools(request: PolicyRequest): PolicyRequest["tools"] {
  if (request.only === undefined) return request.tools;
  const written = request.tools.filter((tool) => tool.name === request.only);
  if (written.length === 0) {
    throw new Error(`expected one of the server's tools, got ${JSON.stringify(request.only)}`);
  }
  return written;
}
