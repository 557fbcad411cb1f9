import {
  facets as facetOrder,
  risks,
  witnesses,
  type Category,
  type Classification,
  type Conflict,
  type Evidence,
  type Facet,
  type Risk,
  type Step,
} from "../model.ts";
import { confidenceOf } from "./confidence.ts";
import { engine } from "./engine.ts";
import { readFacts, type Facts } from "./evidence/facts.ts";
import { isTold, severity } from "./evidence/meaning.ts";
import { findHygiene } from "./hygiene/scan.ts";
import { explain } from "./rationale.ts";
import { rules } from "./rules/index.ts";
import type { Claim, Subject } from "./rules/rule.ts";

export { engine } from "./engine.ts";
export type { Subject } from "./rules/rule.ts";

const base: Record<Category, Risk> = {
  Read: "low",
  Write: "medium",
  Execute: "high",
  Destructive: "critical",
  Financial: "critical",
};

/** The label of a tool: pure and deterministic; every tool gets one, the less is known the lower its confidence. */
export function classify(subject: Subject): Classification {
  const facts = readFacts(subject);
  const claims: Claim[] = [];
  for (const rule of rules) {
    if (rule.phase !== "category") continue;
    const claim = rule.claim(facts);
    if (claim) claims.push(claim);
  }
  const { category, deciding } = decide(claims);
  const effect = category === "Read" ? "read" : "write";
  const moves: Claim[] = [];
  for (const rule of rules) {
    if (rule.phase !== "risk") continue;
    const claim = rule.claim(facts, category);
    if (claim) moves.push(claim);
  }
  const steps = boundSteps(moves, base[category]);
  const risk = weigh(base[category], steps);
  const weighing = moves.filter((claim) => claim.step && steps.includes(claim.step));
  const touching = moves.filter((claim) => !weighing.includes(claim));
  const kept = collectFacets([...deciding, ...moves], category);
  const evidence = order([...deciding, ...weighing], touching, kept);
  const conflicts = findConflicts(facts, category, deciding);
  const hygiene = findHygiene(facts.subject, subject.siblings);
  return {
    category,
    effect,
    risk,
    facets: kept,
    steps,
    rationale: explain({
      category,
      risk,
      base: base[category],
      deciding,
      steps,
      moves,
      conflicts,
      hygiene,
      facts,
    }),
    evidence,
    conflicts,
    hygiene,
    confidence: trust(category, deciding, claims, facts),
    engine,
  };
}

/** The most severe category that a deciding claim supports; failing those, the first suggestion; failing all, Read. */
function decide(claims: readonly Claim[]): { category: Category; deciding: Claim[] } {
  const deciding = claims.filter((claim) => claim.force === "decides");
  if (deciding.length > 0) {
    const enforced = deciding.some(
      (claim) => claim.category === "Read" && claim.facets?.includes("arbitrary-query"),
    );
    const counted = enforced ? deciding.filter((claim) => claim.category !== "Execute") : deciding;
    const category = counted.reduce<Category>(
      (worst, claim) => (severity(claim.category!) > severity(worst) ? claim.category! : worst),
      "Read",
    );
    return { category, deciding: counted.filter((claim) => claim.category === category) };
  }
  const first = claims[0];
  return first
    ? { category: first.category!, deciding: [first] }
    : { category: "Read", deciding: [] };
}

/** At most two steps up and one down are kept, the largest first, and none that the scale has no room for. */
function boundSteps(moves: readonly Claim[], from: Risk): Step[] {
  const steps = moves.flatMap((claim) => (claim.step ? [claim.step] : []));
  const kept: Step[] = [];
  let up = 0;
  let down = 0;
  const seen = new Set<string>();
  for (const step of steps.toSorted((a, b) => b.by - a.by)) {
    if (seen.has(step.reason)) continue;
    if (step.by > 0 ? up + step.by > 2 : down >= 1) continue;
    if (step.by > 0 && risks.indexOf(from) + up >= risks.length - 1) continue;
    seen.add(step.reason);
    if (step.by > 0) up += step.by;
    else down += 1;
    kept.push(step);
  }
  return kept;
}

function weigh(from: Risk, steps: readonly Step[]): Risk {
  const level = steps.reduce((total, step) => total + step.by, risks.indexOf(from));
  return risks[Math.min(risks.length - 1, Math.max(0, level))]!;
}

/** What decided, strongest first, then what only facets rest on; each item once, with its facets. */
function order(
  decisive: readonly Claim[],
  touching: readonly Claim[],
  kept: readonly Facet[],
): Evidence[] {
  const found = new Map<string, Evidence>();
  const collect = (claims: readonly Claim[]) => {
    for (const claim of claims) {
      for (const each of claim.evidence) {
        const item = withFacets(each, claim, kept);
        const key = `${item.witness}\0${item.quote}\0${item.shows}`;
        const known = found.get(key);
        found.set(
          key,
          known ? withFacets(known, { ...claim, facets: item.facets ?? [] }, kept) : item,
        );
      }
    }
    return [...found.values()];
  };
  const strength = (a: Evidence, b: Evidence) =>
    witnesses.indexOf(a.witness) - witnesses.indexOf(b.witness);
  const count = collect(decisive).length;
  const all = collect(touching);
  return [...all.slice(0, count).toSorted(strength), ...all.slice(count).toSorted(strength)];
}

function withFacets(item: Evidence, { facets = [] }: Claim, kept: readonly Facet[]): Evidence {
  const resting = facetOrder.filter(
    (facet) => item.facets?.includes(facet) || (facets.includes(facet) && kept.includes(facet)),
  );
  return resting.length > 0 ? { ...item, facets: resting } : item;
}

function collectFacets(claims: readonly Claim[], category: Category): Facet[] {
  const found = new Set(claims.flatMap((claim) => claim.facets ?? []));
  if (category === "Financial") found.add("money");
  if (found.has("scratch")) found.delete("irreversible");
  return facetOrder.filter((facet) => found.has(facet));
}

function findConflicts(facts: Facts, category: Category, deciding: readonly Claim[]): Conflict[] {
  const { readOnlyHint, destructiveHint } = facts.annotations;
  const shows = deciding[0]?.evidence[0]?.shows ?? "no sign of a change";
  const conflicts: Conflict[] = [];
  if (readOnlyHint === true && category !== "Read")
    conflicts.push({ annotation: "readOnlyHint", declared: true, found: shows });
  if (readOnlyHint === false && category === "Read")
    conflicts.push({ annotation: "readOnlyHint", declared: false, found: shows });
  if (destructiveHint === false && category === "Destructive")
    conflicts.push({ annotation: "destructiveHint", declared: false, found: shows });
  return conflicts;
}

/** What the label's claims, and the tool's text and code, say of how sure it is. */
function trust(
  category: Category,
  deciding: readonly Claim[],
  claims: readonly Claim[],
  facts: Facts,
): number {
  return confidenceOf({
    agreeing:
      deciding.length === 0 ? 0 : claims.filter((claim) => claim.category === category).length,
    opposing: claims.filter((claim) => contradicts(claim.category!, category)).length,
    decided: deciding[0]?.force === "decides",
    told: !facts.foreign && isTold(facts),
    described: facts.sentences.length > 0,
    silent: isSilentCode(facts, deciding),
  });
}

/** A lesser change beside a graver one agrees that something changes. */
const contradicts = (claimed: Category, category: Category): boolean =>
  (claimed === "Read") !== (category === "Read") || severity(claimed) > severity(category);

/** The handler was read and shows nothing either way, so words alone decided. */
function isSilentCode(facts: Facts, deciding: readonly Claim[]): boolean {
  return (
    facts.reaches?.length === 0 &&
    deciding.every((claim) => claim.evidence.every((item) => item.witness !== "schema"))
  );
}
