import { findPhrase, quoteHit, type Facts, type Hit } from "../evidence/facts.ts";
import type { Rule } from "./rule.ts";

const passing = new Set("list status metadata describe check validate verify rotate".split(" "));

const withheld = [
  "never returned",
  "not returned",
  "values are not",
  "without values",
  "names only",
  "masked",
  "redacted",
  "does not return",
  "without revealing",
];

const dull = new Set(
  "data status trends statistics types type policy policies settings count schema events logs".split(
    " ",
  ),
);

/** Secrets that come back. */
export default {
  id: "reads-secrets",
  phase: "risk",
  reason: "A secret that is returned is in the conversation, and works for whoever sees it.",
  nearMiss:
    "A token parameter that authenticates the call, page tokens and publishable keys are not returned secrets.",
  claim(facts, category) {
    if (category !== "Read") return undefined;
    const hit = facts.about.get("secret");
    if (
      !hit ||
      facts.about.has("directory") ||
      findPhrase(facts, withheld) ||
      dull.has(facts.nameWords.at(-1)?.text ?? "")
    )
      return undefined;
    const act = facts.described[0] ?? facts.named;
    const purpose =
      act !== undefined && !passing.has(act.lemma) && act.kind === "read" && isObject(facts, hit);
    return {
      facets: ["secrets"],
      step:
        purpose && !/env/i.test(hit.text)
          ? { by: 2, reason: "it is there to hand out secrets" }
          : { by: 1, reason: "it can return secrets" },
      evidence: [quoteHit(facts, hit, "hands out secrets")],
    };
  },
} satisfies Rule;

function isObject(facts: Facts, hit: Hit): boolean {
  const act = facts.described[0];
  if (hit.witness === "name" || !act) return true;
  return act.object.some((word) => word.start === hit.start);
}
