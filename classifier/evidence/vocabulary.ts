import { joining } from "./language.ts";
import { lexicon, type Telling } from "./topics.ts";
import { verbs, type Verb } from "./verbs.ts";

/** What the lists tell of a word; asked for once, where the word is read. */
export interface Known {
  /** The verb of which it is a form. */
  verb: Verb | undefined;
  /** The topics that it speaks of, alone or with the next word. */
  telling: Telling | undefined;
  /** 1 for a word that holds English sentences together, -1 for one of another language. */
  joins: number;
  /** It denies what follows. */
  negates: boolean;
}

const negators = new Set(
  `not never without no cannot doesn't don't won't can't nor instead before avoid rather neither isn't aren't unlike except`.split(
    /\s+/,
  ),
);

export const nothing: Known = { verb: undefined, telling: undefined, joins: 0, negates: false };

const vocabulary = new Map<string, Known>();
for (const list of [verbs, lexicon, joining, negators])
  for (const word of list.keys())
    vocabulary.set(word, {
      verb: verbs.get(word),
      telling: lexicon.get(word),
      joins: joining.get(word) ?? 0,
      negates: negators.has(word),
    });

/** A bit for each hash that a word of the lists has: small enough to stay at hand, where the lists are not. */
const hashes = new Int32Array(2048);
const stepOf = (hash: number, code: number): number => (Math.imul(hash, 31) + (code | 32)) | 0;
const bitOf = (hash: number): number => Math.imul(hash, 0x9e3779b1) >>> 16;

for (const word of vocabulary.keys()) {
  let hash = 0;
  for (let i = 0; i < word.length; i++) hash = stepOf(hash, word.charCodeAt(i));
  const bit = bitOf(hash);
  hashes[bit >> 5] = hashes[bit >> 5]! | (1 << (bit & 31));
}

/** The hash of a word's letters in any case, one by one; those outside ASCII are none of ours. */
export { stepOf as hashWith };

/** Whether a word with this hash may be known; of those that are not, few may. */
export const mayKnow = (hash: number): boolean => {
  const bit = bitOf(hash);
  return (hashes[bit >> 5]! & (1 << (bit & 31))) !== 0;
};

/** What is known of a lower-case word; of most words nothing. */
export const knownOf = (word: string): Known => vocabulary.get(word) ?? nothing;
