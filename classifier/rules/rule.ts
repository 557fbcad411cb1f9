import type { Call, Category, Definition, Evidence, Facet, Place, Step } from "../../model.ts";
import type { Facts } from "../evidence/facts.ts";

/** What is judged: the definition, and what is known of the handler's code. */
export interface Subject extends Definition {
  /** Public id of its server. */
  server?: string;
  /** Names of all tools of that server, its own among them; absent when unknown. Best one list for all of them. */
  siblings?: readonly string[];
  handler?: Place;
  /** What the handler's code calls, as it was followed; absent when it could not be. */
  calls?: Call[];
  /** Text of the handler, which counts where no calls are given; its first line is `handler.line`. */
  handlerSource?: string;
}

/** What a rule says of a tool, with the words or the line that it rests on. */
export interface Claim {
  category?: Category;
  /** `decides` counts by itself; `suggests` counts only where nothing decides. */
  force?: "decides" | "suggests";
  facets?: Facet[];
  step?: Step;
  evidence: Evidence[];
}

/** One thing that can be concluded from facts; a file in this folder, with a fixture of the same name. */
export interface Rule {
  /** The file's name; the public address of the rule. */
  id: string;
  /** `category` rules say what a tool does; `risk` rules come after, see the category, and say what moves the risk. */
  phase: "category" | "risk";
  /** Why the conclusion follows, in one sentence. */
  reason: string;
  /** What looks alike and is not meant. */
  nearMiss: string;
  /** `category` is present exactly in the `risk` phase. */
  claim(facts: Facts, category?: Category): Claim | undefined;
}
