import { quoteAct, quoteHit } from "../evidence/facts.ts";
import { meaningOf } from "../evidence/meaning.ts";
import type { Rule } from "./rule.ts";

/** Many people, or the public, at once. */
export default {
  id: "reaches-public",
  phase: "risk",
  reason: "What many people or the public have received cannot be called back.",
  nearMiss: "One message to one channel reaches few; a draft reaches nobody.",
  claim(facts, category) {
    if (category !== "Write" && category !== "Execute") return undefined;
    const acts = [...facts.described, ...(facts.named ? [facts.named] : [])];
    const act = acts.find(
      (candidate) =>
        (candidate.kind === "publish" &&
          meaningOf(candidate, facts)?.shows === "makes something public") ||
        candidate.lemma === "tweet",
    );
    const mass = facts.about.get("mass");
    const sends = acts.find((candidate) => candidate.kind === "send");
    const store = facts.about.get("store");
    const reason = "it reaches many people or the public";
    if (mass && /^(?:broadcast)/i.test(mass.text) && acts[0]?.kind === "write")
      return {
        facets: ["public", "reach-people"],
        step: { by: 1, reason },
        evidence: [quoteHit(facts, mass, reason)],
      };
    if (act && !act.doubtful)
      return {
        facets: ["public", "reach-people"],
        step: { by: 1, reason },
        evidence: [quoteAct(facts, act, reason)],
      };
    if (sends && mass)
      return {
        facets: ["bulk", "reach-people"],
        step: { by: 1, reason },
        evidence: [quoteHit(facts, mass, reason)],
      };
    if (sends && !sends.doubtful && sends.lemma === "post" && store)
      return {
        facets: ["public", "reach-people"],
        step: { by: 1, reason },
        evidence: [quoteHit(facts, store, reason)],
      };
    return undefined;
  },
} satisfies Rule;
