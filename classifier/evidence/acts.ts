import { launchedAct, nominalAct } from "./nouns.ts";
import { readHeads, topicsOf } from "./topics.ts";
import type { Sentence } from "./text.ts";
import { verbs, type Kind, type Verb } from "./verbs.ts";
import type { Word } from "./words.ts";

/** Something that a tool is said to do: a verb, and the words after it up to the next clause. */
export interface Act {
  lemma: string;
  kind: Kind;
  witness: "name" | "description";
  verb: Word;
  /** Up to ten words after the verb in their order; for a name, all its other words. */
  object: Word[];
  /** How many words of the object stand before its first preposition or bracket. */
  head: number;
  /** The verb is not in its base form, so it speaks of the tool and not to the reader. */
  inflected: boolean;
  /** The verb is more likely a noun where it stands. */
  doubtful: boolean;
}

const set = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

const fillers = set(
  `this the a an auto tool tools command function endpoint method api action operation will can may to you your it its
  force use used using for important warning note caution danger please should must provides
  provide mcp server when user users agent agents claude llm ability interface capability capabilities way and also then first
  atomically optionally one simple simply utility helper ai model models assistant new wrapper async admin beta deprecated
  experimental makes make perform performs performing handles be able of in cost by supports support via destructive readonly
  write read-only high-risk dangerous irreversible v1 v2 example main primary core i want always`,
);
/** These lead to the act when somebody or a gerund follows: `Allows you to …`, `Enables creating …`. */
const openers = set("lets let allows allow enables enable helps help");
const objects = set("you to users user the agents agent ai llms claude clients a an it your");
/** Who may be allowed something without that giving anybody access: the one who calls. */
const callers = set(
  "you user users agent agents ai llm llms claude client clients model models assistant assistants caller callers",
);
/** Whom a tool that allows them something lets in. */
const guests = set(
  "host hosts ip ips address addresses origin origins traffic connection connections network networks role roles member members",
);
/** These look the same as participles: `split into parts` tells how something is. */
const participles = set("split set put cut cast spread");
const determiners = set(
  `a an the this that these those any all its it them one multiple new each every your specific specified existing up to into
  on from`,
);
const articles = set("a an the");
const conjunctions = set("and or then optionally also automatically");
const introducers = set("to that which for by will can also then and or including");
/** What tells how something is done does not do it. */
const instructions = set(
  "procedure procedures guide instructions steps tutorial checklist documentation playbook recipe cheatsheet",
);
/** What may stand before the verb of a later sentence that still speaks of the tool. */
const subjects = set(
  `this the tool it also then automatically will can may optionally and function action operation warning note important
  additionally always first permanently caution destructive call`,
);
const prepositions = set(
  `of in from by with using for via to on at as that which through after before into when if where because while without
  based within including given until unless so between against across per over onto toward towards inside under`,
);
/** A sentence that begins so explains or asks. */
const questions = set("how what where who why whether");
const negators = set(
  `not never without no cannot doesn't don't won't can't nor instead before avoid rather neither isn't aren't unlike except`,
);
/** `Orders of a customer`, `Comments assigned to …`: things, and no verb. */
const of = set("of for assigned associated and matching that which who");
/** Before any noun these are verbs: `Update policy …`, though `Update history` is a thing. */
const orders = set("update set reset clear");
/** Before these stands a subject: `The archive must …`. */
const modals = set("must is are was were will can cannot may should has");
/** After these, a verb that ends in -s was the subject: `Changes are …`; or it has no object: `Runs on …`. */
const intransitive = set(
  "are is was were will may can must should on in at until when as with if only once",
);

/** `Use it when you need to …` tells of the reader's wish, which may be larger than the tool. */
export function isAdvice({ words }: Sentence): boolean {
  return (
    words[0]?.text === "use" && words.slice(1, 5).some((word) => /^(?:when|if)$/.test(word.text))
  );
}

/** The acts of a sentence: its leading verb and the verbs joined to it, or those of its `to …`, `that …` clauses. */
export function sentenceActs(text: string, sentence: Sentence, first: boolean): Act[] {
  const { words } = sentence;
  const limit = Math.min(words.length, 60);
  if (questions.has(words[0]?.text ?? "")) return [];
  let i = 0;
  while (i < limit && skips(words, i, first)) i++;
  const lead = leadAt(text, words, i);
  if (!lead) {
    const noun = first ? nominalAct(words) : undefined;
    const verb = noun && verbs.get(noun.lemma);
    if (noun && verb) return [actAt(text, words, noun.at, verb)];
    return first ? clauseActs(text, words, limit) : [];
  }
  if (!first && !speaks(words, i, lead)) return [];
  const acts = [
    actAt(text, words, i, lead),
    ...launched(text, words, i, lead),
    ...joinedActs(text, words, i, lead, first),
    ...purposes(text, words, i, lead, limit),
  ];
  if (acts.length > 1) shareObjects(acts);
  const telling = acts.some((act) => act.kind !== "vague");
  return telling || !first ? acts : [...acts, ...clauseActs(text, words, limit)];
}

/** `Enable, disable or delete a box`: verbs in a row have the object of the last. */
function shareObjects(acts: Act[]): void {
  for (let i = acts.length - 2; i >= 0; i--) {
    const act = acts[i]!;
    const after = acts[i + 1]!;
    const head = act.object.slice(0, act.head);
    if (head.every((word) => verbs.has(word.text)) && after.head > 0)
      acts[i] = { ...act, object: after.object, head: after.head };
  }
}

/** The verb at a place, unless it is a noun there: `The search`, `archive must`, `POST /boxes`. */
function leadAt(text: string, words: readonly Word[], i: number): Verb | undefined {
  const word = words[i];
  const verb = verbs.get(word?.text ?? "");
  if (verb?.nouny && /^(?:when|if|whether)$/.test(words[i + 1]?.text ?? "")) return undefined;
  const after = words[i + 1]?.text ?? "";
  const noun = of.has(after) || (i > 0 && articles.has(words[i - 1]!.text));
  if (verb?.nouny && verb.form === "third" && noun) return undefined;
  if (!word || !verb || verb.form !== "base") return verb;
  if (isHyphened(text, word, words[i + 1])) return undefined;
  if (word.text === "empty" && hollow.test(after)) return undefined;
  const article = i > 0 && articles.has(words[i - 1]!.text);
  const subject = verb.nouny && modals.has(words[i + 1]?.text ?? "");
  const route = isKeyword(text, word) && text.startsWith(" /", word.end);
  return (article && verb.nouny) || subject || route ? undefined : verb;
}

/** What is empty, and not emptied. */
const hollow =
  /^(?:results?|lists?|strings?|arrays?|responses?|values?|objects?|sets?|body|means)$/;

/** `Cache-first`, `Step-by-step`: the first half of a compound; `Drag-and-drop` are verbs. */
const isHyphened = (text: string, word: Word, next: Word | undefined): boolean =>
  next !== undefined &&
  next.start === word.end + 1 &&
  text.charCodeAt(word.end) === 45 &&
  next.text !== "and" &&
  next.text !== "or" &&
  !verbs.has(next.text);

/** The removal that a lead such as `Schedule` or `Queue` sets going. */
function launched(text: string, words: readonly Word[], at: number, lead: Verb): Act[] {
  const found = launchedAct(lead.lemma, words, at);
  const verb = found && verbs.get(found.lemma);
  return found && verb ? [actAt(text, words, found.at, { ...verb, form: lead.form })] : [];
}

/** `Uploads an archive to deploy a site`: what is uploaded goes live by the same call. */
function purposes(
  text: string,
  words: readonly Word[],
  from: number,
  lead: Verb,
  limit: number,
): Act[] {
  for (let j = from + 2; j < limit; j++) {
    if (words[j]!.text !== "deploy") continue;
    const verb = verbs.get("deploy");
    if (verb && words[j - 1]!.text === "to")
      return determiners.has(words[j + 1]?.text ?? "")
        ? [actAt(text, words, j, { ...verb, form: lead.form })]
        : [];
  }
  return [];
}

function skips(words: readonly Word[], i: number, first: boolean): boolean {
  const { text } = words[i]!;
  const next = words[i + 1]?.text ?? "";
  if (text === "call" || text === "run" || text === "invoke") return next === "this";
  if (!first) return subjects.has(text);
  if (text === "write")
    return next === "" || verbs.has(next) || /^(?:only|operation|tool|access)$/.test(next);
  if (openers.has(text))
    return (
      (objects.has(next) && !(articles.has(next) && guestAt(words, i) !== undefined)) ||
      verbs.get(next)?.form === "gerund"
    );
  if (performs.has(text) && isReportAhead(words, i)) return false;
  if (/^mak(?:e|es|ing)$/.test(text))
    return !words.slice(i + 1, i + 5).some((word) => made.has(word.text));
  return fillers.has(text) || (text.length > 4 && text.endsWith("ly") && !verbs.has(text));
}

/** Index of somebody let in after `allow` or `let`: `Allows a remote host to connect`. */
function guestAt(words: readonly Word[], at: number): number | undefined {
  for (let i = at + 1; i < Math.min(words.length, at + 5); i++) {
    const { text } = words[i]!;
    if (text === "to" || callers.has(text)) return undefined;
    if (guests.has(text)) return i;
  }
  return undefined;
}

/** What the verb does where it stands: letting a stranger in gives access, and performing a search reads. */
function kindAt(words: readonly Word[], at: number, verb: Verb): Kind {
  if (verb.kind !== "vague") return verb.kind;
  if (/^(?:allow|let)$/.test(verb.lemma) && guestAt(words, at) !== undefined) return "grant";
  return verb.lemma === "perform" && isReportAhead(words, at) ? "read" : verb.kind;
}

/** What is made is done: `Make an outbound call`, where `Make files` only gives way to the next verb. */
const made = set(
  "call calls payment payments purchase purchases order orders booking reservation donation deposit transfer trade bid request",
);
const performs = set("perform performs performing");

/** Whether a performed thing is a search, an analysis or the like: `Performs comprehensive web research on …`. */
function isReportAhead(words: readonly Word[], at: number): boolean {
  for (let i = at + 1; i < Math.min(words.length, at + 6); i++) {
    const { text } = words[i]!;
    if ((topicsOf.get(text) ?? topicsOf.get(text.replace(/e?s$/, "")))?.has("report")) return true;
    if (prepositions.has(text)) return false;
  }
  return false;
}

function actAt(text: string, words: readonly Word[], at: number, verb: Verb): Act {
  const object = objectAt(text, words, at);
  const end = object.findIndex((word, i) =>
    endsHead(text, object[i - 1] ?? words[at]!, word, object[i + 1], i),
  );
  const next = words[at + 1]?.text;
  const plain = orders.has(verb.lemma) && !/^(?:history|logs?|info)$/.test(next ?? "");
  const doubtful =
    verb.nouny && verb.form === "base" && next !== undefined && readHeads.has(next) && !plain;
  const head = end < 0 ? object.length : end;
  return {
    lemma: verb.lemma,
    kind: kindAt(words, at, verb),
    witness: "description",
    verb: words[at]!,
    object,
    head,
    inflected: verb.form !== "base",
    doubtful,
  };
}

/** Up to ten words behind a verb; what a bracket explains in the middle of a noun phrase, `a GTT (Good Till Triggered) order`, is left out. */
function objectAt(text: string, words: readonly Word[], at: number): Word[] {
  for (let open = at + 2; open < Math.min(words.length, at + 6); open++) {
    if (text.charCodeAt(words[open]!.start - 1) !== 40) continue;
    let close = open;
    while (
      close < open + 8 &&
      close < words.length - 1 &&
      text.charCodeAt(words[close]!.end) !== 41
    )
      close++;
    const next = words[close + 1];
    const goesOn = next !== undefined && next.start === words[close]!.end + 2;
    if (!goesOn || prepositions.has(next.text) || next.text === "and" || next.text === "or") break;
    return [...words.slice(at + 1, open), ...words.slice(close + 1, close + 11)].slice(0, 10);
  }
  return words.slice(at + 1, at + 11);
}

/** What stands between two words; mostly one space, for which nothing is cut out. */
const textBetween = (text: string, before: Word, word: Word): string =>
  word.start === before.end + 1 && text.charCodeAt(before.end) === 32
    ? " "
    : text.slice(before.end, word.start);

/** Whether the object's noun phrase is over before this word. */
function endsHead(
  text: string,
  before: Word,
  word: Word,
  next: Word | undefined,
  i: number,
): boolean {
  const between = textBetween(text, before, word);
  if (
    between !== " " &&
    ((between.includes("(") && !between.includes(")")) ||
      between.includes(":") ||
      between.includes(" - "))
  )
    return true;
  if (i === 0) return false;
  if (word.text === "or") return next !== undefined && verbs.get(next.text)?.nouny === false;
  return word.text === "and" || prepositions.has(word.text);
}

/** Whether a later sentence's first verb is one: `Changes are …`, `Runs on …` and `Enables teams …` tell of no act. */
function speaks(words: readonly Word[], at: number, verb: Verb): boolean {
  const next = words[at + 1]?.text ?? "";
  if (verb.lemma === "link" && next === "to") return false;
  if (verb.form === "gerund" || openers.has(words[at]!.text) || intransitive.has(next))
    return false;
  return !verb.nouny || determiners.has(next);
}

/** Verbs of the same form after `and`, `or`, a comma or a slash: `Create or update`, `fetches … and deletes …`. */
function joinedActs(
  text: string,
  words: readonly Word[],
  from: number,
  lead: Verb,
  first = true,
): Act[] {
  const acts: Act[] = [];
  let previous = from;
  for (let j = from + 1; j < Math.min(words.length, from + 40); j++) {
    const verb = verbs.get(words[j]!.text);
    if (!verb || verb.kind === "vague" || verb.form !== lead.form) continue;
    const between = textBetween(text, words[j - 1]!, words[j]!);
    const comma = between !== " " && /[,/&(|]/.test(between);
    const conjoined = conjunctions.has(words[j - 1]!.text);
    if ((!comma && !conjoined) || isNegated(words, j) || isKeyword(text, words[j]!)) continue;
    const next = words[j + 1]?.text ?? "";
    if (participles.has(verb.lemma) && verb.form === "base" && prepositions.has(next)) continue;
    if (verb.lemma === "continue" && prepositions.has(next)) continue;
    const listed = between.includes("(") || j - previous <= (conjoined ? 2 : 1);
    if (!listed && (verb.nouny || verb.form === "base") && !determiners.has(next)) continue;
    if (verb.nouny && (!first || (between.includes("(") && lead.kind !== "vague"))) continue;
    acts.push(actAt(text, words, j, verb));
    previous = j;
  }
  return acts;
}

/** `INSERT, UPDATE or DELETE` are words of a language, not acts. */
function isKeyword(text: string, word: Word): boolean {
  const written = text.slice(word.start, word.end);
  return written.length > 2 && written === written.toUpperCase();
}

/** Of a sentence that leads with a noun or a vague verb: `A helper that deletes …`, `Manage files: used to …`. */
function clauseActs(text: string, words: readonly Word[], limit: number): Act[] {
  for (let j = 1; j < limit; j++) {
    if (instructions.has(words[j - 1]!.text)) return [];
    const verb = verbs.get(words[j]!.text);
    const adverb = words[j - 1]!.text.endsWith("ly") && j > 1;
    const before = words[adverb ? j - 2 : j - 1]!.text;
    if (
      !verb ||
      verb.kind === "vague" ||
      !introducers.has(before) ||
      isNegated(words, j) ||
      (verb.lemma === "call" && words[j + 1]?.text === "this")
    )
      continue;
    const next = words[j + 1]?.text ?? "";
    if (
      verb.form === "gerund"
        ? before !== "for" && before !== "by" && before !== "including"
        : verb.nouny && !determiners.has(next) && verb.kind !== "pay"
    )
      continue;
    return [actAt(text, words, j, verb), ...joinedActs(text, words, j, verb)];
  }
  return [];
}

/** Whether a word within the four before says that it is not done. */
export function isNegated(words: readonly Word[], at: number): boolean {
  for (let j = Math.max(0, at - 4); j < at; j++) if (negators.has(words[j]!.text)) return true;
  return false;
}
