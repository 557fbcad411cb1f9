import { findPhrase, type Facts } from "../evidence/facts.ts";
import type { Rule } from "./rule.ts";

const words = [
  "permanently",
  "irreversibl",
  "cannot be undone",
  "can't be undone",
  "cannot be recovered",
  "cannot be restored",
  "unrecoverable",
  "not recoverable",
];
const kept = [
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
];

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
    if (findPhrase(facts, kept)) return undefined;
    if (words.some((phrase) => isSaid(facts, phrase)))
      return { facets: ["irreversible"], evidence: [] };
    const acts = [...facts.described, ...(facts.named ? [facts.named] : [])];
    const loses =
      acts.some((act) => losing.has(act.lemma)) ||
      (facts.about.has("finance") && acts.some((act) => act.lemma === "cancel")) ||
      facts.parameters.some(({ choices }) =>
        choices.some((choice) => losing.has(choice.toLowerCase())),
      );
    return category === "Destructive" && loses
      ? { facets: ["irreversible"], evidence: [] }
      : undefined;
  },
} satisfies Rule;

/** Said for sure: `may be irreversible` and `not permanently` say nothing. */
function isSaid(facts: Facts, phrase: string): boolean {
  const at = facts.lower.indexOf(phrase);
  return (
    at >= 0 &&
    !/(?:may be|might be|can be|not|never|n't) $/.test(facts.lower.slice(Math.max(0, at - 10), at))
  );
}
