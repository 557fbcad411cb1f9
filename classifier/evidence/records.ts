import type { Act, Facts, Hit } from "./facts.ts";
import { headWords } from "./meaning.ts";

/** `…, optionally sampling rows from each`. */
export function findSampled({ lower, sentences, subject }: Facts): Hit | undefined {
  if (!lower.includes("sampl")) return undefined;
  const opening = lower.slice(0, Math.min(sentences[0]?.end ?? 0, 400));
  const found = /\bsampl(?:e|es|ing) (?:\w+ ){0,2}(?:rows?|records?)\b/.exec(opening);
  if (!found) return undefined;
  const end = found.index + found[0].length;
  const text = subject.description!.slice(found.index, end);
  return { witness: "description", start: found.index, end, text };
}

/** `Query documents from the database`, by a filter. */
export function findStoredRecords(facts: Facts, act: Act): Hit | undefined {
  if (!/^(?:query|search|find)$/.test(act.lemma) || act.witness === "name") return undefined;
  const word = headWords(act).at(-1);
  const database =
    act.object.some(({ text }) => /^(?:database|db)$/.test(text)) ||
    (act.lemma === "query" && facts.parameters.some(({ key }) => /^(?:where|filter)/.test(key)));
  if (!word || !database || !/^(?:documents|records|rows|entries)$/.test(word.text))
    return undefined;
  const { start, end } = word;
  return { witness: "description", start, end, text: facts.subject.description!.slice(start, end) };
}
