import { hints } from "./concepts.ts";
import {
  beginsTurn,
  endsSentence,
  isCode,
  isForeignLetter,
  isGap,
  lines,
  mark,
  markup,
  marksOf,
} from "./marks.ts";
import { inSentence, inThree, meet, type Seen } from "./needs.ts";

/** A table of hints by the hash of their letters; a slot that is taken passes on to the next. */
const bits = 13;
const hashes = new Int32Array(1 << bits);
const table = new Int32Array(1 << bits);
const slotOf = (hash: number): number => Math.imul(hash, 0x9e3779b1) >>> (32 - bits);

function cluesOf(hash: number): number {
  let slot = slotOf(hash);
  while (hashes[slot] !== hash) {
    if (hashes[slot] === 0) return 0;
    slot = (slot + 1) & (hashes.length - 1);
  }
  return table[slot]!;
}

/** Letters in lower case, digits as the letters that they stand in for; 0 for what ends a word. */
const fold = new Uint8Array(128);
for (let code = 97; code <= 122; code++) fold[code] = fold[code - 32] = code;
for (let code = 48; code <= 57; code++) fold[code] = code;
for (const [digit, letter] of ["0o", "1i", "3e", "4a", "5s", "7t"].map((pair) => [...pair]))
  fold[digit!.charCodeAt(0)] = letter!.charCodeAt(0);

for (const [word, is] of hints) {
  let hash = 0;
  for (let i = 0; i < word.length; i++) hash = mix(hash, word.charCodeAt(i));
  let slot = slotOf(hash);
  while (hashes[slot] !== 0 && hashes[slot] !== hash) slot = (slot + 1) & (hashes.length - 1);
  hashes[slot] = hash;
  table[slot] = table[slot]! | is;
}

function mix(hash: number, code: number): number {
  return (Math.imul(hash, 31) + (code < 128 ? (fold[code] ?? 0) : code)) | 0;
}

const longWord = 16;
/** Words of what counts as one sentence; no order that is looked for is longer than two of them. */
const longestSentence = 80;

/** One pass over a text, or a part of it, that finds no cause for alarm itself, but says what there could be. */
export function look(text: string, from = 0, length = text.length): Seen {
  let concepts = 0;
  // The clues of this sentence, of its part before the last cut, and of the two sentences before.
  let here = 0;
  let cut = 0;
  let last = 0;
  let first = 0;
  let head = 0;
  let ends = false;
  let count = 0;
  let near = 0;
  let marks = 0;
  let singles = 0;
  let pairs = 0;
  let escapes = 0;
  let shown = from;
  let wordEnd = from;
  let broken = false;
  // Where these sentences begin.
  let hereAt = from;
  let lastAt = from;
  let firstAt = from;
  let nearFrom = -1;
  let nearTo = from;
  for (let i = from; i < length;) {
    const start = i;
    let hash = 0;
    let code = text.charCodeAt(i);
    let letter = code < 128 ? fold[code]! : foreign(code);
    while (letter !== 0) {
      hash = (Math.imul(hash, 31) + letter) | 0;
      if (code > 127) {
        const seen = marksOf(code);
        marks |= seen;
        if (seen & mark.unseen) broken = true;
      }
      i += 1;
      if (i === length) break;
      code = text.charCodeAt(i);
      letter = code < 128 ? fold[code]! : foreign(code);
    }
    if (i > start) {
      here |= cluesOf(hash);
      count += 1;
      const size = i - start;
      if (size < 3) {
        singles = size > 1 ? 0 : start - wordEnd > 1 ? 1 : singles + 1;
        pairs = size === 2 ? pairs + 1 : 0;
        if (singles > 3) marks |= mark.spelled;
        if (pairs > 9) marks |= mark.code;
      } else {
        singles = 0;
        pairs = 0;
        if (size >= longWord && isCode(text, start, i)) marks |= mark.code;
      }
      if (start - shown >= lines && isGap(text, shown, start)) marks |= mark.gap;
      shown = wordEnd = i;
      if (count < longestSentence) continue;
    } else {
      i += 1;
      if (code === 32) continue;
      if (code === 10) {
        if (i < length && beginsTurn(text, i)) marks |= mark.turn;
      } else if (code !== 9 && code !== 13) {
        shown = i;
        if (code === 60 || code === 91 || code === 93) marks |= markup(text, i, code);
        else if (code === 124) marks |= mark.shell;
        else if (code === 45 || code === 47) {
          if (text.startsWith("rf", i) || text.startsWith("dev/tcp", i)) marks |= mark.shell;
        } else if (code === 37 || code === 92 || code === 38) {
          escapes += 1;
          if (escapes === 5) marks |= mark.code;
        } else if (code < 32 || code === 127) marks |= mark.control;
        else if (code > 127) {
          const seen = marksOf(code);
          marks |= seen;
          if (seen & mark.unseen) broken ||= wordEnd === start || isLetterAt(text, i);
        }
      }
      if (!endsSentence(text, i, code)) continue;
      count = 0;
    }
    const met = meet(inSentence, cut | here) | meet(inThree, first | last | here);
    if (met !== 0) {
      near |= met;
      if (nearFrom < 0) nearFrom = firstAt;
      nearTo = i;
    }
    concepts |= here;
    if (!ends) head = cut | here;
    ends = true;
    cut = count === 0 ? 0 : here;
    if (here !== 0) {
      first = last;
      last = here;
      firstAt = lastAt;
      lastAt = hereAt;
      hereAt = i;
    }
    here = 0;
    count = 0;
  }
  const met = meet(inSentence, cut | here) | meet(inThree, first | last | here);
  if (met !== 0) {
    near |= met;
    if (nearFrom < 0) nearFrom = firstAt;
    nearTo = length;
  }
  concepts |= here;
  const tail = cut | here;
  // The words of other scripts and forms, those in pieces, and those with something in between are not in the table.
  if (broken || marks & (mark.letters | mark.spelled)) {
    near = concepts = -1;
    nearFrom = from;
    nearTo = length;
  }
  return {
    near,
    concepts,
    marks,
    head: ends ? head : tail,
    tail,
    ends,
    from: nearFrom,
    to: nearTo,
  };
}

const isLetterAt = (text: string, i: number): boolean => {
  const code = text.charCodeAt(i);
  return code < 128 ? fold[code] !== 0 : isForeignLetter(code);
};

const foreign = (code: number): number => (isForeignLetter(code) ? code : 0);
