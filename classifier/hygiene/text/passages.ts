import { concept, type Concept } from "./concepts.ts";
import type { Word } from "./prose.ts";

/** The index of the first word after `from` with one of these concepts, in the same sentence and at most `span` words on; -1 when there is none. */
export function after(words: readonly Word[], from: number, mask: number, span: number): number {
  const sentence = words[from]?.sentence;
  const last = Math.min(words.length - 1, from + span);
  for (let i = from + 1; i <= last && words[i]!.sentence === sentence; i++)
    if (words[i]!.is & mask) return i;
  return -1;
}

/** The same, before `from`. */
export function before(words: readonly Word[], from: number, mask: number, span: number): number {
  const sentence = words[from]?.sentence;
  const last = Math.max(0, from - span);
  for (let i = from - 1; i >= last && words[i]!.sentence === sentence; i--)
    if (words[i]!.is & mask) return i;
  return -1;
}

/** A sentence, or a part of a long one. */
export interface Passage {
  /** First and last word. */
  from: number;
  to: number;
  /** The concepts of its words. */
  is: number;
  /** Its words, one blank between them. */
  said(): string;
}

const longestPassage = 80;

/** The sentences of a text; long ones in parts. */
export function* passages(words: readonly Word[]): Generator<Passage> {
  for (let from = 0; from < words.length;) {
    let to = from;
    let is = words[from]!.is;
    while (
      to + 1 < words.length &&
      words[to + 1]!.sentence === words[from]!.sentence &&
      to - from < longestPassage
    ) {
      to += 1;
      is |= words[to]!.is;
    }
    const [start, end] = [from, to];
    yield { from, to, is, said: () => sayWords(words, start, end) };
    from = to + 1;
  }
}

/** The words from one to another, one blank between them. */
export function sayWords(words: readonly Word[], from: number, to: number): string {
  let said = words[from]?.text ?? "";
  for (let i = from + 1; i <= to && i < words.length; i++) said += ` ${words[i]!.text}`;
  return said;
}

/** Words that come before a verb that is no order: `used to read`, `the copy`, `can open`. */
const noOrder = new Set(
  "to the a an can may will could might for of its their this that which it or's used able does did was is are optional your my by".split(
    " ",
  ),
);

/** A verb that tells the reader to do something, as far as its neighbour shows. */
export function isOrder(words: readonly Word[], i: number): boolean {
  const previous = words[i - 1];
  if (!previous || previous.sentence !== words[i]!.sentence || words[i]!.opens) return true;
  if (previous.is & concept.not && previous.text !== "no") return false;
  return !noOrder.has(previous.text);
}

/** One of these concepts. */
export const has = (word: Word | undefined, name: Concept): boolean =>
  word !== undefined && (word.is & concept[name]) !== 0;
