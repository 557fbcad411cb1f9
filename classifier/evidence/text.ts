import { hashWith, mayKnow } from "./vocabulary.ts";
import { isWordCode, unknownWord, wordOf, type Word } from "./words.ts";

/** A sentence, a bullet or a heading of a description. */
export interface Sentence {
  words: Word[];
  start: number;
  end: number;
  /** Stands under a heading such as `Args:` or `Returns:`, so it is about a parameter or the answer. */
  aside: boolean;
}

/** How much of a description is read, in UTF-16 units; what follows seldom says what a tool does. */
export const textLimit = 4000;
const sentenceLimit = 60;

/** Before a colon these announce something about the tool; other short openings define a parameter or a term. */
const alarms = new Set(
  "warning note caution important danger destructive cost effect effects side".split(" "),
);
/** Here `'s` stands for a verb; elsewhere it says whose something is. */
const short = new Set("it's that's let's what's here's there's who's where's".split(" "));
/** A colon, a bar or a dash ends only a short opening: `WARNING: …`, `Notion | Update …`. */
const softEnds = new Set([58, 124, 45, 0x2013, 0x2014]);

const asides = new Set(
  "args arguments parameters params parameter inputs input returns return output outputs example examples response usage raises prerequisites notes supported".split(
    " ",
  ),
);

/**
 * The sentences of a text in order, bounded; a line break ends one only before a bullet or an empty line.
 * `lower` is the text in lower case with the same offsets, at most `textLimit` long; the words come out of it.
 */
export function splitSentences(text: string, lower: string): Sentence[] {
  const sentences: Sentence[] = [];
  const { length } = lower;
  let aside = false;
  let entry = false;
  let start = tagEnd(text);
  let words: Word[] = [];
  for (let i = tagEnd(text); i <= length && sentences.length < sentenceLimit; i++) {
    let code = i < length ? text.charCodeAt(i) : 0;
    if (isWordCode(code)) {
      const begun = i;
      let hash = 0;
      let codes = 0;
      do {
        hash = hashWith(hash, code);
        codes |= code;
        i++;
        code = i < length ? text.charCodeAt(i) : 0;
      } while (isWordCode(code) || code === 39);
      const whole = lower.slice(begun, i);
      const owns = endsInS(lower, i) && !short.has(whole);
      words.push(
        owns
          ? wordOf(lower.slice(begun, i - 2), begun, i - 2)
          : codes > 127 || mayKnow(hash)
            ? wordOf(whole, begun, i)
            : unknownWord(whole, begun, i),
      );
    }
    if (code === 32) continue;
    if (i < length && (!endsSentence(text, i) || (i - start > 70 && softEnds.has(code)))) continue;
    const first = words[0];
    const colon = code === 58;
    aside ||= opensAside(words, code, sentences.length);
    if (first) sentences.push({ words, start, end: i, aside: aside || entry });
    entry = colon && sentences.length > 1 && words.length <= 2 && !alarms.has(first?.text ?? "");
    start = i + 1;
    words = [];
  }
  return sentences;
}

/** Whether `'s` stands before a place. */
const endsInS = (lower: string, end: number): boolean =>
  lower.charCodeAt(end - 1) === 115 && lower.charCodeAt(end - 2) === 39;

/** Where `[Legacy] ` and the like at the very start are over. */
function tagEnd(text: string): number {
  if (text.charCodeAt(0) !== 91) return 0;
  const close = text.indexOf("]");
  return close > 0 && close < 60 && text.charCodeAt(close + 1) === 32 ? close + 1 : 0;
}

/** A heading such as `Args:` or `Returns`, or an opening such as `It takes these inputs:`. */
function opensAside(words: readonly Word[], end: number, before: number): boolean {
  const first = words[0];
  if (!first) return false;
  if (words.length <= 2 && asides.has(first.text) && end !== 46) return true;
  return end === 58 && before > 0 && asides.has(words.at(-1)!.text);
}

function endsSentence(text: string, i: number): boolean {
  const code = text.charCodeAt(i);
  const next = text.charCodeAt(i + 1);
  if (code === 10) return breaksLine(text, i);
  if (code === 58) return next === 32 || next === 10;
  if (code === 124) return next === 32;
  if (code === 45 || code === 0x2013 || code === 0x2014)
    return next === 32 && text.charCodeAt(i - 1) === 32;
  if (code === 59 || code === 0x2022 || code === 0x3002) return true;
  if (code !== 46 && code !== 33 && code !== 63) return false;
  if (!(next === 32 || next === 10 || next === 13 || Number.isNaN(next))) return false;
  return !(code === 46 && text.charCodeAt(i - 2) === 46);
}

/** `e.g.` keeps its sentence by the rule above; a wrapped line keeps it by this one. */
function breaksLine(text: string, i: number): boolean {
  if (text.charCodeAt(i - 1) === 58) return true;
  let j = i + 1;
  while (text.charCodeAt(j) === 32 || text.charCodeAt(j) === 9 || text.charCodeAt(j) === 13) j++;
  const code = text.charCodeAt(j);
  if (code === 10 || code === 45 || code === 42 || code === 0x2022 || code === 35) return true;
  return isHeading(text, j);
}

/** A line that is one word and a colon, such as `Args:`. */
function isHeading(text: string, from: number): boolean {
  for (let j = from; j < from + 16; j++) {
    const code = text.charCodeAt(j);
    if (code === 58) return j > from;
    if (!((code >= 65 && code <= 90) || (code >= 97 && code <= 122))) return false;
  }
  return false;
}
