import { concept, type Concept, hints } from "./concepts.ts";

/** What is in a text at a first look, besides words. Bits of a mask. */
export const mark = {
  /** Characters that draw nothing. */
  unseen: 1 << 0,
  /** Controls of the writing direction. */
  direction: 1 << 1,
  /** Control characters but tabs and line ends. */
  control: 1 << 2,
  /** Letters beyond Latin, or Latin ones in other forms. */
  letters: 1 << 3,
  /** A long gap. */
  gap: 1 << 4,
  /** A run of characters that may be encoded text. */
  code: 1 << 5,
  /** `<` before a letter, `!`, `/`, `|` or another; `[/`, `[I`, `[_`, `[c`. */
  tag: 1 << 6,
  /** `](` */
  link: 1 << 7,
  /** `|`, `-rf`, `/dev/tcp` */
  shell: 1 << 8,
  /** Letters one by one. */
  spelled: 1 << 10,
  /** A line that begins with `Assistant` or `AI`. */
  turn: 1 << 9,
} as const;

/** What a text has at all: enough to tell what it can't have. */
export interface Seen {
  /** A mask of concepts: those that a word of the text may stand for. */
  concepts: number;
  marks: number;
}

/** Whether all concepts of one of the lists may occur. */
export function needing(...lists: Concept[][]): (seen: Seen) => boolean {
  const masks = lists.map((list) => list.reduce((mask, name) => mask | concept[name], 0));
  return ({ concepts }) => {
    for (let i = 0; i < masks.length; i++) if ((concepts & masks[i]!) === masks[i]) return true;
    return false;
  };
}

const bits = 15;
const table = new Int32Array(1 << bits);
/** Letters in lower case, digits as the letters that they stand in for; 0 for what ends a word. */
const fold = new Uint8Array(128);
for (let code = 97; code <= 122; code++) fold[code] = fold[code - 32] = code;
for (let code = 48; code <= 57; code++) fold[code] = code;
for (const [digit, letter] of ["0o", "1i", "3e", "4a", "5s", "7t"].map((pair) => [...pair]))
  fold[digit!.charCodeAt(0)] = letter!.charCodeAt(0);

for (const [word, is] of hints) {
  let hash = 0;
  for (let i = 0; i < word.length; i++) hash = mix(hash, word.charCodeAt(i));
  const slot = (Math.imul(hash, 0x9e3779b1) >>> (32 - bits)) | 0;
  table[slot] = (table[slot] ?? 0) | is;
}

function mix(hash: number, code: number): number {
  return (Math.imul(hash, 31) + (code < 128 ? (fold[code] ?? 0) : code)) | 0;
}

const lines = 40;
const blanks = 400;
const longWord = 16;

/** One pass over a text that finds no cause for alarm itself, but says what there could be. */
export function look(text: string): Seen {
  const { length } = text;
  let concepts = 0;
  let marks = 0;
  let singles = 0;
  let pairs = 0;
  let escapes = 0;
  let shown = 0;
  for (let i = 0; i < length;) {
    const start = i;
    let hash = 0;
    let code = text.charCodeAt(i);
    let letter = code < 128 ? fold[code]! : foreign(code);
    while (letter !== 0) {
      hash = (Math.imul(hash, 31) + letter) | 0;
      if (code > 127) marks |= marksOf(code);
      i += 1;
      if (i === length) break;
      code = text.charCodeAt(i);
      letter = code < 128 ? fold[code]! : foreign(code);
    }
    if (i > start) {
      concepts |= table[(Math.imul(hash, 0x9e3779b1) >>> (32 - bits)) | 0]!;
      const size = i - start;
      if (size < 3) {
        singles = size === 1 ? singles + 1 : 0;
        pairs = size === 2 ? pairs + 1 : 0;
        if (singles > 3) marks |= mark.spelled;
        if (pairs > 9) marks |= mark.code;
      } else {
        singles = 0;
        pairs = 0;
        if (size >= longWord && isCode(text, start, i)) marks |= mark.code;
      }
      if (start - shown >= lines && isGap(text, shown, start)) marks |= mark.gap;
      shown = i;
      continue;
    }
    i += 1;
    if (code === 32) continue;
    if (code === 10) {
      if (i < length && beginsTurn(text, i)) marks |= mark.turn;
      continue;
    }
    if (code === 9 || code === 13) continue;
    shown = i;
    if (code === 60 || code === 91 || code === 93) marks |= markup(text, i, code);
    else if (code === 124) marks |= mark.shell;
    else if (code === 45 || code === 47) {
      if (text.startsWith("rf", i) || text.startsWith("dev/tcp", i)) marks |= mark.shell;
    } else if (code === 37 || code === 92 || code === 38) {
      escapes += 1;
      if (escapes === 5) marks |= mark.code;
    } else if (code < 32 || code > 126) marks |= code < 128 ? mark.control : marksOf(code);
  }
  // The words of other scripts and forms, those in pieces, and those with something in between are not in the table.
  if (marks & (mark.letters | mark.unseen | mark.spelled)) concepts = -1;
  return { concepts, marks };
}

const foreign = (code: number): number => (isForeignLetter(code) ? code : 0);

/** Many lines, or many blanks. */
function isGap(text: string, from: number, to: number): boolean {
  if (to - from >= blanks) return true;
  let breaks = 0;
  for (let i = from; i < to; i++) if (text.charCodeAt(i) === 10) breaks += 1;
  return breaks >= lines;
}

function isForeignLetter(code: number): boolean {
  return (
    (code >= 0xc0 && code < 0x2000) ||
    code === 0xad ||
    (code >= 0x3041 && code < 0xe000) ||
    (code >= 0xff21 && code <= 0xffdc)
  );
}

function marksOf(code: number): number {
  if (code < 0xa0) return mark.control;
  if (code === 0xad || code === 0x34f) return mark.unseen;
  if (code < 0x250 && code !== 0x131) return 0;
  if (code < 0x2000 || (code >= 0x3040 && code < 0xd800))
    return isUnseen(code) ? mark.unseen : mark.letters;
  if (code >= 0x202a && code <= 0x202e) return mark.direction;
  if (code >= 0x2066 && code <= 0x2069) return mark.direction;
  if (isUnseen(code)) return mark.unseen;
  if (code === 0xd835 || (code >= 0x2460 && code <= 0x24ff)) return mark.letters;
  return code >= 0xff01 && code <= 0xffdc ? mark.letters : 0;
}

const isUnseen = (code: number): boolean =>
  (code >= 0x200b && code <= 0x200d) ||
  (code >= 0x2060 && code <= 0x206f) ||
  (code >= 0xfe00 && code <= 0xfe0f) ||
  (code >= 0x180b && code <= 0x180e) ||
  code === 0x115f ||
  code === 0x1160 ||
  code === 0x17b4 ||
  code === 0x17b5 ||
  code === 0x2800 ||
  code === 0x3164 ||
  code === 0xfeff ||
  code === 0xffa0 ||
  code === 0xdb40;

/** Digits, small and capital letters in one word, or hexadecimal digits alone: hardly a name. */
function isCode(text: string, from: number, to: number): boolean {
  let digit = false;
  let small = false;
  let capital = false;
  let other = false;
  for (let i = from; i < Math.min(to, from + 200); i++) {
    const code = text.charCodeAt(i);
    if (code < 58) digit = true;
    else if (code < 91) capital = true;
    else small = true;
    if ((code | 32) > 102) other = true;
  }
  return digit ? !other || (small && capital) : small && capital && to - from > 40;
}

function markup(text: string, i: number, code: number): number {
  const next = text.charCodeAt(i);
  if (code === 93) return next === 40 ? mark.link : 0;
  if (code === 60) return next > 32 ? mark.tag : 0;
  return next === 47 || next === 73 || next === 95 || next === 99 || next === 105 ? mark.tag : 0;
}

const assistant = /[ #*]{0,8}(?:assistant|ai)[*]*:/iy;

function beginsTurn(text: string, i: number): boolean {
  const code = text.charCodeAt(i) | 32;
  if (code !== 97 && code !== 32 && code !== 35 && code !== 42) return false;
  assistant.lastIndex = i;
  return assistant.test(text);
}
