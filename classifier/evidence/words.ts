import { knownOf, nothing, type Known } from "./vocabulary.ts";

/** One word of a text: lower-case, with where it stands (end exclusive), and what is known of it. */
export interface Word {
  text: string;
  start: number;
  end: number;
  known: Known;
}

/** A word at a place of a text, from its lower-case form. */
export const wordOf = (text: string, start: number, end: number): Word => ({
  text,
  start,
  end,
  known: knownOf(text),
});

/** A word at a place of a text of which nothing is known. */
export const unknownWord = (text: string, start: number, end: number): Word => ({
  text,
  start,
  end,
  known: nothing,
});

const isDigit = (code: number): boolean => code >= 48 && code <= 57;
const isUpper = (code: number): boolean => code >= 65 && code <= 90;
const isLower = (code: number): boolean => code >= 97 && code <= 122;
/** Letters outside ASCII count as lower-case letters: they never split a word; symbols and emoji do. */
const isLetter = (code: number): boolean =>
  isLower(code) ||
  isUpper(code) ||
  (code >= 0xaa &&
    !(code >= 0x2000 && code < 0x3040) &&
    !(code >= 0xd800 && code < 0xe000) &&
    code < 0xfe00);

const wordCodes = Uint8Array.from({ length: 0x10000 }, (_, code) =>
  isLetter(code) || isDigit(code) || code === 95 ? 1 : 0,
);

/** Whether a UTF-16 unit belongs to a word of running text, where `_` does. */
export const isWordCode = (code: number): boolean => wordCodes[code] === 1;

/**
 * The words of an identifier in any spelling, in order; digits stay with the letters before them.
 * `r2_bucket_delete` -> r2, bucket, delete; `getHTTPStatus` -> get, http, status; `kv.namespace-list` -> kv, namespace, list.
 */
export function splitName(text: string, limit = 200): Word[] {
  const words: Word[] = [];
  const length = Math.min(text.length, limit);
  let start = -1;
  for (let i = 0; i <= length; i++) {
    const code = i < length ? text.charCodeAt(i) : 0;
    const inside = isLetter(code) || isDigit(code);
    if (start >= 0 && (!inside || startsWord(text, i, length))) {
      words.push(wordOf(text.slice(start, i).toLowerCase(), start, i));
      start = -1;
    }
    if (inside && start < 0) start = i;
  }
  return words;
}

/** Whether a capital begins a new word: after a lower-case letter or digit, or before a lower-case letter. */
function startsWord(text: string, i: number, length: number): boolean {
  if (!isUpper(text.charCodeAt(i))) return false;
  const before = text.charCodeAt(i - 1);
  if (!isUpper(before)) return true;
  return i + 1 < length && isLower(text.charCodeAt(i + 1));
}
