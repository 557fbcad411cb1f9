import type { Sentence } from "./text.ts";

const set = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

/** Words that hold English sentences together and are rare elsewhere. */
const english = set(
  `the of to and for with from by this that is are be will your you it its or as when if not can has which all any each into
  returns using use an at on in`,
);
/** The same of languages that are often met beside it; none of them is an English word of its own. */
const other = set(
  `el los las del una uno unas para por con como que sus esta este desde sobre hacia según le les des du une est aux dans pour sur
  avec par cette ces ou où der das und ein eine einen einer eines dem den für mit von zu zum zur aus auf bei ist sind oder nach
  il lo gli della delle dei nel nella sul di che è um uma os em ao dos nas não pelo pela het een van voor naar op niet och ett
  för på med från av och af til fra hos ja tai sekä ve bir bu için ile oder na do dla przez jest nie się z w i od`,
);

/** By word that holds sentences together: 1 for a word of ours, -1 for one of theirs. */
export const joining = new Map<string, number>();
for (const word of other) joining.set(word, -1);
for (const word of english) joining.set(word, 1);

/** So many words tell a language. */
const wordLimit = 120;

/** Whether a text is more likely not English: foreign joining words outnumber the English ones, or other scripts the Latin one. */
export function isForeign(text: string, sentences: readonly Sentence[]): boolean {
  let ours = 0;
  let theirs = 0;
  let left = wordLimit;
  for (const sentence of sentences) {
    for (const { known } of sentence.words) {
      if (left-- <= 0) return theirs > ours;
      if (known.joins > 0) ours++;
      else if (known.joins < 0) theirs++;
    }
  }
  return (theirs > 0 && theirs > ours) || isOtherScript(text.slice(0, 400));
}

/** Whether a third of the letters stand outside the Latin alphabets. */
function isOtherScript(text: string): boolean {
  if (!/[\u0370-\u1fff\u3040-\ud7ff]/.test(text)) return false;
  let latin = 0;
  let beyond = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if ((code >= 65 && code <= 90) || (code >= 97 && code <= 122)) latin++;
    else if (code >= 0x370 && !(code >= 0x2000 && code < 0x3040) && code < 0xd800) beyond++;
  }
  return beyond * 2 > latin;
}
