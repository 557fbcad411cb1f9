import { verbs, type Kind, type Verb } from "./verbs.ts";
import { readHeads } from "./topics.ts";
import type { Sentence } from "./text.ts";
import type { Word } from "./words.ts";

/** Something that a tool is said to do: a verb, and the words after it up to the next clause. */
export interface Act {
  lemma: string;
  kind: Kind;
  witness: "name" | "description";
  /** Index of the verb among the words it was read from. */
  at: number;
  verb: Word;
  /** Nearest first; for a name, all its other words. */
  object: Word[];
  /** Stands where the text says what the tool is for: its first sentence, or the name's verb. */
  leads: boolean;
  /** The verb could be a noun where it stands. */
  doubtful: boolean;
}

const fillers = new Set(
  `this the a an tool tools command function endpoint method api action operation will can may to you your it its lets let allows allow
  enables enable helps help use used using for important warning note caution danger please should must provides provide
  mcp server when user users agent agents claude llm ability interface capability capabilities way and also then first
  atomically optionally one simple simply utility helper ai model models assistant new wrapper async admin beta deprecated experimental
  request requests makes make perform performs performing handles be able of in cost by supports support automatically programmatically via`
    .split(/\s+/)
    .filter(Boolean),
);

const determiners = new Set(
  "a an the this that these those all any its it them one multiple new each every your specific specified existing up to into on from and or".split(
    " ",
  ),
);
const conjunctions = new Set(["and", "or", "then", "optionally", "also", "automatically", "to"]);
const clauseEnds = new Set(
  "in from by with using for via when if where which that so because through while before after on as without based within including given until unless".split(
    " ",
  ),
);
const introducers = new Set([
  "to",
  "that",
  "which",
  "for",
  "by",
  "will",
  "can",
  "also",
  "then",
  "and",
  "or",
]);
const negators = new Set([
  "not",
  "never",
  "without",
  "no",
  "cannot",
  "doesn't",
  "don't",
  "won't",
  "can't",
  "nor",
  "instead",
  "before",
  "avoid",
  "rather",
  "neither",
]);

/** The act of a name: its first plain verb, else a word that may be a noun at a place where verbs stand. */
export function nameAct(
  words: readonly Word[],
  isPrefix: (word: Word) => boolean,
): Act | undefined {
  const found: [number, Verb][] = [];
  for (let i = 0; i < words.length; i++) {
    const verb = verbs.get(words[i]!.text);
    if (verb && verb.form === "base") found.push([i, verb]);
  }
  if (found.length === 0) return undefined;
  let head = 0;
  while (head < words.length - 1 && isPrefix(words[head]!)) head++;
  const atHead = found.find(([i]) => i === head);
  const plain = found.find(([i, verb]) => !verb.nouny && i >= 0);
  const chosen = atHead && !atHead[1].nouny ? atHead : (plain ?? atHead ?? found.at(-1)!);
  const [at, verb] = chosen;
  const last = words.at(-1)!;
  const doubtful =
    verb.nouny &&
    words.length > 1 &&
    (at !== head || (at < words.length - 1 && readHeads.has(last.text)));
  return {
    lemma: verb.lemma,
    kind: verb.kind,
    witness: "name",
    at,
    verb: words[at]!,
    object: words.filter((_, i) => i !== at),
    leads: true,
    doubtful,
  };
}

/** The acts of a sentence: its leading verb and the verbs joined to it, or those of its `to …`, `that …` clauses. */
export function sentenceActs(sentence: Sentence, first: boolean): Act[] {
  const { words } = sentence;
  const limit = Math.min(words.length, 60);
  let i = 0;
  while (i < limit && skips(words, i, first)) i++;
  const lead = verbAt(words, i);
  if (lead && (first || lead.form === "third" || i > 0 || lead.kind !== "vague")) {
    return [actAt(words, i, lead, first), ...joined(words, i, lead, first)];
  }
  return first ? clauses(words, limit) : [];
}

function skips(words: readonly Word[], i: number, first: boolean): boolean {
  const text = words[i]!.text;
  if (!first && (text === "use" || text === "when" || text === "if" || text === "you"))
    return false;
  if (fillers.has(text)) return true;
  return text.length > 4 && text.endsWith("ly") && !verbs.has(text);
}

function verbAt(words: readonly Word[], i: number): Verb | undefined {
  const word = words[i];
  return word && verbs.get(word.text);
}

function actAt(words: readonly Word[], at: number, verb: Verb, leads: boolean): Act {
  const object: Word[] = [];
  for (let j = at + 1; j < words.length && object.length < 10; j++) {
    if (clauseEnds.has(words[j]!.text) && object.length > 0) break;
    object.push(words[j]!);
  }
  const next = words[at + 1]?.text;
  const doubtful = verb.nouny && next !== undefined && readHeads.has(next);
  return {
    lemma: verb.lemma,
    kind: verb.kind,
    witness: "description",
    at,
    verb: words[at]!,
    object,
    leads,
    doubtful,
  };
}

/** Verbs of the same form after `and`, `or`, a comma list or `then`: `Create or update`, `fetches … and deletes …`. */
function joined(words: readonly Word[], from: number, lead: Verb, leads: boolean): Act[] {
  const acts: Act[] = [];
  for (let j = from + 1; j < Math.min(words.length, from + 40); j++) {
    const verb = verbs.get(words[j]!.text);
    if (!verb || verb.kind === "vague") continue;
    const before = words[j - 1]!.text;
    const beside = j === from + acts.length + 1 && verb.form === lead.form;
    if (!conjunctions.has(before) && !beside) continue;
    if (before === "to" ? !purpose(words, j) || verb.form !== "base" : verb.form !== lead.form)
      continue;
    if (isNegated(words, j)) continue;
    const next = words[j + 1]?.text;
    const listed = beside || (next !== undefined && conjunctions.has(next));
    if (verb.nouny && !listed && !(next !== undefined && determiners.has(next))) continue;
    if (before === "to" && verb.kind !== "read") continue;
    acts.push(actAt(words, j, verb, leads));
  }
  return acts;
}

/** `to` before a verb tells a purpose, unless a noun owns it (`ability to`, `need to`). */
function purpose(words: readonly Word[], j: number): boolean {
  return words[j - 2] !== undefined;
}

function clauses(words: readonly Word[], limit: number): Act[] {
  for (let j = 1; j < limit; j++) {
    const verb = verbs.get(words[j]!.text);
    if (
      !verb ||
      verb.kind === "vague" ||
      !introducers.has(words[j - 1]!.text) ||
      isNegated(words, j)
    )
      continue;
    const next = words[j + 1]?.text;
    if (verb.nouny && verb.form !== "gerund" && !(next !== undefined && determiners.has(next)))
      continue;
    if (verb.form === "gerund" && !["for", "by"].includes(words[j - 1]!.text)) continue;
    return [actAt(words, j, verb, true), ...joined(words, j, verb, true)];
  }
  return [];
}

/** Whether a word within the four before says that it is not done. */
export function isNegated(words: readonly Word[], at: number): boolean {
  for (let j = Math.max(0, at - 4); j < at; j++) if (negators.has(words[j]!.text)) return true;
  return false;
}
