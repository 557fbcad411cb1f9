import { quoteAct, type Act, type Facts } from "../evidence/facts.ts";
import { meaningOf, severest } from "../evidence/meaning.ts";
import type { Rule } from "./rule.ts";

/** A later sentence that says what else a call does. */
export default {
  id: "side-effect",
  phase: "category",
  reason:
    "A sentence whose verb has the tool as its subject (`Deletes …`, `This also sends …`) tells of an effect besides.",
  nearMiss:
    "Advice (`use delete_item to remove it`) and denials (`does not delete`) are about something else.",
  claim(facts) {
    const found = severest(facts.asides, facts);
    if (!found || found.meaning.category === "Read") return undefined;
    const plain = found.act.inflected && !restatesRemoval(facts, found.act);
    return {
      category: found.meaning.category,
      force: plain ? "decides" : "suggests",
      evidence: [quoteAct(facts, found.act, found.meaning.shows)],
    };
  },
} satisfies Rule;

/** `Removes …` after a lead that takes a label or a reaction off says the same again. */
function restatesRemoval(facts: Facts, act: Act): boolean {
  const lead = facts.described[0] ?? facts.named;
  if (!lead || (act.kind !== "detach" && act.kind !== "destroy")) return false;
  return (
    (lead.kind === "detach" || lead.kind === "destroy") &&
    meaningOf(lead, facts)?.category === "Write"
  );
}
