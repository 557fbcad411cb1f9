import { quoteAct } from "../evidence/facts.ts";
import type { Rule } from "./rule.ts";

const repeats = new Set("set update modify enable disable put upsert assign archive".split(" "));

/** Doing it twice comes to the same. */
export default {
  id: "repeatable",
  phase: "risk",
  reason: "A call that sets a state can be retried; one that adds or sends cannot.",
  nearMiss: "Creating, appending and sending do more the second time.",
  claim(facts, category) {
    if (category === "Read") return undefined;
    const shows = "comes to the same when it is repeated";
    if (facts.annotations.idempotentHint === true)
      return {
        facets: ["idempotent"],
        evidence: [{ witness: "annotations", quote: "idempotentHint", shows }],
      };
    const lead = facts.described[0] ?? facts.named;
    return lead && repeats.has(lead.lemma)
      ? { facets: ["idempotent"], evidence: [quoteAct(facts, lead, shows)] }
      : undefined;
  },
} satisfies Rule;
