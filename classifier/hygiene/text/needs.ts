import { clue, type Clue } from "./concepts.ts";

/** What a text has at all: enough to tell what it can't have. */
export interface Seen {
  /** A mask of those that `needing` made whose words stand close together somewhere. */
  near: number;
  /** A mask of clues: those that a word of the text may stand for. */
  concepts: number;
  marks: number;
  /** The clues of its first sentence, and of its last as far as the next text may go on with it. */
  head: number;
  tail: number;
  /** Whether a sentence ends in it. */
  ends: boolean;
  /** Where the first of the sentences begins that have what is needed, and where the last ends. */
  from: number;
  to: number;
}

/** Lists of clues; of each kind one list must be there as a whole. */
interface Needs {
  anywhere: readonly Clue[][];
  /** In one sentence; or in three in a row. */
  sentence: readonly Clue[][];
  three?: readonly Clue[][];
}

/** What is needed close together, and the bits of those who need it; without one of the pivots nothing is met. */
interface Wanted {
  masks: number[];
  bits: number[];
  pivots: number;
}
export const inSentence: Wanted = { masks: [], bits: [], pivots: 0 };
export const inThree: Wanted = { masks: [], bits: [], pivots: 0 };
let made = 0;

/** Whether the words that are needed may occur. */
export function needing({ anywhere, sentence, three = [] }: Needs): (seen: Seen) => boolean {
  const bit = 1 << made++;
  for (const list of sentence) want(inSentence, list, bit);
  for (const list of three) want(inThree, list, bit);
  const masks = anywhere.map(maskOf);
  return ({ near, concepts }) =>
    (near & bit) !== 0 && masks.some((mask) => (concepts & mask) === mask);
}

function want(wanted: Wanted, list: readonly Clue[], bit: number): void {
  wanted.masks.push(maskOf(list));
  wanted.bits.push(bit);
  wanted.pivots |= maskOf(list.slice(0, 1));
}

const maskOf = (list: readonly Clue[]): number => list.reduce((mask, name) => mask | clue[name], 0);

/** The bits of those who have all that they need in these clues. */
export function meet({ masks, bits: whose, pivots }: Wanted, clues: number): number {
  if ((clues & pivots) === 0) return 0;
  let near = 0;
  for (let i = 0; i < masks.length; i++) if ((clues & masks[i]!) === masks[i]) near |= whose[i]!;
  return near;
}

/** What is seen of texts that follow each other as one. */
export function join(texts: readonly Seen[]): Seen {
  const all: Seen = {
    near: 0,
    concepts: 0,
    marks: 0,
    head: 0,
    tail: 0,
    ends: false,
    from: 0,
    to: 0,
  };
  for (const { near, concepts, head, tail, ends } of texts) {
    all.tail |= head;
    all.near |= near | meet(inSentence, all.tail);
    all.concepts |= concepts;
    if (ends) all.tail = tail;
  }
  all.near |= meet(inThree, all.concepts);
  return all;
}
