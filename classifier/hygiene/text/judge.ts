import type { Text } from "../check.ts";
import { concept } from "./concepts.ts";
import type { Word } from "./prose.ts";

/** The sentences from one word to another, cut to what can be quoted: a little before and after them. */
export function quoteWords({ value, words }: Text, from: number, to: number): string {
  const first = words[from]!;
  const last = words[Math.max(from, to)]!;
  let start = first.start;
  for (let i = from; i >= 0 && words[i]!.sentence === first.sentence; i--) start = words[i]!.start;
  let { end } = last;
  for (let i = to; i < words.length && words[i]!.sentence === last.sentence; i++)
    end = words[i]!.end;
  return value.slice(Math.max(start, first.start - 80), Math.min(end, last.end + 80));
}

/** The words are shown and not said: a tool that looks for attacks quotes one, or names it as an example. */
export function isTalk({ value, words, kind }: Text, from: number, to: number): boolean {
  if (kind === "joined") return false;
  const { sentence, start } = words[from]!;
  const speaks = (word: Word) => (word.is & concept.talk) !== 0 && word.sentence >= sentence - 1;
  const spoken = words.slice(Math.max(0, from - 40), from).some(speaks);
  if (
    !spoken &&
    !words.slice(to + 1, to + 12).some((word) => word.sentence === sentence && speaks(word))
  )
    return false;
  const lead = value.slice(Math.max(0, start - 60), start);
  return (
    /["'`“‘«(]\s*$|(?:such as|like|e\.g\.|for example|including|attempts? to|that|which|whether|if) [^.]*$/i.test(
      lead,
    ) || /["'`”’»]/.test(lead.slice(-25))
  );
}
