import type { Call } from "../evidence/facts.ts";
import { meaningOf, severity } from "../evidence/meaning.ts";
import type { Facts } from "../evidence/facts.ts";
import type { Rule } from "./rule.ts";

/** What the handler's code reaches. */
export default {
  id: "handler-call",
  phase: "category",
  reason: "Code that sends, writes, deletes or starts a process does so whatever the text says.",
  nearMiss:
    "A temporary file that is deleted, or a process that a reader needs, does not make its tool destructive or an executor.",
  claim(facts) {
    let best: Call | undefined;
    for (const call of facts.calls)
      if (weight(call, facts) > (best ? weight(best, facts) : 0)) best = call;
    if (!best) return undefined;
    const { handler } = facts.subject;
    const at = handler ? { path: handler.path, line: handler.line + best.line } : undefined;
    return {
      category: amount(best, facts),
      force: "decides",
      facets: best.facets,
      evidence: [{ witness: "code", quote: best.quote, shows: best.shows, ...(at ? { at } : {}) }],
    };
  },
} satisfies Rule;

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
