import { joining } from "./language.ts";
import { lexicon, type Telling } from "./topics.ts";
import { verbs, type Verb } from "./verbs.ts";

/** What the lists tell of a word; asked for once, where the word is read. */
export interface Known {
  /** Itself; empty for a word of which nothing is known. */
  word: string;
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

const nothing: Known = { word: "", verb: undefined, telling: undefined, joins: 0, negates: false };

const vocabulary = new Map<string, Known>();
for (const list of [verbs, lexicon, joining, negators])
  for (const word of list.keys())
    vocabulary.set(word, {
      word,
      verb: verbs.get(word),
      telling: lexicon.get(word),
      joins: joining.get(word) ?? 0,
      negates: negators.has(word),
    });

/** What is known of a lower-case word; of most words nothing. */
export const knownOf = (word: string): Known => vocabulary.get(word) ?? nothing;

/** ASCII capitals as small letters. */
const small = Uint16Array.from({ length: 128 }, (_, code) =>
  code > 64 && code < 91 ? code + 32 : code,
);

/** The hash of a word that goes on with this ASCII character; 0 before its first. */
export const mix = (hash: number, code: number): number =>
  (Math.imul(hash, 31) + small[code & 127]!) | 0;

/** The words that are known by their hash, in the next free slot: reading a text asks for them before it cuts them out. */
const bits = 14;
const hashes = new Int32Array(1 << bits);
const slots: Known[] = Array.from(hashes, () => nothing);
const slotOf = (hash: number): number => Math.imul(hash, 0x9e3779b1) >>> (32 - bits);
for (const known of vocabulary.values()) {
  let hash = 0;
  for (let i = 0; i < known.word.length; i++) hash = mix(hash, known.word.charCodeAt(i));
  let slot = slotOf(hash);
  while (slots[slot] !== nothing) slot = (slot + 1) & (hashes.length - 1);
  hashes[slot] = hash;
  slots[slot] = known;
}

/** The known word of ASCII letters that stands at a place of a lower-case text, or that it is none. */
export function knownAt(text: string, start: number, end: number, hash: number): Known {
  for (let slot = slotOf(hash); slots[slot] !== nothing; slot = (slot + 1) & (hashes.length - 1)) {
    const known = slots[slot]!;
    if (
      hashes[slot] === hash &&
      known.word.length === end - start &&
      text.startsWith(known.word, start)
    )
      return known;
  }
  return nothing;
}
