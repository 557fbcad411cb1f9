import type { Annotations, Evidence, Witness } from "../../model.ts";
import type { Subject } from "../rules/rule.ts";
import { isAdvice, isNegated, sentenceActs, type Act } from "./acts.ts";
import type { Meaning } from "./meaning.ts";
import { foreignAct } from "./foreign.ts";
import { readReaches } from "./code/index.ts";
import type { Reach } from "./code/reach.ts";
import { readText } from "./code/text.ts";
import { isForeign } from "./language.ts";
import { nameAct } from "./named.ts";
import { readParameters, type Parameter } from "./schema.ts";
import { splitSentences, textLimit, type Sentence } from "./text.ts";
import { lexicon, type Topic } from "./topics.ts";
import { splitName, type Word } from "./words.ts";

/** Words that speak of a topic, and where. */
export interface Hit {
  witness: "name" | "description";
  start: number;
  end: number;
  text: string;
}

/** What can be told of a tool before anything is concluded. */
export interface Facts {
  subject: Subject;
  nameWords: Word[];
  serverWords: ReadonlySet<string>;
  named?: Act;
  /** What is read of the description in lower case, with the same offsets. */
  lower: string;
  /** Empty when there is no description. */
  sentences: Sentence[];
  /** The description is more likely not English, so its words tell little. */
  foreign: boolean;
  /** What the first sentence says it does; several when verbs are joined. */
  described: Act[];
  /** What later sentences say that it does besides. */
  asides: Act[];
  /** What was concluded of an act so far; null when its verb says nothing. */
  meanings: Map<Act, Meaning | null>;
  parameters: Parameter[];
  annotations: Annotations;
  /** What the handler's code reaches; undefined when no code was at hand. */
  reaches?: Reach[];
  /** First mention of each topic in the name, the title or the first sentence. */
  about: ReadonlyMap<Topic, Hit>;
}

/** Reads a tool into facts; never throws, whatever the definition holds. */
export function readFacts(raw: Subject): Facts {
  const subject = cleanSubject(raw);
  const { name, title = "", description = "" } = subject;
  const nameWords = withoutVersion(splitName(name));
  const serverWords = wordsOfServer(subject.server ?? "");
  const lower = lowerText(description);
  const sentences = description ? splitSentences(description, lower) : [];
  const described: Act[] = [];
  const asides: Act[] = [];
  let opening = 0;
  let told = false;
  for (let index = 0; index < sentences.length; index++) {
    const sentence = sentences[index]!;
    if (index > 0 && (sentence.aside || isAdvice(sentence))) continue;
    if (index > 0 && speaksOfAnother(sentences[index - 1]!, sentence)) continue;
    const first: boolean = !told && index < 3;
    if (first) opening = index;
    for (const act of sentenceActs(description, sentence, first)) {
      (first ? described : asides).push(act);
      if (act.kind !== "vague") told ||= first;
    }
  }
  if (repeatsName(described[0], nameWords)) described.length = 0;
  const elsewhere = described.length === 0 && sentences[0] ? foreignAct(sentences[0]) : undefined;
  if (elsewhere) described.push(elsewhere);
  const named = nameAct(
    nameWords,
    (word) => word.text === "api" || word.text === "mcp" || serverWords.has(word.text),
  );
  const about = new Map<Topic, Hit>();
  collectTopics(nameWords, "name", name, about);
  if (title) collectTopics(splitName(title), "name", title, about);
  for (const sentence of sentences.slice(0, opening + 1))
    collectTopics(sentence.words, "description", description, about);
  const annotations = isAnnotations(subject.annotations) ? subject.annotations : {};
  const { handlerSource } = subject;
  const calls =
    subject.calls ?? (handlerSource ? readText(handlerSource, subject.handler) : undefined);
  return {
    subject,
    nameWords,
    serverWords,
    ...(named ? { named } : {}),
    lower,
    sentences,
    foreign: isForeign(lower, sentences),
    described,
    asides,
    meanings: new Map(),
    parameters: readParameters(subject.inputSchema),
    annotations,
    ...(calls === undefined ? {} : { reaches: readReaches(calls) }),
    about,
  };
}

/** `Execute create-box` of a tool called so says nothing. */
const repeatsName = (act: Act | undefined, nameWords: readonly Word[]): boolean =>
  act !== undefined &&
  /^(?:execute|run|call|invoke)$/.test(act.lemma) &&
  nameWords.length > 1 &&
  act.object.length === nameWords.length &&
  act.object.every(({ text }, i) => text === nameWords[i]!.text);

let latest: { server: string; words: ReadonlySet<string> } = { server: "", words: new Set() };

/** The words of a server's id; the tools of one mostly come together, so the latest are kept. */
function wordsOfServer(server: string): ReadonlySet<string> {
  if (server !== latest.server)
    latest = { server, words: new Set(splitName(server, 200).map((word) => word.text)) };
  return latest.words;
}

/** `To change one, use another tool. It replaces …`: the second sentence is about that other tool. */
function speaksOfAnother(before: Sentence, { words }: Sentence): boolean {
  return (
    words[0]?.text === "it" &&
    before.words[0]?.text === "to" &&
    before.words.some((word) => word.text === "use" || word.text === "call")
  );
}

/** `listBoxesV1` -> list, boxes: the version of an interface is no thing that is asked for. */
function withoutVersion(words: Word[]): Word[] {
  return words.length > 1 && /^v\d{1,2}$/.test(words.at(-1)!.text) ? words.slice(0, -1) : words;
}

/** What is crawled may hold anything: a field of another type than promised counts as absent, and a name as empty. */
function cleanSubject(raw: Subject): Subject {
  const { title, description, server, handlerSource, calls, ...rest } = raw;
  return {
    ...rest,
    name: isText(raw.name) ? raw.name : "",
    ...(isText(title) ? { title } : {}),
    ...(isText(description) ? { description } : {}),
    ...(isText(server) ? { server } : {}),
    ...(isText(handlerSource) ? { handlerSource } : {}),
    ...(Array.isArray(calls) ? { calls } : {}),
  };
}

const isText = (value: unknown): value is string => typeof value === "string";

function isAnnotations(value: unknown): value is Annotations {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function collectTopics(
  words: readonly Word[],
  witness: "name" | "description",
  text: string,
  into: Map<Topic, Hit>,
): void {
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    const telling = lexicon.get(word.text);
    if (!telling || isNegated(words, i)) continue;
    const next = words[i + 1];
    const pair = next && telling.pairs.get(next.text);
    if (pair) note(pair, word.start, next.end);
    note(telling.topics, word.start, word.end);
  }
  function note(topics: ReadonlySet<Topic>, start: number, end: number): void {
    for (const topic of topics)
      if (!into.has(topic)) into.set(topic, { witness, start, end, text: text.slice(start, end) });
  }
}

/** The first mention of a topic anywhere in the description, outside what is said of parameters and answers. */
export function findMention(facts: Facts, topic: Topic): Hit | undefined {
  if (topic === "charge" && !/billed|charges|billing|provisions/.test(facts.lower))
    return undefined;
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
    const word = words[i]!;
    const telling = lexicon.get(word.text);
    if (!telling) continue;
    if (telling.topics.has(topic)) return word;
    const next = words[i + 1];
    if (next && telling.pairs.get(next.text)?.has(topic))
      return { text: `${word.text} ${next.text}`, start: word.start, end: next.end };
  }
  return undefined;
}

/** A quotation does not end in one of these. */
const trailing = new Set(
  `a an the of in for and or with to from by its this that as on at one if is are be associated specified starting using
  created named identified located via based containing including given without into between which where`.split(
    /\s+/,
  ),
);

/** How many words of an act's object stand before a line ends or a bracket opens. */
function unbroken(text: string, object: readonly Word[]): number {
  for (let i = 1; i < object.length; i++) {
    const between = text.slice(object[i - 1]!.end, object[i]!.start);
    if (between.includes("\n") || between.includes("(")) return i;
  }
  return object.length;
}

/** Evidence that quotes an act: the verb with its object, or with the first words behind where that is short. */
export function quoteAct(facts: Facts, act: Act, shows: string): Evidence {
  if (act.witness === "name") return { witness: "name", quote: clip(facts.subject.name), shows };
  const description = facts.subject.description ?? "";
  let count = Math.min(act.head > 1 ? Math.min(act.head, 8) : 5, unbroken(description, act.object));
  while (count > 1 && trailing.has(act.object[count - 1]!.text)) count--;
  const last = act.object[count - 1];
  const end = last && last.end - act.verb.start < 110 ? last.end : act.verb.end;
  return {
    witness: "description",
    quote: description.slice(act.verb.start, end),
    shows,
  };
}

/** Evidence that quotes the words of a topic. */
export function quoteHit(facts: Facts, hit: Hit, shows: string): Evidence {
  return { witness: hit.witness, quote: hit.text, shows };
}

/** Evidence that quotes a parameter by name, or one of its choices. */
export function quoteParameter(parameter: Parameter, shows: string, choice?: string): Evidence {
  return { witness: "schema", quote: clip(choice ?? parameter.name), shows };
}

/** A quotation short enough for a sentence; still verbatim. */
export function clip(text: string): string {
  return text.length > 120 ? text.slice(0, 120) : text;
}

/** First sentence-bounded mention of any of these phrases, lower-case ASCII, within what is read of the description. */
export function findPhrase(facts: Facts, phrases: readonly string[]): Evidence | undefined {
  const description = facts.subject.description;
  if (typeof description !== "string") return undefined;
  for (const phrase of phrases) {
    const at = facts.lower.indexOf(phrase);
    if (at >= 0)
      return {
        witness: "description",
        quote: description.slice(at, at + phrase.length),
        shows: "",
      };
  }
  return undefined;
}

/** ASCII lower case of the part that is read, with the text's offsets and a space for each line break. */
function lowerText(text: string): string {
  const cut = text.slice(0, textLimit).replace(/[\n\r\t]/g, " ");
  const lower = cut.toLowerCase();
  return lower.length === cut.length
    ? lower
    : cut.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

export type { Act, Parameter, Sentence, Topic, Witness, Word };
