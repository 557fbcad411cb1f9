import type { Parameter } from "../evidence/facts.ts";
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
    if (destructiveHint !== true) return undefined;
    return {
      category: facts.parameters.some(isOpenMode) ? "Destructive" : "Write",
      force: "suggests",
      evidence: [
        {
          witness: "annotations",
          quote: "destructiveHint",
          shows: "the author declares it destructive",
        },
      ],
    };
  },
} satisfies Rule;

/** A mode of which nobody says what it may be. */
const isOpenMode = ({ key, choices, depth }: Parameter): boolean =>
  depth === 0 && choices.length === 0 && /^(?:action|operation|subcommand)$/.test(key);
