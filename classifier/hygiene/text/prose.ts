import { plainWord } from "./characters.ts";
import { longestPiece, phrases, pieces, words as lexicon } from "./concepts.ts";
import { endsSentence, mark } from "./marks.ts";
import type { Seen } from "./needs.ts";

/** A word of a text, as it reads, and what it can stand for. */
export interface Word {
  text: string;
  start: number;
  end: number;
  /** Its number. */
  sentence: number;
  /** A comma, a colon or the like stands before it. */
  opens: boolean;
  /** A mask of concepts. */
  is: number;
}

/** The words of a text in order, with their concepts; linear in its length. Of a long text only what is around the sentences that are needed. */
export function readProse(text: string, { marks, from, to }: Seen): Word[] {
  const read: Word[] = [];
  const isWhole = text.length <= 2 * around;
  const start = isWhole ? 0 : Math.max(0, from - around);
  readPart(text, start, isWhole ? text.length : Math.min(text.length, to + around), read);
  return withPhrases(marks & mark.spelled ? joinSpelled(read) : read);
}

/** UTF-16 units; no order that is looked for is longer. */
const around = 400;

/** Adds the words of a part. */
function readPart(text: string, from: number, length: number, read: Word[]): void {
  let sentence = 0;
  let start = -1;
  let opens = true;
  let isPlain = true;
  for (let i = from; i <= length; i++) {
    const code = i < length ? text.charCodeAt(i) : 32;
    if (code < 128 ? ascii[code] : isLetter(code)) {
      if (start < 0) start = i;
      // Digits and apostrophes want a second look, too.
      if (code < 65 || code > 127) isPlain = false;
      continue;
    }
    if (start >= 0) {
      if (isPlain) {
        const word = text.slice(start, Math.min(i, start + longestWord)).toLowerCase();
        read.push({ text: word, start, end: i, sentence, opens, is: lexicon.get(word) ?? 0 });
      } else addWord(text, { start, end: i, sentence, opens }, read);
      opens = false;
      start = -1;
      isPlain = true;
    }
    if (code === 32) continue;
    opens ||= openers.has(code);
    if (endsSentence(text, i + 1, code) || isFullStop(code)) sentence += 1;
  }
}

const ascii = new Uint8Array(128);
for (let code = 0; code < 128; code++)
  ascii[code] = /[a-z0-9']/i.test(String.fromCharCode(code)) ? 1 : 0;

/** `, ; : ( ) > — –`, line ends, and the same of Chinese and Japanese. */
const openers = new Set([44, 59, 58, 40, 41, 62, 10, 0x2014, 0x2013, 0xff0c, 0x3001, 0xff1a]);

/** Of Chinese and Japanese. */
const isFullStop = (code: number): boolean => code === 0x3002 || code === 0xff01 || code === 0xff1f;

type Span = Pick<Word, "start" | "end" | "sentence" | "opens">;

function isLetter(code: number): boolean {
  if (code === 0x2019) return true;
  if (code < 0xc0) return code === 0xad || code === 0xaa || code === 0xba;
  if (code >= 0x2000 && code <= 0x2bff) return isJoiner(code);
  if (code >= 0x3000 && code <= 0x3020) return false;
  if (code >= 0xff00 && code <= 0xff0f) return false;
  return !(code >= 0xd83c && code <= 0xd83e);
}

/** Drawn as nothing, so a word goes on. */
const isJoiner = (code: number): boolean =>
  (code >= 0x200b && code <= 0x200f) ||
  (code >= 0x202a && code <= 0x202e) ||
  (code >= 0x2060 && code <= 0x206f);

const longestWord = 60;

function addWord(text: string, span: Span, into: Word[]): void {
  const { start, end } = span;
  const raw = text.slice(start, Math.min(end, start + longestWord));
  const ascii = /^[!-~]*$/.test(raw);
  const plain = (ascii ? raw : plainWord(raw)).toLowerCase().replaceAll("\u2019", "'");
  if (!ascii && /[\u3040-\u30ff\u3400-\u9fff]/.test(plain)) {
    addPieces(text, span, into);
    return;
  }
  const word = plain.endsWith("'s") ? plain.slice(0, -2) : plain.replace(/^'+|'+$/g, "");
  if (word === "") return;
  into.push({ ...span, text: word, is: conceptsOf(word) });
}

function conceptsOf(word: string): number {
  const known = lexicon.get(word);
  if (known !== undefined) return known;
  return /\d/.test(word) && /[a-z]/.test(word) ? (lexicon.get(fromDigits(word)) ?? 0) : 0;
}

const letters = new Map(["0o", "1i", "3e", "4a", "5s", "7t"].map((pair) => [pair[0]!, pair[1]!]));
const fromDigits = (word: string): string =>
  Array.from(word, (letter) => letters.get(letter) ?? letter).join("");

/** Text without blanks, cut into the words that are known; the longest first. */
function addPieces(text: string, span: Span, into: Word[]): void {
  const { start, end } = span;
  for (let i = start; i < end;) {
    let length = Math.min(longestPiece, end - i);
    while (length > 0 && !pieces.has(text.slice(i, i + length))) length -= 1;
    if (length > 0) {
      const piece = text.slice(i, i + length);
      into.push({ ...span, text: piece, start: i, end: i + length, is: pieces.get(piece) ?? 0 });
    }
    i += Math.max(1, length);
  }
}

/** `i g n o r e` is one word. */
function joinSpelled(read: Word[]): Word[] {
  const joined: Word[] = [];
  for (let i = 0; i < read.length; i++) {
    const word = read[i]!;
    let last = i;
    while (isSpelled(read[last], read[last + 1])) last += 1;
    if (last - i < 3) {
      joined.push(word);
      continue;
    }
    const text = read
      .slice(i, Math.min(last + 1, i + longestWord))
      .map((letter) => letter.text)
      .join("");
    const end = read[last]!.end;
    if (lexicon.has(text)) joined.push({ ...word, text, end, is: conceptsOf(text) });
    else joined.push(...cut(text, word, end));
    i = last;
  }
  return joined;
}

const isSpelled = (a: Word | undefined, b: Word | undefined): boolean =>
  a !== undefined &&
  b !== undefined &&
  a.text.length === 1 &&
  b.text.length === 1 &&
  b.start - a.end <= 1;

/** Letters that ran together, as words of the lexicon. */
function cut(text: string, at: Word, end: number): Word[] {
  const found: Word[] = [];
  for (let i = 0; i < text.length;) {
    let length = Math.min(14, text.length - i);
    while (length > 2 && !lexicon.has(text.slice(i, i + length))) length -= 1;
    if (length > 2) {
      const word = text.slice(i, i + length);
      found.push({ ...at, text: word, end, is: conceptsOf(word) });
    }
    i += Math.max(1, length > 2 ? length : 1);
  }
  return found;
}

/** A phrase's concepts stand on its first word, which then reaches to its end. */
function withPhrases(read: Word[]): Word[] {
  for (let i = 0; i < read.length; i++) {
    const word = read[i]!;
    const begun = phrases.get(word.text);
    if (begun === undefined) continue;
    for (const { rest, is } of begun) {
      if (!rest.every((text, offset) => read[i + 1 + offset]?.text === text)) continue;
      word.is |= is;
      word.end = Math.max(word.end, read[i + rest.length]!.end);
    }
  }
  return read;
}
