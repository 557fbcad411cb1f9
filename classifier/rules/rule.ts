import type { Category, Definition, Evidence, Facet, Place, Step } from "../../model.ts";

/** What a rule may look at: the definition, and the handler's code when it was found. */
export interface Subject extends Definition {
  /** Public id of its server. */
  server?: string;
  handler?: Place;
  /** Text of the handler; its first line is `handler.line`. */
  handlerSource?: string;
}

/** What a rule says of a tool, with the words or the line that it rests on. */
export interface Claim {
  category?: Category;
  facets?: Facet[];
  step?: Step;
  evidence: Evidence[];
}
