import type { Annotations, Classification, Definition, Evidence } from "../model.ts";

/** A run of the rationale, followed by the numbers of the evidence that it rests on. */
export interface Passage {
  text: string;
  /** From 1, as listed under Evidence. */
  marks: number[];
}

/** One annotation as its author declared it, against what was found. */
export interface AnnotationRow {
  hint: keyof Annotations;
  means: string;
  declared: string;
  found: string;
  /** `not judged` where nothing was declared, or nothing was found to hold against it. */
  verdict: "disagrees" | "agrees" | "not judged";
}

const meanings = {
  readOnlyHint: "changes nothing",
  destructiveHint: "may remove or overwrite",
  idempotentHint: "repeating a call adds nothing",
  openWorldHint: "reaches outside systems",
} satisfies Partial<Record<keyof Annotations, string>>;

const marksAtEnd = 3;

/** The rationale with a mark behind each piece of evidence that it quotes; when it quotes none, the first ones at its end. */
export function passages(rationale: string, evidence: Evidence[]): Passage[] {
  const marks = new Map<number, number[]>();
  for (const [index, { quote }] of evidence.entries()) {
    const end = endOfQuote(rationale, quote.replaceAll(/\s+/g, " "));
    if (end !== undefined) marks.set(end, [...(marks.get(end) ?? []), index + 1]);
  }
  if (marks.size === 0)
    marks.set(
      rationale.length,
      evidence.slice(0, marksAtEnd).map((_, index) => index + 1),
    );
  const ends = [...new Set([...marks.keys(), rationale.length])].toSorted((a, b) => a - b);
  return ends.map((end, index) => ({
    text: rationale.slice(ends[index - 1] ?? 0, end),
    marks: marks.get(end) ?? [],
  }));
}

function endOfQuote(text: string, quote: string): number | undefined {
  for (const [open, close] of [
    ['"', '"'],
    ["“", "”"],
    ["`", "`"],
  ] as const) {
    const start = text.indexOf(open + quote + close);
    if (start === -1) continue;
    const end = start + quote.length + 2;
    return /[.,;]/.test(text.charAt(end)) ? end + 1 : end;
  }
  return undefined;
}

/** All four behaviour hints; one that is absent stays "not declared". */
export function annotationRows(
  annotations: Annotations | undefined,
  classification: Pick<Classification, "category" | "effect" | "facets" | "conflicts">,
): AnnotationRow[] {
  const { effect, category, facets, conflicts } = classification;
  const reads = effect === "read";
  const outside = facets.some((facet) => ["network", "egress", "untrusted-input"].includes(facet));
  const found: Record<keyof typeof meanings, boolean | undefined> = {
    readOnlyHint: reads,
    // What only reads destroys nothing; no sign of a removal in what writes is not a sign that there is none.
    destructiveHint: category === "Destructive" || (reads ? false : undefined),
    idempotentHint: facets.includes("idempotent") || undefined,
    openWorldHint: outside || undefined,
  };
  const words: Record<keyof typeof meanings, string> = {
    readOnlyHint: reads ? "only reads" : "changes something",
    destructiveHint: destructionWords(found.destructiveHint),
    idempotentHint: found.idempotentHint ? "may be repeated" : "not judged",
    openWorldHint: found.openWorldHint ? "may reach outside" : "not judged",
  };
  return (Object.keys(meanings) as (keyof typeof meanings)[]).map((hint) => {
    const declared = annotations?.[hint];
    const conflict = conflicts.find((each) => each.annotation === hint);
    return {
      hint,
      means: meanings[hint],
      declared: declared === undefined ? "not declared" : String(declared),
      found: conflict?.found ?? words[hint],
      verdict: verdict(declared, found[hint], conflict !== undefined),
    };
  });
}

function destructionWords(found: boolean | undefined): string {
  if (found === undefined) return "not judged";
  return found ? "removes or ends something" : "only reads";
}

function verdict(
  declared: boolean | undefined,
  found: boolean | undefined,
  conflict: boolean,
): AnnotationRow["verdict"] {
  if (conflict) return "disagrees";
  return declared !== undefined && declared === found ? "agrees" : "not judged";
}

/** What each of the three witnesses says, in short phrases; none means that it says nothing. */
export function threeWitnesses(
  definition: Definition,
  classification: Classification,
): { declared: string[]; described: string[]; coded: string[] } {
  const shown = (witnesses: Evidence["witness"][]) => [
    ...new Set(
      classification.evidence
        .filter((each) => witnesses.includes(each.witness))
        .map((each) => each.shows),
    ),
  ];
  const declared = (Object.keys(meanings) as (keyof typeof meanings)[]).flatMap((hint) => {
    const value = definition.annotations?.[hint];
    return value === undefined ? [] : [`${hint}: ${value}`];
  });
  return { declared, described: shown(["description", "schema", "name"]), coded: shown(["code"]) };
}
