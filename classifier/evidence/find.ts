import type { Evidence } from "../../model.ts";
import { isNegated } from "./acts.ts";
import type { Facts, Hit } from "./facts.ts";
import type { Topic } from "./topics.ts";
import { wordOf, type Word } from "./words.ts";

/** The first mention of a topic anywhere in the description, outside what is said of parameters and answers. */
export function findMention(facts: Facts, topic: Topic): Hit | undefined {
  for (const sentence of facts.sentences) {
    const word = sentence.aside ? undefined : findTopic(sentence.words, topic);
    if (
      word &&
      !isNegated(
        sentence.words,
        sentence.words.findIndex((candidate) => candidate.start === word.start),
      )
    ) {
      return {
        witness: "description",
        start: word.start,
        end: word.end,
        text: facts.subject.description!.slice(word.start, word.end),
      };
    }
  }
  return undefined;
}

/** Whether the text has any of these topics among the object's words, singly or in pairs; the words that say so. */
export function findTopic(words: readonly Word[], topic: Topic): Word | undefined {
  for (let i = 0; i < words.length; i++) {
    const found = topicAt(words, i, topic);
    if (found) return found;
  }
  return undefined;
}

/** The word at a place, or it and the next, if they have a topic. */
export function topicAt(words: readonly Word[], i: number, topic: Topic): Word | undefined {
  const word = words[i]!;
  const { telling } = word.known;
  if (!telling) return undefined;
  if (telling.topics.has(topic)) return word;
  const next = words[i + 1];
  return next && telling.pairs.get(next.text)?.has(topic)
    ? wordOf(`${word.text} ${next.text}`, word.start, next.end)
    : undefined;
}

/** Phrases that are looked for together, lower-case ASCII. */
export interface Phrases {
  list: readonly string[];
  /** Matches where any of them stands: most texts hold none, and this finds out in one pass. */
  any: RegExp;
}

export const phrasesOf = (list: readonly string[]): Phrases => ({
  list,
  any: new RegExp(list.map((phrase) => phrase.replace(/\W/g, "\\$&")).join("|")),
});

/** The earliest in the list that what is read of the description holds, at its first place; of those places only what `counts`. */
export function findPhrase(
  facts: Facts,
  { list, any }: Phrases,
  counts?: (facts: Facts, at: number) => boolean,
): Evidence | undefined {
  const description = facts.subject.description;
  if (description === undefined || !any.test(facts.lower)) return undefined;
  for (const phrase of list) {
    const at = facts.lower.indexOf(phrase);
    if (at >= 0 && (!counts || counts(facts, at)))
      return {
        witness: "description",
        quote: description.slice(at, at + phrase.length),
        shows: "",
      };
  }
  return undefined;
}
