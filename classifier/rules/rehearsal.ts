import { findPhrase, phrasesOf } from "../evidence/facts.ts";
import type { Rule } from "./rule.ts";

const phrases = phrasesOf([
  "test mode only",
  "sandbox mode only",
  "simulation only",
  "dry run only",
  "paper trading",
  "paper account",
  "asks the user to confirm",
  "requires user confirmation in",
  "testnet only",
  "payer must approve",
  "must be approved by the",
]);

/** A rehearsal, or a person who has to agree first. */
export default {
  id: "rehearsal",
  phase: "risk",
  reason: "In test mode nothing real happens, and a forced confirmation puts a person in between.",
  nearMiss: "A `confirm` argument that the caller sets itself forces nobody.",
  claim(facts, category) {
    if (category === "Read" || category === undefined) return undefined;
    const found = findPhrase(facts, phrases);
    return (
      found && {
        step: { by: -1, reason: "it is a rehearsal, or a person has to agree first" },
        evidence: [{ ...found, shows: "is a rehearsal" }],
      }
    );
  },
} satisfies Rule;
