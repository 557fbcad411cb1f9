import { quoteAct, quoteHit } from "../evidence/facts.ts";
import { headWords } from "../evidence/meaning.ts";
import type { Rule } from "./rule.ts";

const wholes = new Set("all everything entire whole collection store database".split(" "));
const mine = new Set(
  "memory todo thinking thoughts thought planner tasks taskmaster scratchpad".split(" "),
);

/** State that is the agent's own. */
export default {
  id: "scratch",
  phase: "risk",
  reason: "The agent's own memory, plan, tab or connection matters to nobody else.",
  nearMiss: "Wiping a whole store, and a memory that other people share, is not scratch.",
  claim(facts, category) {
    if (
      category === "Read" ||
      category === "Execute" ||
      category === "Financial" ||
      category === undefined
    )
      return undefined;
    const act = facts.described[0] ?? facts.named;
    if (
      category === "Destructive" &&
      act &&
      [...headWords(act), ...facts.nameWords].some((word) => wholes.has(word.text))
    )
      return undefined;
    const reason = "touches only the agent's own working state";
    if (act && (act.kind === "session" || act.kind === "navigate") && !act.doubtful)
      return {
        facets: ["scratch"],
        step: { by: -1, reason },
        evidence: [quoteAct(facts, act, reason)],
      };
    const hit =
      facts.about.get("memory") ??
      (facts.nameWords.some((word) => word.text === "browser" || word.text === "tab") ||
      facts.about.get("browser")?.witness === "name"
        ? facts.about.get("browser")
        : undefined);
    if (hit)
      return {
        facets: ["scratch"],
        step: { by: -1, reason },
        evidence: [quoteHit(facts, hit, reason)],
      };
    if ([...facts.serverWords].some((word) => mine.has(word)))
      return { facets: ["scratch"], step: { by: -1, reason }, evidence: [] };
    return undefined;
  },
} satisfies Rule;
