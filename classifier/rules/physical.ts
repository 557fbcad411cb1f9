import { quoteHit } from "../evidence/facts.ts";
import type { Rule } from "./rule.ts";

/** Devices in the physical world. */
export default {
  id: "physical",
  phase: "risk",
  reason: "A device acts on people and things around it.",
  nearMiss: "Reading a thermometer moves nothing; locking an issue is no lock.",
  claim(facts, category) {
    if (category !== "Write" && category !== "Execute") return undefined;
    const hit = facts.about.get("physical");
    if (!hit || facts.about.has("browser")) return undefined;
    const reason = "acts on a physical device";
    return {
      facets: ["physical"],
      step: { by: 1, reason },
      evidence: [quoteHit(facts, hit, reason)],
    };
  },
} satisfies Rule;
