import type { PolicyRequest } from "../classifier/policies/format.ts";
import type { Action } from "../model.ts";

/** What is played: a server with these tools, under a policy. */
export interface Play {
  /** The server's name in the configuration. */
  alias: string;
  /** All that the server has, in its order; more than the policy knows. */
  tools: string[];
  /** The snippet. */
  body: string;
}

/** What became of a call of each tool. */
export type Decide = (tool: string) => Action;

/** A real enforcer. Add one as a file here, and to `enforcers.ts`. */
export interface Enforcer {
  /** The id of its format. */
  id: string;
  /** Set for what may not be redistributed: it plays when somebody says where it is. */
  isOptional?: true;
  /** As it says itself. */
  version(program: string): string;
  /** The program inside the installed packages; empty where there is none to start. */
  program: string;
  /** What a tool gets that no rule names, and says nothing about itself. */
  byItself(alias: string, tool: string): Action;
  /** Throws when it could not be seen what it decides: the program did not start, the server was not there, a call broke. */
  play(program: string, play: Play): Promise<Decide>;
  /** What takes the place of it in the ordinary tests is held against it in more ways than can be played; absent where each play takes long. */
  compare?(program: string, requests: PolicyRequest[]): Promise<Comparison>;
}

/** Decisions of the enforcer beside those of what takes its place in the ordinary tests. */
export interface Comparison {
  decisions: number;
  /** Where they differ, in words. */
  wrong: string[];
}
