import type { Category, Evidence } from "../../model.ts";
import { findPhrase, phrasesOf, quoteAct, quoteParameter, type Facts } from "../evidence/facts.ts";
import type { Claim, Rule } from "./rule.ts";

const words = phrasesOf([
  "permanently",
  "irreversibl",
  "cannot be undone",
  "can't be undone",
  "cannot be recovered",
  "cannot be restored",
  "unrecoverable",
  "not recoverable",
]);
const kept = phrasesOf([
  "can be restored",
  "restorable",
  "soft-delete",
  "soft delete",
  "moves to trash",
  "moved to trash",
  "moved to the trash",
  "recycle bin",
  "can be undone",
  "can be recovered",
]);

/** Verbs after which the thing itself is gone; what is uninstalled, revoked or cancelled can be set up again. */
const losing = new Set(
  "delete drop purge truncate destroy wipe erase empty shred expunge obliterate flush clear prune merge".split(
    " ",
  ),
);

/** What cannot be got back, by the text or because what is deleted is kept nowhere. */
export default {
  id: "irreversible",
  phase: "risk",
  reason: "What is deleted is gone unless the text names what restores it.",
  nearMiss: "What is uninstalled, unlinked or revoked can be set up again; a trash gives back.",
  claim(facts, category) {
    if (category === "Read" || category === undefined) return undefined;
    const found = findLoss(facts, category);
    return found && !findPhrase(facts, kept) ? gone(found) : undefined;
  },
} satisfies Rule;

function findLoss(facts: Facts, category: Category): Evidence | undefined {
  const said = findPhrase(facts, words, isSaid);
  if (said || category !== "Destructive") return said;
  const { acts } = facts;
  const act =
    acts.find((each) => losing.has(each.lemma)) ??
    (facts.about.has("finance") ? acts.find((each) => each.lemma === "cancel") : undefined);
  if (act) return quoteAct(facts, act, shows);
  for (const parameter of facts.parameters) {
    const choice = parameter.choices.find((each) => losing.has(each.toLowerCase()));
    if (choice) return quoteParameter(parameter, shows, choice);
  }
  return undefined;
}

const shows = "what goes is kept nowhere";

const gone = (evidence: Evidence): Claim => ({
  facets: ["irreversible"],
  evidence: [{ ...evidence, shows }],
});

/** Said for sure: `may be irreversible` and `not permanently` say nothing. */
const isSaid = ({ lower }: Facts, at: number): boolean =>
  !/(?:may be|might be|can be|not|never|n't) $/.test(lower.slice(Math.max(0, at - 10), at));
