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

const nothing: Known = { verb: undefined, telling: undefined, joins: 0, negates: false };

const vocabulary = new Map<string, Known>();
for (const list of [verbs, lexicon, joining, negators])
  for (const word of list.keys())
    vocabulary.set(word, {
      verb: verbs.get(word),
      telling: lexicon.get(word),
      joins: joining.get(word) ?? 0,
      negates: negators.has(word),
    });

/** What is known of a lower-case word; of most words nothing. */
export const knownOf = (word: string): Known => vocabulary.get(word) ?? nothing;
