import { quoteHit } from "../evidence/facts.ts";
import type { Rule } from "./rule.ts";

/** Changes to machines, clusters and networks that others run on. */
export default {
  id: "infrastructure",
  phase: "risk",
  reason: "What runs on a machine or a cluster shares what happens to it.",
  nearMiss: "Reading the state of a cluster changes nothing about it.",
  claim(facts, category) {
    const hit = category === "Read" ? undefined : facts.about.get("infra");
    return (
      hit && {
        facets: ["infrastructure"],
        evidence: [quoteHit(facts, hit, "changes infrastructure")],
      }
    );
  },
} satisfies Rule;
