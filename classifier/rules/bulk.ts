import { quoteHit, quoteParameter, type Facts } from "../evidence/facts.ts";
import type { Claim, Rule } from "./rule.ts";

const filters = new Set(
  "filter where criteria selector condition conditions whereclause".split(" "),
);
const changing = new Set(
  "update modify set change edit overwrite replace patch execute run upsert".split(" "),
);

/** Many records changed at once by the caller's filter. */
export default {
  id: "bulk",
  phase: "risk",
  reason: "A change by filter touches records that nobody has looked at.",
  nearMiss: "A list of ids that the caller names is bulk, but seen.",
  claim(facts, category) {
    if (category === "Execute") return runsMany(facts);
    if (category !== "Write") return undefined;
    const act = facts.described[0] ?? facts.named;
    const filter = facts.parameters.find(
      (parameter) => filters.has(parameter.key) && parameter.depth === 0,
    );
    const mass = facts.about.get("mass");
    if (act && filter && changing.has(act.lemma) && !namesOne(facts)) {
      return {
        facets: ["bulk"],
        step: { by: 1, reason: "it changes many records by the caller's filter" },
        evidence: [quoteParameter(filter, "chooses records by a filter")],
      };
    }
    return mass && { facets: ["bulk"], evidence: [quoteHit(facts, mass, "acts on many at once")] };
  },
} satisfies Rule;

/** `Bulk retry jobs by ids or by a filter`. */
function runsMany(facts: Facts): Claim | undefined {
  const mass = facts.about.get("mass");
  const filtered = facts.sentences[0]?.words.some(({ text }) => text === "filter");
  return mass && filtered && /^(?:bulk|mass)$/i.test(mass.text)
    ? {
        facets: ["bulk"],
        step: { by: 1, reason: "it changes many records by the caller's filter" },
        evidence: [quoteHit(facts, mass, "acts on many at once")],
      }
    : undefined;
}

/** A key or an id of the thing itself is asked for, so the filter only narrows it. */
const namesOne = (facts: Facts): boolean =>
  facts.nameWords.at(-1)?.text === "one" ||
  facts.described[0]?.object.slice(0, 2).some(({ text }) => text === "single" || text === "one") ===
    true ||
  facts.parameters.some(
    (parameter) =>
      parameter.depth === 0 &&
      (/^(?:id|iid|key|uuid|slug)$/.test(parameter.key) ||
        (parameter.required &&
          parameter.words.at(-1)?.text === "id" &&
          facts.nameWords.some(({ text }) => text === parameter.words.at(-2)?.text)) ||
        /(?:record|item|document)id$/.test(parameter.key)),
  );
