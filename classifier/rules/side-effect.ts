import { quoteAct, type Act, type Facts } from "../evidence/facts.ts";
import { meaningOf, severest } from "../evidence/meaning.ts";
import type { Rule } from "./rule.ts";

/** `Accepts a model` tells of the input, `logs the call` of book-keeping. */
const receiving = new Set(
  "accept log cache track record follow respect apply respond support".split(" "),
);

/** How a reader goes about it: it runs its query, connects, opens and turns to something. */
const passing = (act: Act): boolean =>
  act.kind === "run" ||
  act.kind === "session" ||
  act.kind === "navigate" ||
  act.kind === "merge" ||
  act.lemma === "open" ||
  act.lemma === "start";

/** `Replaces the former get_box` tells which tools it stands for. */
const succeeds = ({ lemma, object }: Act): boolean =>
  /^(?:replace|combine|merge|consolidate|supersede)$/.test(lemma) &&
  object
    .slice(0, 4)
    .some(({ text }) => /^(?:former|legacy|deprecated|separate|older|old)$|_/.test(text));

/** A later sentence that says what else a call does. */
export default {
  id: "side-effect",
  phase: "category",
  reason:
    "A sentence whose verb has the tool as its subject (`Deletes …`, `This also sends …`) tells of an effect besides.",
  nearMiss:
    "Advice (`use delete_item to remove it`) and denials (`does not delete`) are about something else.",
  claim(facts) {
    const lead = facts.described[0] ?? facts.named;
    const reads = lead !== undefined && meaningOf(lead, facts)?.category === "Read";
    const telling = facts.asides.filter(
      (act) => !receiving.has(act.lemma) && !(reads && passing(act)) && !(reads && succeeds(act)),
    );
    const found = severest(telling, facts);
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
