import { quoteHit } from "../evidence/facts.ts";
import type { Rule } from "./rule.ts";

/** Machines, clusters and networks, and what starts a charge. */
export default {
  id: "changes-infrastructure",
  phase: "risk",
  reason: "Infrastructure carries what others depend on, and its creation can start a charge.",
  nearMiss:
    "Starting or stopping one thing is what Execute already says; a parameter group or a namespace costs nothing.",
  claim(facts, category) {
    if (category !== "Write" && category !== "Destructive") return undefined;
    const act = facts.described[0] ?? facts.named;
    if (act && (act.kind === "session" || act.kind === "navigate")) return undefined;
    const hit =
      facts.about.get("infra") ?? facts.about.get("production") ?? facts.mentions.get("charge");
    if (!hit) return undefined;
    const reason = "changes infrastructure";
    return {
      facets: ["infrastructure"],
      step: { by: 1, reason },
      evidence: [quoteHit(facts, hit, reason)],
    };
  },
} satisfies Rule;
