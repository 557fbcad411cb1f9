import type { Category, Conflict, Finding, Risk, Step } from "../model.ts";
import type { Facts } from "./evidence/facts.ts";
import { isTold } from "./evidence/meaning.ts";
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
  hygiene: readonly Finding[];
  facts: Facts;
}

const gist: Record<Category, string> = {
  Read: "A call leaves nothing changed",
  Write: "A call creates or changes something",
  Execute: "A call runs, steers or stops something",
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

/** A few plain sentences: what it does and who says so, what moved the risk, and what disagrees. */
export function explain(verdict: Verdict): string {
  const disagreements = verdict.conflicts.map(
    ({ annotation, declared, found }) =>
      `The author declares ${annotation}: ${declared}, ${/^(?:no|the|all|in) /.test(found) ? `which does not fit: ${found}` : `but it ${found}`}.`,
  );
  return [
    what(verdict),
    ...doubts(verdict),
    why(verdict),
    ...disagreements,
    ...signs(verdict),
  ].join(" ");
}

/** What its definition has that no honest one needs; without the words, which are meant to be obeyed. */
function signs({ hygiene }: Verdict): string[] {
  if (hygiene.length === 0) return [];
  const said = [...new Set(hygiene.map(({ says }) => says))];
  const shown = said.slice(0, 3).join(", and ");
  const more = said.length > 3 ? ", and more" : "";
  return [
    `Apart from that, its definition ${shown}${more}; that is a sign, not a proof of malice.`,
  ];
}

function what({ category, deciding }: Verdict): string {
  const quotes =
    deciding.length === 1 ? deciding[0]!.evidence : deciding.flatMap((claim) => claim.evidence);
  if (quotes.length === 0)
    return "Nothing telling was found, in words, parameters or code, so it is taken for a read with little confidence.";
  const first = quotes[0]!;
  if (quotes.length === 1)
    return `${gist[category]}: ${sources[first.witness]} ${quoted(first.quote)}.`;
  const said = new Map<string, string[]>();
  for (const { witness, quote } of quotes.slice(0, 3)) {
    const words = said.get(sources[witness]) ?? [];
    const one = quoted(quote);
    if (!words.includes(one)) words.push(one);
    said.set(sources[witness], words);
  }
  const parts = [...said].map(([source, words]) => `${source} ${words.join(" and ")}`);
  return `${gist[category]}: ${parts.join(", ")}.`;
}

/** A quotation on one line. */
const quoted = (quote: string): string => `"${quote.replace(/\s{2,}|[^\S ]/g, " ")}"`;

/** What makes a label that has some evidence no more than a guess. */
function doubts({ deciding, facts }: Verdict): string[] {
  if (facts.foreign)
    return ["Most of the description does not read as English, so little of it was understood."];
  return deciding.length > 0 && !isTold(facts)
    ? ["Nothing telling was found beside that: no verb that is known names an act."]
    : [];
}

function why(verdict: Verdict): string {
  const { category, risk, base, steps } = verdict;
  if (steps.length === 0)
    return `Nothing was found that raises or lowers the risk, so it is ${base}, where ${category} starts.`;
  const reasons = (wanted: (step: Step) => boolean) =>
    steps
      .filter(wanted)
      .map((step) => withQuote(step, verdict))
      .join(" and ");
  const up = reasons((step) => step.by > 0);
  const down = reasons((step) => step.by < 0);
  const parts = [up && `up because ${up}`, down && `down because ${down}`].filter(Boolean);
  const end = risk === base ? "so it stays there" : `so it is ${risk}`;
  return `The risk starts at ${base} for ${category} and goes ${parts.join(", and ")}, ${end}.`;
}

/** A step with the words that it rests on, unless these were quoted for the deed itself. */
function withQuote(step: Step, { moves, deciding }: Verdict): string {
  const quote = moves.find((claim) => claim.step === step)?.evidence[0]?.quote;
  const told = deciding.some((claim) => claim.evidence.some((item) => item.quote === quote));
  return quote === undefined || told ? step.reason : `${step.reason} (${quoted(quote)})`;
}
