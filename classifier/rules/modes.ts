import type { Category } from "../../model.ts";
import { nameAct } from "../evidence/acts.ts";
import { quoteParameter } from "../evidence/facts.ts";
import { meaningOf, severity } from "../evidence/meaning.ts";
import { splitName } from "../evidence/words.ts";
import type { Claim, Rule } from "./rule.ts";

const modeNames = new Set(
  "action operation mode command method op verb subcommand task type actiontype operationtype function event state".split(
    " ",
  ),
);
const modeHeads = new Set("action operation op subcommand method command".split(" "));

/** A parameter whose choices are verbs makes a tool of several tools. */
export default {
  id: "modes",
  phase: "category",
  reason: "A tool with modes can do the most severe of them.",
  nearMiss:
    "`method: GET | POST` of a fetcher is a request, and `sort: updated | created` names no act.",
  claim(facts) {
    let best: { claim: Claim; level: number } | undefined;
    for (const parameter of facts.parameters) {
      const lastWord = parameter.words.at(-1)?.text ?? "";
      if (!modeNames.has(parameter.key) && !modeHeads.has(lastWord)) continue;
      const strict = modeHeads.has(lastWord) || parameter.key === "mode";
      if (!strict || parameter.choices.length < 2) continue;
      for (const choice of parameter.choices) {
        const act = nameAct(splitName(choice), () => false);
        const meaning =
          act &&
          meaningOf(
            { ...act, doubtful: false, object: [...act.object, ...facts.nameWords] },
            facts,
          );
        if (!meaning) continue;
        const level = severity(meaning.category);
        if (level > 0 && (!best || level > best.level)) {
          best = {
            level,
            claim: {
              category: meaning.category as Category,
              force: "decides",
              evidence: [quoteParameter(parameter, `has a mode that ${meaning.shows}`, choice)],
            },
          };
        }
      }
    }
    return best?.claim;
  },
} satisfies Rule;
