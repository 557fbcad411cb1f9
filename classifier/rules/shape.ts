import { quoteParameter, type Facts } from "../evidence/facts.ts";
import type { Claim, Rule } from "./rule.ts";

const content = new Set(
  "body content contents text message messages payload data html markdown subject comment note value values newvalue newname updates patch properties fields attributes settings documents entries".split(
    " ",
  ),
);

/** Where no verb is known, the parameters tell whether something is handed over. */
export default {
  id: "shape",
  phase: "category",
  reason:
    "A tool that must be given content, and names no act, more likely stores or sends it than not.",
  nearMiss: "Names of things, ids, filters and pages are how one asks for something.",
  claim(facts) {
    const parameter = facts.parameters.find(
      (candidate) => candidate.depth === 0 && content.has(candidate.key),
    );
    const ids = facts.parameters.some(
      (candidate) =>
        candidate.depth === 0 && candidate !== parameter && candidate.words.at(-1)?.text === "id",
    );
    if (!parameter || !ids) return manages(facts);
    return {
      category: "Write",
      force: "suggests",
      evidence: [quoteParameter(parameter, "takes content to put somewhere")],
    };
  },
} satisfies Rule;

/** `Manage boxes` by an action of which nothing is said: somewhere it will do more than look. */
function manages(facts: Facts): Claim | undefined {
  const act = facts.described[0] ?? facts.named;
  const mode = facts.parameters.find(
    ({ key, choices, depth }) =>
      depth === 0 && choices.length === 0 && /^(?:action|operation|subcommand)$/.test(key),
  );
  return mode && act && /^(?:manage|handle|control|administer)$/.test(act.lemma)
    ? {
        category: "Write",
        force: "suggests",
        evidence: [quoteParameter(mode, "takes an action to do")],
      }
    : undefined;
}
