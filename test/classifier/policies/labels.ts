import {
  actions,
  facets,
  type Category,
  type Classification,
  type Facet,
  type Recommendation,
  type Risk,
} from "../../../model.ts";

/** How many calls an hour run without a person. */
export function room({ action, limit }: Recommendation): number {
  const hours = { minute: 1 / 60, hour: 1, day: 24 };
  if (limit !== undefined) return limit.max / hours[limit.window];
  return action === "allow" ? Infinity : -actions.indexOf(action);
}

/** A label by rules, sure of itself. */
export function labelled(category: Category, risk: Risk, held: Facet[]): Classification {
  return {
    category,
    effect: category === "Read" ? "read" : "write",
    risk,
    facets: facets.filter((facet) => held.includes(facet)),
    steps: [],
    rationale: "",
    evidence: [],
    conflicts: [],
    hygiene: [],
    confidence: 1,
    engine: "rules@00000000",
  };
}
