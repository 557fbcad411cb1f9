import { findPhrase, quoteAct } from "../evidence/facts.ts";
import type { Rule } from "./rule.ts";

const phrases = [
  "overwrite",
  "overwriting",
  "completely replace",
  "replaces the entire",
  "replace the entire",
  "replaces all",
  "previous content is lost",
  "replaces the whole",
  "existing content will be lost",
  "replace the whole",
  "full replacement",
];
const denials = [
  "does not overwrite",
  "without overwriting",
  "won't overwrite",
  "not overwrite",
  "never overwrite",
];

/** Whole existing content replaced without a trace. */
export default {
  id: "overwrites",
  phase: "risk",
  reason: "Content that is replaced as a whole, where nothing versions it, is lost.",
  nearMiss: "Changing one field, or a part of a file, keeps the rest.",
  claim(facts, category) {
    if (category !== "Write") return undefined;
    const act = facts.described.find((candidate) => candidate.lemma === "overwrite");
    const reason = "it replaces whole content that nothing versions";
    if (act)
      return {
        facets: ["irreversible"],
        step: { by: 1, reason },
        evidence: [quoteAct(facts, act, reason)],
      };
    if (findPhrase(facts, denials)) return undefined;
    const found = findPhrase(facts, phrases);
    return (
      found && {
        facets: ["irreversible"],
        step: { by: 1, reason },
        evidence: [{ ...found, shows: reason }],
      }
    );
  },
} satisfies Rule;
