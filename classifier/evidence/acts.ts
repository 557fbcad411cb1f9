import { actAt, guestAt, isReportAhead, type Act } from "./act.ts";
import { clauseActs, determiners, isKeyword, joinedActs } from "./joined.ts";
import { launchedAct, nominalAct } from "./nouns.ts";
import type { Sentence } from "./text.ts";
import { verbs, type Verb } from "./verbs.ts";
import type { Word } from "./words.ts";

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
const articles = set("a an the");
/** What may stand before the verb of a later sentence that still speaks of the tool. */
const subjects = set(
  `this the tool it also then automatically will can may optionally and function action operation warning note important
  additionally always first permanently caution destructive call`,
);
/** A sentence that begins so explains or asks. */
const questions = set("how what where who why whether");
/** `Orders of a customer`, `Comments assigned to …`: things, and no verb. */
const of = set("of for assigned associated and matching that which who");
/** Before these stands a subject: `The archive must …`. */
const modals = set("must is are was were will can cannot may should has");
/** After these, a verb that ends in -s was the subject: `Changes are …`; or it has no object: `Runs on …`. */
const intransitive = set(
  "are is was were will may can must should on in at until when as with if only once",
);

/** The acts of a sentence: its leading verb and the verbs joined to it, or those of its `to …`, `that …` clauses. */
export function sentenceActs(text: string, sentence: Sentence, first: boolean): Act[] {
  const { words } = sentence;
  const limit = Math.min(words.length, 60);
  if (questions.has(words[0]?.text ?? "")) return [];
  let i = words[0]?.text === "given" ? returned(words, limit) : 0;
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

/** `Given a box returns its weight`: where the verb stands; 0 when none is met soon. */
function returned(words: readonly Word[], limit: number): number {
  const at = words.findIndex(
    ({ text }, i) => i > 1 && i < Math.min(limit, 14) && verbs.get(text)?.form === "third",
  );
  return Math.max(0, at);
}

/** `Enable, disable or delete a box`: verbs in a row have the object of the last. */
function shareObjects(acts: Act[]): void {
  for (let i = acts.length - 2; i >= 0; i--) {
    const act = acts[i]!;
    const after = acts[i + 1]!;
    const head = act.object.slice(0, act.head);
    if (head.every((word) => word.known.verb) && after.head > 0)
      acts[i] = { ...act, object: after.object, head: after.head };
  }
}

/** The verb at a place, unless it is a noun there: `The search`, `archive must`, `POST /boxes`. */
function leadAt(text: string, words: readonly Word[], i: number): Verb | undefined {
  const word = words[i];
  const verb = word?.known.verb;
  if (verb?.nouny && /^(?:when|if|whether)$/.test(words[i + 1]?.text ?? "")) return undefined;
  const after = words[i + 1]?.text ?? "";
  const noun =
    of.has(after) ||
    (i > 0 &&
      (articles.has(words[i - 1]!.text) ||
        (verb?.nouny === true && isTitle(text, words[i - 1]!, word!))));
  if (verb?.nouny && verb.form === "third" && noun) return undefined;
  if (verb?.kind === "pay" && verb.form === "gerund" && !determiners.has(after)) return undefined;
  if (!word || !verb || verb.form !== "base") return verb;
  if (isHyphened(text, word, words[i + 1])) return undefined;
  if (word.text === "call" && usages.has(after)) return undefined;
  if (word.text === "empty" && hollow.test(after)) return undefined;
  if (verb.nouny && i > 0 && isTitle(text, words[i - 1]!, word)) return undefined;
  const article = i > 0 && articles.has(words[i - 1]!.text);
  const subject = verb.nouny && modals.has(words[i + 1]?.text ?? "");
  const route = isKeyword(text, word) && text.startsWith(" /", word.end);
  return (article && verb.nouny) || subject || route ? undefined : verb;
}

/** `Force Index Strategy`: capitals within a phrase are those of a name. */
const isTitle = (text: string, before: Word, word: Word): boolean =>
  [before, word].every(({ start }) => /^[A-Z][a-z]/.test(text.slice(start, start + 2))) &&
  word.start === before.end + 1;

/** `Call steps: …` heads an explanation. */
const usages = set("steps shape example examples order sequence pattern signature format flow");

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
  !next.known.verb;

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
  if (i === 0 && /^\d{1,2}$/.test(text)) return true;
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
  return fillers.has(text) || (text.length > 4 && text.endsWith("ly") && !words[i]!.known.verb);
}

/** What is made is done: `Make an outbound call`, where `Make files` only gives way to the next verb. */
const made = set(
  "public publicly private call calls payment payments purchase purchases order orders booking reservation donation deposit transfer trade bid request",
);
const performs = set("perform performs performing");

/** Whether a later sentence's first verb is one: `Changes are …`, `Runs on …` and `Enables teams …` tell of no act. */
function speaks(words: readonly Word[], at: number, verb: Verb): boolean {
  const next = words[at + 1]?.text ?? "";
  if (verb.lemma === "link" && next === "to") return false;
  if (verb.lemma === "continue" && verbs.get(next)?.form === "gerund") return false;
  if (verb.form === "gerund" || openers.has(words[at]!.text) || intransitive.has(next))
    return false;
  return !verb.nouny || determiners.has(next);
}

export type { Act } from "./act.ts";
export { isNegated } from "./joined.ts";
