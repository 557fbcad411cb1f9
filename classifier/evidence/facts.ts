import type { Annotations, Call, Witness } from "../../model.ts";
import type { Subject } from "../rules/rule.ts";
import { isNegated, sentenceActs, type Act } from "./acts.ts";
import { isAdvice, isPreparation } from "./advice.ts";
import type { Meaning } from "./meaning.ts";
import { foreignAct } from "./foreign.ts";
import { readReaches } from "./code/index.ts";
import type { Reach } from "./code/reach.ts";
import { readText } from "./code/text.ts";
import { isForeign } from "./language.ts";
import { nameAct } from "./named.ts";
import { readParameters, type Parameter } from "./schema.ts";
import { cleanSubject } from "./subject.ts";
import { splitSentences, textLimit, type Sentence } from "./text.ts";
import type { Topic } from "./topics.ts";
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
  /** The words of its server's id, each once. */
  serverWords: readonly string[];
  named: Act | undefined;
  /** What the first sentence says it does, then what the name says. */
  acts: readonly Act[];
  /** The first of what is described, then what the name says. */
  leads: readonly Act[];
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
  /** Acts whose meaning was asked for so far, and at the same places what was concluded; undefined when the verb says nothing. */
  asked: Act[];
  meanings: (Meaning | undefined)[];
  parameters: Parameter[];
  annotations: Annotations;
  /** What the handler's code calls; undefined when no code was at hand. */
  calls: readonly Call[] | undefined;
  /** What the handler's code reaches; undefined when no code was at hand. */
  reaches: Reach[] | undefined;
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
    if (index < sentences.length - 1 && isPreparation(sentence)) continue;
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
    (word) => word.text === "api" || word.text === "mcp" || serverWords.includes(word.text),
  );
  const about = new Map<Topic, Hit>();
  collectTopics(nameWords, "name", name, about);
  if (title) collectTopics(splitName(title), "name", title, about);
  for (let i = 0; i <= opening && i < sentences.length; i++)
    collectTopics(sentences[i]!.words, "description", description, about);
  const annotations = isAnnotations(subject.annotations) ? subject.annotations : {};
  const { handlerSource } = subject;
  const calls =
    subject.calls ?? (handlerSource ? readText(handlerSource, subject.handler) : undefined);
  return {
    subject,
    nameWords,
    serverWords,
    named,
    acts: named ? [...described, named] : described,
    leads: leadsOf(described[0], named),
    lower,
    sentences,
    foreign: isForeign(lower, sentences),
    described,
    asides,
    asked: [],
    meanings: [],
    parameters: readParameters(subject.inputSchema),
    annotations,
    calls,
    reaches: calls && readReaches(calls),
    about,
  };
}

function leadsOf(described: Act | undefined, named: Act | undefined): Act[] {
  if (described) return named ? [described, named] : [described];
  return named ? [named] : [];
}

/** `Execute create-box` of a tool called so says nothing. */
const repeatsName = (act: Act | undefined, nameWords: readonly Word[]): boolean =>
  act !== undefined &&
  /^(?:execute|run|call|invoke)$/.test(act.lemma) &&
  nameWords.length > 1 &&
  act.object.length === nameWords.length &&
  act.object.every(({ text }, i) => text === nameWords[i]!.text);

let latest: { server: string; words: readonly string[] } = { server: "", words: [] };

/** The words of a server's id; the tools of one mostly come together, so the latest are kept. */
function wordsOfServer(server: string): readonly string[] {
  if (server !== latest.server)
    latest = {
      server,
      words: [...new Set(splitName(server, 200).map((word) => word.text))],
    };
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

function isAnnotations(value: unknown): value is Annotations {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function collectTopics(
  words: readonly Word[],
  witness: "name" | "description",
  text: string,
  into: Map<Topic, Hit>,
): void {
  const note = (topics: ReadonlySet<Topic>, start: number, end: number): void => {
    for (const topic of topics)
      if (!into.has(topic)) into.set(topic, { witness, start, end, text: text.slice(start, end) });
  };
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    const { telling } = word.known;
    if (!telling || isNegated(words, i)) continue;
    const next = words[i + 1];
    const pair = next && telling.pairs.get(next.text);
    if (pair) note(pair, word.start, next.end);
    note(telling.topics, word.start, word.end);
  }
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

export { findMention, findPhrase, findTopic, phrasesOf } from "./find.ts";
export { clip, quoteAct, quoteHit, quoteParameter } from "./quote.ts";
