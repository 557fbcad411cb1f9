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

/** Lines, or blanks in a row, that make a long gap. */
export const lines = 40;
const blanks = 400;

/** Many lines, or many blanks. */
export function isGap(text: string, from: number, to: number): boolean {
  if (to - from >= blanks) return true;
  let breaks = 0;
  for (let i = from; i < to; i++) if (text.charCodeAt(i) === 10) breaks += 1;
  return breaks >= lines;
}

export function isForeignLetter(code: number): boolean {
  return (
    (code >= 0xc0 && code < 0x2000) ||
    code === 0xad ||
    (code >= 0x3041 && code < 0xe000) ||
    (code >= 0xff21 && code <= 0xffdc)
  );
}

export function marksOf(code: number): number {
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
export function isCode(text: string, from: number, to: number): boolean {
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

export function markup(text: string, i: number, code: number): number {
  const next = text.charCodeAt(i);
  if (code === 93) return next === 40 ? mark.link : 0;
  if (code === 60) return next > 32 ? mark.tag : 0;
  return next === 47 || next === 73 || next === 95 || next === 99 || next === 105 ? mark.tag : 0;
}

const assistant = /[ #*]{0,8}(?:assistant|ai)[*]*:/iy;

export function beginsTurn(text: string, i: number): boolean {
  const code = text.charCodeAt(i) | 32;
  if (code !== 97 && code !== 32 && code !== 35 && code !== 42) return false;
  assistant.lastIndex = i;
  return assistant.test(text);
}

/** Marks that end a sentence, and blank lines and items of a list; `next` is where the text goes on. */
export function endsSentence(text: string, next: number, code: number): boolean {
  if (code !== 46 && code !== 33 && code !== 63 && code !== 10) return false;
  const after = text.charCodeAt(next);
  if (code === 10) return after === 10 || after === 45 || after === 42;
  return after === 32 || after === 10 || after === 13 || Number.isNaN(after);
}
