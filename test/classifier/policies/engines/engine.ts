import type { PolicyTool } from "../../../../classifier/policies/format.ts";
import type { Action, Limit } from "../../../../model.ts";

/** What a call of a tool gets. */
export interface Decided {
  action: Action;
  limit?: Limit;
}

/**
 * What decides in place of an enforcer: its own engine where it can be had, else our understanding of it, written from what it documents
 * and was seen to do and not from our formats.
 */
export interface Engine {
  /** Files that a reader may have already, none of which names a tool of the request. Empty where snippets always are whole. */
  neutral: string[];
  /** In place of `neutral`, where such a file must have the server. */
  neutralFor?(alias: string): string[];
  /** A second file that a reader may have already, which names no tool; absent where the enforcer has one file. */
  neutralAlso?: string;
  /** Files that a reader may have already, which name every tool. */
  naming(alias: string, tools: string[]): string[];
  /**
   * Throws when the enforcer would refuse the file; one that checks rules against the tools' schemas gets them from `tools`.
   * A call without arguments meets every rule about arguments. `also` is the second file, where the enforcer has two and it is there.
   */
  load(
    text: string,
    alias: string,
    tools?: PolicyTool[],
    also?: string,
  ): (tool: string, given?: Record<string, unknown>) => Decided;
  /** Whether no rule can be written for a server that is called so: what should be blocked asks, and the text says it. Absent where all can be named. */
  cannotName?(alias: string): boolean;
  /** Set where a decision takes so long that fewer odd requests are tried. */
  isSlow?: boolean;
}
