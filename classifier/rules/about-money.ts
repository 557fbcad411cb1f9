import { findMention, quoteHit } from "../evidence/facts.ts";
import type { Rule } from "./rule.ts";

/** Changes that cost, or that have to do with money. */
export default {
  id: "about-money",
  phase: "risk",
  reason: "A change about money can cost somebody some.",
  nearMiss: "Reading an invoice or a price moves nothing.",
  claim(facts, category) {
    if (category === "Read") return undefined;
    const hit =
      facts.about.get("money") ?? facts.about.get("adspend") ?? findMention(facts, "charge");
    return hit && { facets: ["money"], evidence: [quoteHit(facts, hit, "has to do with money")] };
  },
} satisfies Rule;
