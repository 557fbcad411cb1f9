import { quoteHit, quoteParameter } from "../evidence/facts.ts";
import { meaningOf } from "../evidence/meaning.ts";
import type { Rule } from "./rule.ts";

const budgets = new Set(
  "dailybudget lifetimebudget budget bidamount bid dailybudgetmicros budgetamount amountmicros".split(
    " ",
  ),
);

/** Advertising that can be switched on, or given another budget. */
export default {
  id: "spends-on-ads",
  phase: "category",
  reason: "A campaign that goes live, or gets a larger budget, spends without another question.",
  nearMiss: "A creative, an audience, and a budget that only alerts spend nothing.",
  claim(facts) {
    const hit = facts.about.get("adspend");
    const act = facts.described[0] ?? facts.named;
    if (
      !hit ||
      /^(?:budgets?|bids?)$/i.test(hit.text) ||
      !act ||
      meaningOf(act, facts)?.category !== "Write" ||
      facts.nameWords.some((word) => word.text === "creative")
    )
      return undefined;
    const budget = facts.parameters.find((parameter) => budgets.has(parameter.key));
    const status = facts.parameters.find(
      (parameter) =>
        /^(?:new)?status$/.test(parameter.key) &&
        (parameter.choices.length > 0
          ? parameter.choices.some((choice) => /^(?:active|enabled)$/i.test(choice))
          : act.lemma === "duplicate" && facts.lower.includes("active")),
    );
    const parameter = budget ?? status;
    if (!parameter) return undefined;
    return {
      category: "Financial",
      force: "decides",
      facets: ["money"],
      evidence: [
        quoteParameter(parameter, "sets what advertising spends"),
        quoteHit(facts, hit, "advertising"),
      ],
    };
  },
} satisfies Rule;
