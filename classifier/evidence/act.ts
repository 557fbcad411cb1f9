import { readHeads, topicsOf } from "./topics.ts";
import type { Kind, Verb } from "./verbs.ts";
import type { Word } from "./words.ts";

/** Something that a tool is said to do: a verb, and the words after it up to the next clause. */
export interface Act {
  lemma: string;
  kind: Kind;
  witness: "name" | "description";
  verb: Word;
  /** Up to ten words after the verb in their order; for a name, all its other words. */
  object: Word[];
  /** How many words of the object stand before its first preposition or bracket. */
  head: number;
  /** The verb is not in its base form, so it speaks of the tool and not to the reader. */
  inflected: boolean;
  /** The verb is more likely a noun where it stands. */
  doubtful: boolean;
}

const set = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

/** Who may be allowed something without that giving anybody access: the one who calls. */
const callers = set(
  "you user users agent agents ai llm llms claude client clients model models assistant assistants caller callers",
);
/** Whom a tool that allows them something lets in. */
const guests = set(
  "host hosts ip ips address addresses origin origins traffic connection connections network networks role roles member members",
);
export const prepositions = set(
  `of in from by with using for via to on at as that which through after before into when if where because while without
  based within including given until unless so between against across per over onto toward towards inside under`,
);
/** Before any noun these are verbs: `Update policy …`, though `Update history` is a thing. */
const orders = set("update set reset clear move");

/** What the verb at a place does, and to what. */
export function actAt(text: string, words: readonly Word[], at: number, verb: Verb): Act {
  const object = objectAt(text, words, at);
  const end = object.findIndex((word, i) =>
    endsHead(text, object[i - 1] ?? words[at]!, word, object[i + 1], i),
  );
  const next = words[at + 1]?.text;
  const plain =
    orders.has(verb.lemma) && !/^(?:history|logs?|info|lists?|counts?)$/.test(next ?? "");
  const doubtful =
    verb.nouny && verb.form === "base" && next !== undefined && readHeads.has(next) && !plain;
  const head = end < 0 ? object.length : end;
  return {
    lemma: verb.lemma,
    kind: kindAt(words, at, verb),
    witness: "description",
    verb: words[at]!,
    object,
    head,
    inflected: verb.form !== "base",
    doubtful,
  };
}

/** Up to ten words behind a verb; what a bracket explains in the middle of a noun phrase, `a GTT (Good Till Triggered) order`, is left out. */
function objectAt(text: string, words: readonly Word[], at: number): Word[] {
  for (let open = at + 2; open < Math.min(words.length, at + 6); open++) {
    if (text.charCodeAt(words[open]!.start - 1) !== 40) continue;
    let close = open;
    while (
      close < open + 8 &&
      close < words.length - 1 &&
      text.charCodeAt(words[close]!.end) !== 41
    )
      close++;
    const next = words[close + 1];
    const goesOn = next !== undefined && next.start === words[close]!.end + 2;
    if (!goesOn || prepositions.has(next.text) || next.text === "and" || next.text === "or") break;
    return [...words.slice(at + 1, open), ...words.slice(close + 1, close + 11)].slice(0, 10);
  }
  return words.slice(at + 1, at + 11);
}

/** What stands between two words; mostly one space, for which nothing is cut out. */
export const textBetween = (text: string, before: Word, word: Word): string =>
  word.start === before.end + 1 && text.charCodeAt(before.end) === 32
    ? " "
    : text.slice(before.end, word.start);

/** Whether the object's noun phrase is over before this word. */
function endsHead(
  text: string,
  before: Word,
  word: Word,
  next: Word | undefined,
  i: number,
): boolean {
  const between = textBetween(text, before, word);
  if (
    between !== " " &&
    ((between.includes("(") && !between.includes(")")) ||
      between.includes(":") ||
      between.includes(" - "))
  )
    return true;
  if (i === 0) return false;
  if (word.text === "or") return next !== undefined && next.known.verb?.nouny === false;
  return word.text === "and" || (prepositions.has(word.text) && text.charCodeAt(word.end) !== 45);
}

/** Index of somebody let in after `allow` or `let`: `Allows a remote host to connect`. */
export function guestAt(words: readonly Word[], at: number): number | undefined {
  for (let i = at + 1; i < Math.min(words.length, at + 5); i++) {
    const { text } = words[i]!;
    if (text === "to" || callers.has(text)) return undefined;
    if (guests.has(text)) return i;
  }
  return undefined;
}

/** What the verb does where it stands: letting a stranger in gives access, and performing a search reads. */
function kindAt(words: readonly Word[], at: number, verb: Verb): Kind {
  if (verb.kind !== "vague") return verb.kind;
  if (/^(?:allow|let)$/.test(verb.lemma) && guestAt(words, at) !== undefined) return "grant";
  return verb.lemma === "perform" && isReportAhead(words, at) ? "read" : verb.kind;
}

/** Whether a performed thing is a search, an analysis or the like: `Performs comprehensive web research on …`. */
export function isReportAhead(words: readonly Word[], at: number): boolean {
  for (let i = at + 1; i < Math.min(words.length, at + 6); i++) {
    const { text } = words[i]!;
    if (text === "search" && words[i + 2]?.text === "replace") return false;
    if ((topicsOf.get(text) ?? topicsOf.get(text.replace(/e?s$/, "")))?.has("report")) return true;
    if (prepositions.has(text)) return false;
  }
  return false;
}
