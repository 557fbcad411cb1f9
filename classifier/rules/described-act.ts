import { quoteAct } from "../evidence/facts.ts";
import { severest } from "../evidence/meaning.ts";
import type { Rule } from "./rule.ts";

/** The first sentence of a description says what a call does. */
export default {
  id: "described-act",
  phase: "category",
  reason: "The verb that leads the description, and those joined to it, say what a call does.",
  nearMiss: "`Deployment status …` starts with a noun, and `never deletes` denies what it names.",
  claim(facts) {
    const reads = facts.described.some((act) => act.kind === "read");
    const acts = facts.described.filter((act) => !(reads && act.lemma === "connect"));
    const found = severest(acts, facts);
    if (!found) return undefined;
    return {
      category: found.meaning.category,
      force: "decides",
      evidence: [quoteAct(facts, found.act, found.meaning.shows)],
    };
  },
} satisfies Rule;
