import { effectSentences, outcome } from "../classifier/policies/describe.ts";
import { formats } from "../classifier/policies/index.ts";
import {
  checkedWords,
  type Emitted,
  type PolicyFormat,
  type PolicyRequest,
} from "../classifier/policies/format.ts";
import type { Recommendation } from "../model.ts";
import { count } from "./text.ts";

/** One format's answer for one tool or one server, in words. */
export interface PolicyView {
  id: string;
  title: string;
  docs: string;
  checkedBy: string;
  /** Exactly what is copied; absent where there is nothing to paste. */
  body?: string;
  /** The second document of the policy; absent where one says it all. */
  also?: { body: string; where: string };
  /** Why the tool that the request is about gets something other than recommended; absent when it gets that. */
  instead?: string;
  /** Where the body goes, and whether it is complete as it stands; absent where only the second document has something to say. */
  where?: string;
  /** What becomes of the tools, of the others, and of those that the server adds later; in that order. */
  effects: string[];
  notes: string[];
}

/** `at most 30 calls a minute`. */
export function limitWords(limit: { max: number; window: string }): string {
  return `at most ${count(limit.max, "call")} ${limit.window === "hour" ? "an" : "a"} ${limit.window}`;
}

/** A recommendation in a few words: `Ask a person before each call`. */
export function recommendationWords({ action, limit }: Recommendation): string {
  if (action === "limit" && limit) return `Allow ${limitWords(limit)}`;
  if (action === "ask") return "Ask a person before each call";
  return action === "deny" ? "Block" : "Allow";
}

/** The same for a narrow column: `20 an hour`. */
export function recommendationWord({ action, limit }: Recommendation): string {
  if (action === "limit" && limit)
    return `${limit.max} ${limit.window === "hour" ? "an" : "a"} ${limit.window}`;
  if (action === "ask") return "Ask each time";
  return action === "deny" ? "Block" : "Allow";
}

/** What becomes of tools that the policy for the whole server does not list, in the first format. */
export function unlistedWords(request: PolicyRequest): string {
  const [first] = formats;
  if (first === undefined) return "";
  return `A tool that the policy for the whole server does not list ${outcome(first.emit(request).unknownTools)} in ${first.title}; each policy says it for its enforcer.`;
}

/** What a reader has to fill in. */
const placeholder = /<[a-z][a-z ]*>/;

function whereWords({ goesInto }: PolicyFormat, emitted: Emitted): string | undefined {
  if (emitted.isEmpty) return emitted.also ? undefined : "There is nothing to paste.";
  return emitted.extent === "whole" && !placeholder.test(emitted.body)
    ? `${goesInto} It is complete as it stands.`
    : goesInto;
}

/** A format's snippet with all that a reader must know about it. */
export function policyView(format: PolicyFormat, request: PolicyRequest): PolicyView {
  const emitted = format.emit(request);
  const note = emitted.coverage.find((each) => each.tool === request.only)?.note;
  const where = whereWords(format, emitted);
  return {
    id: format.id,
    title: format.title,
    docs: format.docs,
    checkedBy: checkedWords(format),
    ...(emitted.isEmpty === undefined && { body: emitted.body }),
    ...(emitted.also && { also: { body: emitted.also.body, where: emitted.also.goesInto } }),
    ...(note !== undefined && { instead: note }),
    ...(where !== undefined && { where }),
    effects: effectSentences(emitted, request.only),
    notes: emitted.notes,
  };
}
