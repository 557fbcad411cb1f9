import type { Call } from "../evidence/facts.ts";
import { headWords, meaningOf, severity } from "../evidence/meaning.ts";
import type { Facts } from "../evidence/facts.ts";
import type { Rule } from "./rule.ts";

/** What the handler's code reaches. */
export default {
  id: "handler-call",
  phase: "category",
  reason: "Code that sends, writes, deletes or starts a process does so whatever the text says.",
  nearMiss:
    "A POST of a search, a temporary file that is deleted, or a process that a reader needs, does not make its tool destructive or an executor.",
  claim(facts) {
    let best: Call | undefined;
    for (const call of facts.calls)
      if (weight(call, facts) > (best ? weight(best, facts) : 0)) best = call;
    if (!best) return undefined;
    const { handler } = facts.subject;
    const at = handler ? { path: handler.path, line: handler.line + best.line } : undefined;
    return {
      category: amount(best, facts),
      force: best.weak && reads(facts) ? "suggests" : "decides",
      facets: best.facets,
      evidence: [{ witness: "code", quote: best.quote, shows: best.shows, ...(at ? { at } : {}) }],
    };
  },
} satisfies Rule;

/** Asking a search engine, a crawler, a parser or a query endpoint is done by POST as often as not. */
const collecting = new Set(
  `scrape crawl search parse research extract query map find analyze analyse summarize translate transcribe convert
  classify detect recognize embed rank ask lookup compare calculate compute estimate validate verify check preview screenshot
  render generate`.split(/\s+/),
);

/** Whether the words say that it only collects or computes. */
function reads(facts: Facts): boolean {
  const acts = [...facts.described, ...(facts.named ? [facts.named] : [])];
  const lead = acts[0];
  if (!lead || meaningOf(lead, facts)?.category !== "Read") return false;
  const words = [...facts.nameWords, ...headWords(lead)].map((word) => word.text);
  return (
    acts.some((act) => collecting.has(act.lemma)) || words.some((word) => collecting.has(word))
  );
}

const weight = (call: Call, facts: Facts): number => severity(amount(call, facts));

/** Code raises a claimed act; it makes a reader a remover or executor only when nothing else was said. */
function amount(call: Call, facts: Facts): Call["category"] {
  const act = facts.described[0] ?? facts.named;
  const said = act && meaningOf(act, facts)?.category;
  if (call.category === "Execute" && !call.facets.includes("arbitrary-code"))
    return said ?? "Execute";
  if (call.category === "Destructive" && said !== undefined && said !== "Destructive")
    return said === "Read" && call.facets.includes("network") ? "Write" : said;
  return call.category;
}
