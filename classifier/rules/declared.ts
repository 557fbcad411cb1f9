import type { Rule } from "./rule.ts";

/** What the author's annotations claim. */
export default {
  id: "declared",
  phase: "category",
  reason:
    "An author who declares a tool read-only or destructive makes a claim, which counts where the text says nothing.",
  nearMiss:
    "An absent hint claims nothing; `destructiveHint: true` is also used for plain overwriting.",
  claim(facts) {
    const { readOnlyHint, destructiveHint } = facts.annotations;
    if (readOnlyHint === true) {
      return {
        category: "Read",
        force: "suggests",
        evidence: [
          {
            witness: "annotations",
            quote: "readOnlyHint",
            shows: "the author declares it read-only",
          },
        ],
      };
    }
    if (readOnlyHint === false) {
      return {
        category: "Write",
        force: "suggests",
        evidence: [
          {
            witness: "annotations",
            quote: destructiveHint === true ? "destructiveHint" : "readOnlyHint",
            shows: "the author declares that it writes",
          },
        ],
      };
    }
    return undefined;
  },
} satisfies Rule;
