import { findPhrase, phrasesOf, quoteAct } from "../evidence/facts.ts";
import type { Rule } from "./rule.ts";

const anew = new Set(
  `recreate rebuild reinstall reimage reprovision reset restore revert rollback reinitialize reformat format initialize init
  setup replace downgrade`.split(/\s+/),
);

const losses = phrasesOf([
  "loss of all",
  "lose all",
  "loses all",
  "all data will be lost",
  "all data is lost",
  "all data will be deleted",
  "all data is deleted",
  "all data will be erased",
  "all data is erased",
  "all data will be wiped",
  "all data will be destroyed",
  "all existing data will be",
  "all existing data is",
  "deletes all",
  "erases all",
  "wipes all",
  "destroys all",
]);

/** Making something anew whose text says that everything in it goes. */
export default {
  id: "total-loss",
  phase: "category",
  reason: "To rebuild, reinstall or reset a thing and lose all that it held is to remove that.",
  nearMiss:
    "Rebuilding an index loses nothing, and restoring one record replaces what the text says.",
  claim(facts) {
    const acts = facts.acts;
    const act = acts.find((candidate) => anew.has(candidate.lemma));
    const loss = act && findPhrase(facts, losses);
    if (!act || !loss) return undefined;
    return {
      category: "Destructive",
      force: "decides",
      facets: ["irreversible"],
      evidence: [
        { ...loss, shows: "all that it held is lost" },
        quoteAct(facts, act, "makes it anew"),
      ],
    };
  },
} satisfies Rule;
