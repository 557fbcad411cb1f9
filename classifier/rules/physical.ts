import { findTopic, quoteHit } from "../evidence/facts.ts";
import type { Rule } from "./rule.ts";

/** Devices in the physical world. */
export default {
  id: "physical",
  phase: "risk",
  reason: "A device acts on people and things around it.",
  nearMiss: "Reading a thermometer moves nothing; locking an issue is no lock.",
  claim(facts, category) {
    if (category !== "Write" && category !== "Execute") return undefined;
    const act = facts.described[0] ?? facts.named;
    const word = act && findTopic(act.object, "physical");
    if (!word || facts.about.has("browser")) return undefined;
    const text = act.witness === "name" ? facts.subject.name : facts.subject.description!;
    const reason = "it acts on a physical device";
    return {
      facets: ["physical"],
      step: { by: 1, reason },
      evidence: [
        quoteHit(
          facts,
          {
            witness: act.witness,
            start: word.start,
            end: word.end,
            text: text.slice(word.start, word.end),
          },
          reason,
        ),
      ],
    };
  },
} satisfies Rule;
