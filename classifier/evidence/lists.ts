import type { Word } from "./words.ts";

/** Lists of words that are looked for together: one look at a word tells on which of them it stands. */
export interface Lists<Name extends string> {
  /** The bit of each list. */
  bit: Record<Name, number>;
  /** The bits of the lists that have any of the words. */
  of: (words: readonly Word[]) => number;
}

/** At most 31 lists by name, each of words that blanks part. */
export function listsOf<Name extends string>(lists: Record<Name, string>): Lists<Name> {
  const bits = new Map<string, number>();
  const bit = {} as Record<Name, number>;
  for (const [at, name] of (Object.keys(lists) as Name[]).entries()) {
    bit[name] = 1 << at;
    for (const word of lists[name].split(/\s+/)) bits.set(word, (bits.get(word) ?? 0) | (1 << at));
  }
  return {
    bit,
    of(words) {
      let found = 0;
      for (let i = 0; i < words.length; i++) found |= bits.get(words[i]!.text) ?? 0;
      return found;
    },
  };
}
