import {
  facets as facetOrder,
  risks,
  type Category,
  type Classification,
  type Conflict,
  type Facet,
  type Risk,
  type Step,
} from "../model.ts";
import { confidenceOf } from "./confidence.ts";
import { engine } from "./engine.ts";
import { readFacts, type Facts } from "./evidence/facts.ts";
import { isTold, severity } from "./evidence/meaning.ts";
import { findHygiene } from "./hygiene/scan.ts";
import { order } from "./evidence/order.ts";
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

const deeds = rules.filter((rule) => rule.phase === "category");
const weights = rules.filter((rule) => rule.phase === "risk");

/** The label of a tool: pure and deterministic; every tool gets one, the less is known the lower its confidence. */
export function classify(subject: Subject): Classification {
  const facts = readFacts(subject);
  const claims: Claim[] = [];
  for (const rule of deeds) {
    const claim = rule.claim(facts);
    if (claim) claims.push(claim);
  }
  const { category, deciding } = decide(claims);
  const effect = category === "Read" ? "read" : "write";
  const moves: Claim[] = [];
  for (const rule of weights) {
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
  const kept: Step[] = [];
  const steps: Step[] = [];
  for (const { step } of moves) if (step) steps.push(step);
  if (steps.length === 0) return kept;
  let up = 0;
  let down = 0;
  for (const step of steps.toSorted((a, b) => b.by - a.by)) {
    if (kept.some(({ reason }) => reason === step.reason)) continue;
    if (step.by > 0 ? up + step.by > 2 : down >= 1) continue;
    if (step.by > 0 && risks.indexOf(from) + up >= risks.length - 1) continue;
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

function collectFacets(claims: readonly Claim[], category: Category): Facet[] {
  const found = new Set<Facet>();
  for (const { facets } of claims) if (facets) for (const facet of facets) found.add(facet);
  if (category === "Financial") found.add("money");
  if (found.size === 0) return [];
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
