import { findTopic, quoteAct } from "../evidence/facts.ts";
import { topicsOf } from "../evidence/topics.ts";
import type { Rule } from "./rule.ts";

/** Orders and links on which another person must still pay. */
export default {
  id: "payer-approves",
  phase: "risk",
  reason: "A payment link or an order to be paid moves nothing until the payer agrees.",
  nearMiss: "Charging a saved card asks nobody.",
  claim(facts, category) {
    if (category !== "Financial") return undefined;
    const act = facts.described[0] ?? facts.named;
    if (!act || act.kind === "pay") return undefined;
    const link =
      facts.about.has("money") &&
      [...facts.nameWords, ...act.object].some((word) =>
        ["link", "links", "checkout", "intent"].includes(word.text),
      );
    const order =
      facts.named?.object.some((word) => word.text === "order") &&
      facts.about.has("finance") === false &&
      findTopic(act.object, "money") &&
      topicsOf.has("order") &&
      facts.parameters.some((parameter) => parameter.key === "currency");
    if (!link && !order) return undefined;
    return {
      step: { by: -1, reason: "it moves nothing until a payer approves" },
      evidence: [quoteAct(facts, act, "waits for a payer")],
    };
  },
} satisfies Rule;
