import { cluesOf, fold, mayLead, pairOf } from "./clues.ts";
import { beginsTurn, endsSentence, isCode, isGap, lines, mark, markup, marksOf } from "./marks.ts";
import { inSentence, inThree, meet, type Seen } from "./needs.ts";

const isApostrophe = (code: number): boolean => code === 39 || code === 0x2019;

/** A dot, a slash or a tilde; a word behind it is asked for with the dot at its end. */
const isPath = (code: number): boolean => code === 46 || code === 47 || code === 126;

const longWord = 16;
/** Words of what counts as one sentence; no order that is looked for is longer than two of them. */
const longestSentence = 80;

/** One pass over a text that finds no cause for alarm itself, but says what there could be. */
export function look(text: string): Seen {
  const { length } = text;
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
  // The hash of the word before, and what stands right before this one.
  let previous = 0;
  let between = 0;
  let leading = false;
  let shown = 0;
  let wordEnd = 0;
  let broken = false;
  // Where these sentences begin.
  let hereAt = 0;
  let lastAt = 0;
  let firstAt = 0;
  let nearFrom = -1;
  let nearTo = 0;
  for (let i = 0; i < length;) {
    const start = i;
    let hash = 0;
    let code = text.charCodeAt(i);
    let codes = 0;
    let letter = fold[code]!;
    while (letter !== 0) {
      hash = (Math.imul(hash, 31) + letter) | 0;
      codes |= code;
      i += 1;
      if (i === length) break;
      code = text.charCodeAt(i);
      letter = fold[code]!;
    }
    if (i > start) {
      if (codes > 127) {
        const seen = marksIn(text, start, i);
        marks |= seen;
        if (seen & mark.unseen) broken = true;
      }
      here |= cluesOf(hash);
      if (start - wordEnd !== 1 || wordEnd === 0 || !isApostrophe(between)) {
        if (leading) here |= cluesOf(pairOf(previous, hash));
        previous = hash;
        leading = mayLead(hash);
      }
      if (isPath(between)) here |= cluesOf(Math.imul(hash, 31));
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
      between = code;
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
    nearFrom = 0;
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

const isLetterAt = (text: string, i: number): boolean => fold[text.charCodeAt(i)]! > 0;

/** The marks of a word with letters beyond ASCII. */
function marksIn(text: string, from: number, to: number): number {
  let marks = 0;
  for (let i = from; i < to; i++) {
    const code = text.charCodeAt(i);
    if (code > 127) marks |= marksOf(code);
  }
  return marks;
}
