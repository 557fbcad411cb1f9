/**
 * Characters that take no room on the screen, or draw nothing: joiners, fillers, tag characters, selectors, soft hyphens.
 * https://www.unicode.org/reports/tr36/
 */
const unseen =
  "\\u00ad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u206f\\u2800\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff9-\\ufffb\\u{1bca0}-\\u{1bca3}\\u{1d173}-\\u{1d17a}\\u{e0000}-\\u{e0fff}";
const unseenClass = new RegExp(`[${unseen}]`, "gu");
const visibleClass = new RegExp(`[${unseen}\\p{Cc}\\p{Cf}\\p{Cs}]`, "gu");

/** The text without what cannot be seen. */
export const withoutUnseen = (text: string): string => text.replace(unseenClass, "");

const longestQuote = 240;

/** A bounded quotation in which every character that cannot be seen stands as `U+200B`; blanks are folded. */
export function quoteVisibly(text: string): string {
  const bounded = text.length > longestQuote * 4 ? text.slice(0, longestQuote * 4) : text;
  const shown = bounded
    .replace(/[\t\n\r ]+/g, " ")
    .replace(visibleClass, nameCharacter)
    .trim();
  if (shown.length <= longestQuote) return shown;
  return `${shown.slice(0, longestQuote - 1).toWellFormed()}…`;
}

/** `U+200B` */
export function nameCharacter(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase();
  return `U+${code.padStart(4, "0")}`;
}

/** Letters of other scripts that look like Latin ones; from what Unicode lists as confusable, the common ones. */
const pairs =
  "аa еe оo рp сc уy хx ѕs іi јj ԁd ԛq ԝw һh ѵv ӏl кk мm тt вb нh гr пn АA ВB ЕE КK МM НH ОO РP СC ТT ХX УY ІI ЈJ ЅS ԌG αa εe οo ρp υu νv ιi κk τt χx γy ηn ωw ΑA ΒB ΕE ΖZ ΗH ΙI ΚK ΜM ΝN ΟO ΡP ΤT ΥY ΧX ɑa ɡg ıi ոn սu օo ցg հh";
const looks = new Map(pairs.split(" ").map((pair) => [pair[0]!, pair[1]!] as const));

const isLatin = /[a-z]/i;
const isAlien = /[\u0250-\u02af\u0131\u0370-\u058f]/;

/** A word as it looks: compatibility forms and look-alike letters as plain ones where it mixes scripts, without what cannot be seen. */
export function plainWord(word: string): string {
  const plain = withoutUnseen(word.normalize("NFKC"));
  const mixed = isLatin.test(plain) && isAlien.test(plain);
  return mixed ? asLatin(plain) : plain;
}

/** Every letter that has a Latin look-alike as that one. */
export const asLatin = (text: string): string =>
  Array.from(text, (letter) => looks.get(letter) ?? letter).join("");

/** Every letter has a Latin look-alike or is Latin. */
export const isAllLatin = (text: string): boolean =>
  Array.from(text).every((letter) => letter < "\u0080" || looks.has(letter));

/** What a name looks like at a glance, in any font: two names with the same look can be mistaken. */
export function lookOf(name: string): string {
  const plain = /^[ -~]*$/.test(name) ? name : asLatin(withoutUnseen(name.normalize("NFKC")));
  return plain.replace(/[0O1I|5]|rn|vv/g, (part) => shapes.get(part)!).toLowerCase();
}

const shapes = new Map(
  ["0o", "Oo", "1l", "Il", "|l", "5s"]
    .map((pair): [string, string] => [pair[0]!, pair[1]!])
    .concat([
      ["rn", "m"],
      ["vv", "w"],
    ]),
);
