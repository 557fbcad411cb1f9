import type { Category, Conflict, Risk, Step } from "../model.ts";
import type { Facts } from "./evidence/facts.ts";
import type { Claim } from "./rules/rule.ts";

/** What a rationale is written from. */
export interface Verdict {
  category: Category;
  risk: Risk;
  base: Risk;
  deciding: readonly Claim[];
  steps: readonly Step[];
  moves: readonly Claim[];
  conflicts: readonly Conflict[];
  facts: Facts;
}

const gist: Record<Category, string> = {
  Read: "A call leaves nothing changed",
  Write: "A call creates or changes something",
  Execute: "A call runs or steers something whose effect lies outside the tool",
  Destructive: "A call can remove or end something",
  Financial: "A call can move or commit money",
};

const sources = {
  code: "the handler has",
  schema: "the input schema has",
  description: "the description says",
  annotations: "the author declares",
  name: "the name says",
} as const;

/** Two or three plain sentences: what it does and who says so, what moved the risk, and what disagrees. */
export function explain(verdict: Verdict): string {
  const sentences = [what(verdict), why(verdict)];
  for (const conflict of verdict.conflicts) {
    sentences.push(`The annotation ${conflict.annotation}: ${conflict.declared} disagrees.`);
  }
  return sentences.join(" ");
}

function what({ category, deciding }: Verdict): string {
  const quotes = deciding.flatMap((claim) => claim.evidence).slice(0, 2);
  if (quotes.length === 0)
    return "Nothing in the definition names an act, so it is taken for a read, with little confidence.";
  const parts = quotes.map(
    (item) => `${sources[item.witness]} "${item.quote.replace(/\s+/g, " ")}"`,
  );
  return `${gist[category]}: ${parts.join(", and ")}.`;
}

function why({ category, risk, base, steps }: Verdict): string {
  if (steps.length === 0)
    return `Nothing found moves the risk from ${base}, the base of ${category}.`;
  const up = steps.filter((step) => step.by > 0).map((step) => step.reason);
  const down = steps.filter((step) => step.by < 0).map((step) => step.reason);
  const parts = [];
  if (up.length > 0) parts.push(`up because it ${up.join(" and ")}`);
  if (down.length > 0) parts.push(`down because it ${down.join(" and ")}`);
  return `The risk starts at ${base} for ${category} and goes ${parts.join(", and ")}, which makes it ${risk}.`;
}
