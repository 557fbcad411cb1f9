import {
  type Action,
  type Annotations,
  type Classification,
  type Conflict,
  type Facet,
  type Opinion,
  type Verdict,
  actions,
  facets as facetOrder,
  risks,
} from "../../model.ts";
import { severity } from "../evidence/meaning.ts";
import { recommend } from "../policies/recommend.ts";

/** Whose opinion it is. */
export interface Origin {
  model: string;
  /** Version of the prompt. */
  prompt: string;
}

/** Where rules and model differ, a label is not sure enough for anything to run without a person. */
const disputed = 0.5;
/** Facets that reassure: they would lower what the label leads to. */
const reassuring: ReadonlySet<Facet> = new Set(["scratch", "idempotent"]);

/** The rules' label with an opinion beside it that counts for nothing. */
export function withoutVerdict(
  label: Classification,
  origin: Origin,
  outcome: "void" | "failed",
  reason: string,
): Classification {
  return { ...label, opinion: { ...origin, outcome, reason } };
}

/**
 * The rules' label with a verdict beside it: category and risk are each the graver of the two, unless what follows from the
 * label would then be looser. Nothing that a verdict says makes a label milder.
 */
export function mergeVerdict(
  label: Classification,
  verdict: Verdict,
  origin: Origin,
  annotations: Annotations = {},
): Classification {
  const { category, risk } = label;
  const rules = { category, risk };
  const asked = {
    category: severity(verdict.category) > severity(category) ? verdict.category : category,
    risk: risks.indexOf(verdict.risk) > risks.indexOf(risk) ? verdict.risk : risk,
  };
  const raised = [asked, { ...asked, category }]
    .filter((to) => to.category !== category || to.risk !== risk)
    .map((to) => raise(label, to, verdict, origin, annotations))
    .find((to) => strictness(to) >= strictness(label));
  const merged = raised ?? label;
  const kept = (["category", "risk"] as const).filter((part) => merged[part] !== verdict[part]);
  const outcome = raised !== undefined ? "raised" : kept.length > 0 ? "lower" : "agrees";
  const opinion: Opinion = { ...origin, outcome, ...verdict, rules };
  return { ...merged, opinion: kept.length > 0 ? { ...opinion, kept } : opinion };
}

const strictness = (label: Classification): number => strict.indexOf(recommend(label).action);
const strict: readonly Action[] = actions;

function raise(
  label: Classification,
  to: Pick<Classification, "category" | "risk">,
  verdict: Verdict,
  { model }: Origin,
  { readOnlyHint }: Annotations,
): Classification {
  const facets = new Set([
    ...label.facets,
    ...verdict.facets.filter((facet) => !reassuring.has(facet)),
    ...(to.category === "Financial" ? (["money"] as const) : []),
  ]);
  const [first] = verdict.quotes;
  const because = first === undefined ? "" : `: "${first.quote.replaceAll(/\s+/g, " ")}"`;
  return {
    ...label,
    ...to,
    effect: to.category === "Read" ? "read" : "write",
    facets: facetOrder.filter((facet) => facets.has(facet)),
    rationale: `${label.rationale} A second opinion, by the model ${model}, raises this from ${label.category}, ${label.risk}, to ${to.category}, ${to.risk}${because}.`,
    conflicts: conflictsOf(label, to.category === "Read", readOnlyHint),
    confidence: Math.min(label.confidence, disputed),
  };
}

/** A label that became a write no longer disputes that it writes, and disputes that it only reads. */
function conflictsOf(
  { category, conflicts }: Classification,
  isRead: boolean,
  readOnlyHint: boolean | undefined,
): Conflict[] {
  if (isRead || category !== "Read") return conflicts;
  const others = conflicts.filter(({ annotation }) => annotation !== "readOnlyHint");
  const found = "a second opinion takes it for a change";
  return readOnlyHint === true
    ? [...others, { annotation: "readOnlyHint", declared: true, found }]
    : others;
}
