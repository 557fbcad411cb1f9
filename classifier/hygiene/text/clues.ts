import { hints } from "./concepts.ts";
import { isForeignLetter } from "./marks.ts";

/** A table of hints by the hash of their letters; a slot that is taken passes on to the next. */
const bits = 12;
const hashes = new Int32Array(1 << bits);
const table = new Int32Array(1 << bits);
/** 1 where a hint of two words may begin. */
const leads = new Uint8Array(1 << bits);
const slotOf = (hash: number): number => Math.imul(hash, 0x9e3779b1) >>> (32 - bits);

/** The clues of a word, or of two, by their hash; 0 for most. */
export function cluesOf(hash: number): number {
  let slot = slotOf(hash);
  while (hashes[slot] !== hash) {
    if (hashes[slot] === 0) return 0;
    slot = (slot + 1) & (hashes.length - 1);
  }
  return table[slot]!;
}

/** By UTF-16 unit: letters in lower case, digits as the letters that they stand in for, other letters as they are; 0 for what ends a word. */
export const fold = new Uint16Array(0x10000);
for (let code = 128; code < fold.length; code++) if (isForeignLetter(code)) fold[code] = code;
for (let code = 97; code <= 122; code++) fold[code] = fold[code - 32] = code;
for (let code = 48; code <= 57; code++) fold[code] = code;
for (const [digit, letter] of ["0o", "1i", "3e", "4a", "5s", "7t"].map((pair) => [...pair]))
  fold[digit!.charCodeAt(0)] = letter!.charCodeAt(0);

for (const [hint, is] of hints) {
  const [first = "", second] = hint.split(" ");
  const hash = second === undefined ? hashOf(first) : pairOf(hashOf(first), hashOf(second));
  if (second !== undefined) leads[slotOf(hashOf(first))] = 1;
  let slot = slotOf(hash);
  while (hashes[slot] !== 0 && hashes[slot] !== hash) slot = (slot + 1) & (hashes.length - 1);
  hashes[slot] = hash;
  table[slot] = table[slot]! | is;
}

/** Whether a hint of two words may begin with this one; rarely true for one with which none does. */
export const mayLead = (hash: number): boolean => leads[slotOf(hash)] === 1;

function hashOf(word: string): number {
  let hash = 0;
  for (let i = 0; i < word.length; i++)
    hash = (Math.imul(hash, 31) + fold[word.charCodeAt(i)]!) | 0;
  return hash;
}

/** The hash of two words that follow each other. */
export function pairOf(first: number, second: number): number {
  return (Math.imul(first, 0x01000193) + second) | 0;
}
