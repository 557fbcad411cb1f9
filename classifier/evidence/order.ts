import { facets as facetOrder, witnesses, type Evidence, type Facet } from "../../model.ts";
import type { Claim } from "../rules/rule.ts";

/** What decided, strongest first, then what only facets rest on; each item once, with its facets. */
export function order(
  decisive: readonly Claim[],
  touching: readonly Claim[],
  kept: readonly Facet[],
): Evidence[] {
  const found: Evidence[] = [];
  const collect = (claims: readonly Claim[]) => {
    for (const claim of claims) {
      for (const each of claim.evidence) {
        const item = withFacets(each, claim.facets, kept);
        const at = found.findIndex((known) => isSame(known, item));
        if (at < 0) found.push(item);
        else found[at] = withFacets(found[at]!, item.facets, kept);
      }
    }
  };
  collect(decisive);
  const count = found.length;
  collect(touching);
  const rest = found.splice(count);
  return [...found.sort(strength), ...rest.sort(strength)];
}

const strength = (a: Evidence, b: Evidence) =>
  witnesses.indexOf(a.witness) - witnesses.indexOf(b.witness);

const isSame = (a: Evidence, b: Evidence): boolean =>
  a.shows === b.shows && a.quote === b.quote && a.witness === b.witness;

function withFacets(
  item: Evidence,
  facets: readonly Facet[] | undefined,
  kept: readonly Facet[],
): Evidence {
  if (!facets && !item.facets) return item;
  const resting = facetOrder.filter(
    (facet) => item.facets?.includes(facet) || (facets?.includes(facet) && kept.includes(facet)),
  );
  return resting.length > 0 ? { ...item, facets: resting } : item;
}
