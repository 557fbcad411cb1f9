import { actAt, prepositions, textBetween, type Act } from "./act.ts";
import type { Verb } from "./verbs.ts";
import type { Word } from "./words.ts";

const set = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

/** These look the same as participles: `split into parts` tells how something is. */
const participles = set("split set put cut cast spread");
export const determiners = set(
  `a an the this that these those any all its it them one multiple new each every your specific specified existing up to into
  on from`,
);
const conjunctions = set("and or then optionally also automatically");
/** After `and`, only a verb follows these. */
const adverbs = set("optionally also automatically then");
const introducers = set("to that which for by will can also then and or including");
/** What tells how something is done does not do it. */
const instructions = set(
  "procedure procedures guide instructions steps tutorial checklist documentation playbook recipe cheatsheet",
);

/** Verbs of the same form after `and`, `or`, a comma or a slash: `Create or update`, `fetches … and deletes …`. */
export function joinedActs(
  text: string,
  words: readonly Word[],
  from: number,
  lead: Verb,
  first = true,
): Act[] {
  const acts: Act[] = [];
  let previous = from;
  for (let j = from + 1; j < Math.min(words.length, from + 40); j++) {
    const { verb } = words[j]!.known;
    if (!verb || verb.kind === "vague" || verb.form !== lead.form) continue;
    const between = textBetween(text, words[j - 1]!, words[j]!);
    const comma = between !== " " && /[,/&(|]/.test(between);
    const adverb = words[j - 1]!.text.endsWith("ly") && j - 2 > from;
    const conjoined = conjunctions.has(words[adverb ? j - 2 : j - 1]!.text);
    if ((!comma && !conjoined) || isNegated(words, j) || isKeyword(text, words[j]!)) continue;
    const next = words[j + 1]?.text ?? "";
    if (participles.has(verb.lemma) && verb.form === "base" && prepositions.has(next)) continue;
    if (verb.lemma === "continue" && prepositions.has(next)) continue;
    if (between.includes("(") && lead.kind === "read" && next === "to") continue;
    const told = adverbs.has(words[j - 1]!.text) && conjunctions.has(words[j - 2]?.text ?? "");
    const listed = told || between.includes("(") || j - previous <= (conjoined ? 2 : 1);
    if (!listed && (verb.nouny || verb.form === "base") && !determiners.has(next)) continue;
    if (verb.nouny && !told && (!first || (between.includes("(") && lead.kind !== "vague")))
      continue;
    acts.push(actAt(text, words, j, verb));
    previous = j;
  }
  return acts;
}

/** `INSERT, UPDATE or DELETE` are words of a language, not acts. */
export function isKeyword(text: string, word: Word): boolean {
  const written = text.slice(word.start, word.end);
  return written.length > 2 && written === written.toUpperCase();
}

/** Of a sentence that leads with a noun or a vague verb: `A helper that deletes …`, `Manage files: used to …`. */
export function clauseActs(text: string, words: readonly Word[], limit: number): Act[] {
  for (let j = 1; j < limit; j++) {
    if (instructions.has(words[j - 1]!.text)) return [];
    const { verb } = words[j]!.known;
    const adverb = words[j - 1]!.text.endsWith("ly") && j > 1;
    const before = words[adverb ? j - 2 : j - 1]!.text;
    if (
      !verb ||
      verb.kind === "vague" ||
      !introducers.has(before) ||
      isNegated(words, j) ||
      (verb.lemma === "call" && words[j + 1]?.text === "this")
    )
      continue;
    const next = words[j + 1]?.text ?? "";
    if (
      verb.form === "gerund"
        ? before !== "for" && before !== "by" && before !== "including"
        : verb.nouny && !determiners.has(next) && verb.kind !== "pay"
    )
      continue;
    return [actAt(text, words, j, verb), ...joinedActs(text, words, j, verb)];
  }
  return [];
}

/** Whether a word within the four before says that it is not done. */
export function isNegated(words: readonly Word[], at: number): boolean {
  for (let j = Math.max(0, at - 4); j < at; j++) if (words[j]!.known.negates) return true;
  return false;
}
