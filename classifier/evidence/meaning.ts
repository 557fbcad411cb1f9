import { categories, type Category } from "../../model.ts";
import type { Act } from "./acts.ts";
import { exceptions, usual, type Exception } from "./exceptions.ts";
import { findTopic, type Facts } from "./facts.ts";
import { readHeads, topicsOf } from "./topics.ts";
import { verbs, type Kind } from "./verbs.ts";
import { splitName, type Word } from "./words.ts";

/** What an act amounts to by the taxonomy, with a short phrase for people. */
export interface Meaning {
  category: Category;
  shows: string;
}

const thing: Meaning = { category: "Read", shows: "asks for what its last word names" };

/** Words of the object before its first preposition: `a payment link in Stripe` -> a, payment, link. */
export function headWords(act: Act): Word[] {
  return act.object.slice(0, act.head);
}

/** Acts that are remembered; few tools are said to do more. */
const most = 40;

/** What this act does by the taxonomy; undefined when the verb alone says nothing. Many rules ask, so facts remember. */
export function meaningOf(act: Act, facts: Facts): Meaning | undefined {
  const { asked, meanings } = facts;
  const at = asked.indexOf(act);
  if (at >= 0) return meanings[at];
  const meaning = readMeaning(act, facts);
  if (asked.length < most) {
    asked.push(act);
    meanings.push(meaning);
  }
  return meaning;
}

function readMeaning(act: Act, facts: Facts): Meaning | undefined {
  if (act.doubtful || followsText(act, facts)) return thing;
  if (cachesReading(act, facts)) return { category: "Read", shows: "keeps what it read at hand" };
  const head = headWords(act);
  const exception =
    findException(act.lemma, act, head) ?? findException(kindKeys[act.kind], act, head);
  if (act.kind === "detach" && staysBehind.test(facts.lower) && !head.some(isPerson))
    return { category: "Write", shows: "takes something off that stays" };
  if (
    (act.kind === "detach" || act.lemma === "clear") &&
    unsets(act, facts) &&
    !head.some(isPerson)
  )
    return { category: "Write", shows: "sets something or empties it" };
  if (exception) return exception;
  if (act.lemma === "push" && forces(facts) && head.some(isPushed))
    return { category: "Destructive", shows: "can overwrite what others have pushed" };
  return act.kind === "run" ? meaningOfRunning(act, facts, head) : usual[act.kind];
}

/** What is taken out of a group or a view and lives on. */
const staysBehind =
  /(?:does not|doesn't|won't|will not|without) delet(?:e|ing) the |itself is (?:not|never) (?:deleted|removed)|only removes (?:it|them) from|\bdisassociat|remains? (?:intact|unaffected|in the workspace)/;

/** `Set or remove the type of a box`: what can be set is a field, and removing empties it. */
const unsets = (act: Act, facts: Facts): boolean => partner(act, facts, "or") === "set";

/** The word to which a conjunction joins this verb: `set` of `set or remove`. */
function partner(act: Act, facts: Facts, conjunction: string): string | undefined {
  if (act.witness !== "description") return undefined;
  for (const { words } of facts.sentences) {
    const at = words.findIndex((word) => word.start === act.verb.start);
    if (at >= 0) return words[at - 1]?.text === conjunction ? words[at - 2]?.text : undefined;
  }
  return undefined;
}

const isPerson = ({ text }: Word): boolean => /^(?:members?|users?|collaborators?)$/.test(text);

const forces = (facts: Facts): boolean =>
  facts.parameters.some(({ key }) => /^force(?:push|withlease)?$/.test(key));

const isPushed = ({ text }: Word): boolean =>
  /^(?:commits?|branch|branches|remote|repository|repo|changes|origin|git)$/.test(text);

/** `Retrieve a prompt and execute it`: what is followed is text that came back. */
function followsText(act: Act, facts: Facts): boolean {
  const lead = facts.described[0];
  if (!lead || lead === act || act.kind !== "run" || lead.kind !== "read") return false;
  const pronoun = act.object[0]?.text;
  return (pronoun === "it" || pronoun === "them") && headWords(lead).some(isInstruction);
}

/** `Loads and caches a dump …`: by the taxonomy a cache of what is read is no change. */
const cachesReading = (act: Act, facts: Facts): boolean =>
  act.lemma === "cache" && verbs.get(partner(act, facts, "and") ?? "")?.kind === "read";

const isInstruction = ({ text }: Word): boolean =>
  /^(?:prompts?|instructions?|guides?|tutorials?|recipes?)$/.test(text);

/** Rows of the table that stand for every verb of a kind. */
const kindKeys: Partial<Record<Kind, string>> = { pay: "*pay" };

function findException(
  key: string | undefined,
  act: Act,
  head: readonly Word[],
): Exception | undefined {
  return key === undefined
    ? undefined
    : exceptions.get(key)?.find((exception) => holds(exception, act, head));
}

function holds(exception: Exception, act: Act, head: readonly Word[]): boolean {
  const { words, last, topic, money, from, to, reach } = exception;
  if (words && !head.some((word) => words.has(word.text))) return false;
  if (last && !last.has(head.at(-1)?.text ?? "")) return false;
  if (topic && !findTopic(head, topic)) return false;
  if (reach && !act.object.some((word) => reach.has(word.text))) return false;
  if (money && !namesMoney(act, head)) return false;
  return (!from || follows(act, "from", from)) && (!to || follows(act, "to", to));
}

/** Whether the object ends in a word for money on its way, or holds a pair such as `payment link`. */
function namesMoney(act: Act, head: readonly Word[]): boolean {
  if (findTopic(head, "invoice")) return false;
  if (topicsOf.get(head.at(-1)?.text ?? "")?.has("money")) return true;
  for (
    let i = act.witness === "name" ? 0 : Math.max(0, head.length - 2);
    i < head.length - 1;
    i++
  ) {
    if (topicsOf.get(`${head[i]!.text} ${head[i + 1]!.text}`)?.has("money")) return true;
  }
  return false;
}

function follows(act: Act, preposition: string, places: ReadonlySet<string>): boolean {
  const at = act.object.findIndex((word) => word.text === preposition);
  return at >= 0 && act.object.slice(at + 1).some((word) => places.has(word.text));
}

/** Running a search, an analysis, or a query that cannot write, only reads. */
function meaningOfRunning(act: Act, facts: Facts, head: readonly Word[]): Meaning | undefined {
  if (findTopic(act.object, "readlanguage") || facts.about.has("readlanguage")) {
    return { category: "Read", shows: "runs a query in a language that cannot write" };
  }
  const query = /^quer(?:y|ies)$/.test(head.at(-1)?.text ?? "");
  if (findTopic(head, "report") && !(query && facts.about.has("writelanguage")))
    return { category: "Read", shows: "runs an analysis and returns it" };
  if (readHeads.has(head.at(-1)?.text ?? "") && act.lemma !== "trigger") return thing;
  if (act.lemma === "call" && act.object.length === 0) return undefined;
  const statement = namedStatement(act, facts, head);
  if (statement) return statement;
  if (dispatches(act, facts, head)) return undefined;
  if (promisesReading(facts)) return { category: "Read", shows: "runs what only reads" };
  return usual.run;
}

const statements: ReadonlyMap<string, Meaning> = new Map<string, Meaning>([
  ...["select", "show", "describe"].map((verb): [string, Meaning] => [
    verb,
    { category: "Read", shows: "runs one statement that reads" },
  ]),
  ...["insert", "update", "upsert", "merge", "create", "relate"].map((verb): [string, Meaning] => [
    verb,
    { category: "Write", shows: "runs one statement that changes data" },
  ]),
  ...["delete", "drop", "truncate"].map((verb): [string, Meaning] => [
    verb,
    { category: "Destructive", shows: "runs one statement that removes data" },
  ]),
]);

/** `Executes a DELETE statement` whose parts are parameters: the verb of the statement is fixed. */
function namedStatement(act: Act, facts: Facts, head: readonly Word[]): Meaning | undefined {
  if (act.witness !== "description" || facts.parameters.length === 0) return undefined;
  if (!/^(?:statements?|quer(?:y|ies))$/.test(head.at(-1)?.text ?? "")) return undefined;
  if (facts.parameters.some(({ key }) => /sql|query|statement|cypher/.test(key))) return undefined;
  const verb = head.at(-2);
  const text = verb && facts.subject.description!.slice(verb.start, verb.end);
  return text !== undefined && text === text.toUpperCase()
    ? statements.get(text.toLowerCase())
    : undefined;
}

/** `Execute a box operation`: what the choices of its parameter name is done, and no more. */
const dispatches = (act: Act, facts: Facts, head: readonly Word[]): boolean =>
  (act.witness === "name" || /^(?:operations?|actions?)$/.test(head.at(-1)?.text ?? "")) &&
  facts.parameters.some(
    ({ key, choices, depth }) =>
      depth === 0 &&
      /^(?:operation|action)$/.test(key) &&
      choices.filter((choice) => splitName(choice).some(({ text }) => verbs.has(text))).length > 1,
  );

/** `Execute a box operation (all read-only)`, where the caller hands over no code. */
const promisesReading = (facts: Facts): boolean => {
  const opening = facts.sentences[0];
  return (
    opening !== undefined &&
    /\(?all read-only\b|\bread-only operation|\bread operations? \(read-only/.test(
      facts.lower.slice(opening.start, opening.end + 2),
    ) &&
    !facts.parameters.some(({ key }) =>
      /code|script|command|cmd|shell|statement|sql|query/.test(key),
    )
  );
};

/** Whether any verb was met whose meaning is known; without one, a label is a guess. */
export function isTold(facts: Facts): boolean {
  const tells = (act: Act) => meaningOf(act, facts) !== undefined;
  return facts.acts.some(tells) || facts.asides.some(tells);
}

/** 0 for Read to 4 for Financial. */
export function severity(category: Category): number {
  return categories.indexOf(category);
}

/** The most severe meaning among acts, the earliest of equals. */
export function severest(
  acts: readonly Act[],
  facts: Facts,
): { act: Act; meaning: Meaning } | undefined {
  let best: { act: Act; meaning: Meaning } | undefined;
  for (const act of acts) {
    const meaning = meaningOf(act, facts);
    if (meaning && (!best || severity(meaning.category) > severity(best.meaning.category)))
      best = { act, meaning };
  }
  return best;
}
