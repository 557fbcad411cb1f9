import { findMention, quoteHit, quoteParameter } from "../evidence/facts.ts";
import type { Rule } from "./rule.ts";

const hostWords = new Set(
  "command commands cmd shellcommand script code cmdline commandline".split(" "),
);

const runs = new Set(
  "run execute exec eval evaluate spawn start interpret send perform".split(" "),
);

/** Commands and code outside a sandbox. */
export default {
  id: "runs-on-host",
  phase: "risk",
  reason:
    "A command or code on the host or in production reaches everything that its user reaches.",
  nearMiss: "Code in a sandbox or in a web page does not reach the host.",
  claim(facts, category) {
    if (
      category !== "Execute" ||
      facts.about.has("sandbox") ||
      findMention(facts, "sandbox") !== undefined ||
      facts.about.has("browser")
    )
      return undefined;
    const steersProcess = facts.nameWords.some(
      (word) => word.text === "process" || word.text === "terminal",
    );
    const parameter = facts.parameters.find(
      (candidate) =>
        (hostWords.has(candidate.key) || (steersProcess && candidate.key === "input")) &&
        candidate.choices.length === 0,
    );
    const acts = [...facts.described, ...(facts.named ? [facts.named] : [])];
    if (!acts.some((act) => runs.has(act.lemma))) return undefined;
    const hit = facts.about.get("host");
    const reason = "it runs what the caller writes outside a sandbox";
    if (!parameter) return undefined;
    return {
      facets: ["arbitrary-code"],
      step: { by: 1, reason },
      evidence: [hit ? quoteHit(facts, hit, reason) : quoteParameter(parameter, reason)],
    };
  },
} satisfies Rule;
