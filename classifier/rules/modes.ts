import type { Category, Evidence } from "../../model.ts";
import { listedChoices, spelledOut } from "../evidence/choices.ts";
import { nameAct } from "../evidence/named.ts";
import { quoteParameter, type Facts, type Parameter, type Word } from "../evidence/facts.ts";
import { meaningOf, severity } from "../evidence/meaning.ts";
import { verbs } from "../evidence/verbs.ts";
import { splitName } from "../evidence/words.ts";
import type { Claim, Rule } from "./rule.ts";

const modeNames = new Set(["mode", "verb", "subcommand"]);
const modeHeads = new Set("action operation op subcommand method command function".split(" "));

/** A parameter whose choices are verbs makes a tool of several tools. */
export default {
  id: "modes",
  phase: "category",
  reason: "A tool with modes can do the most severe of them.",
  nearMiss:
    "`method: GET | POST` of a fetcher is a request, and `sort: updated | created` and `build_failed` name no act.",
  claim(facts) {
    let best: { claim: Claim; level: number } | undefined;
    if (rehearses(facts)) return undefined;
    for (const parameter of facts.parameters) {
      const lastWord = parameter.words.at(-1)?.text ?? "";
      if (!modeNames.has(parameter.key) && !modeHeads.has(lastWord)) continue;
      const declared =
        parameter.choices.length > 0 ? parameter.choices : spelledOut(parameter.description);
      const told = isText(parameter) ? listedChoices(facts, parameter.name) : [];
      const choices = [...declared, ...told];
      if (choices.some((choice) => /^(?:subtract|multiply|divide)/i.test(choice))) continue;
      if (parameter.depth > 0 && edits(facts, choices)) continue;
      if (choices.length < 2 || /^filter\b/i.test(parameter.description)) continue;
      const http = choices.filter(isHttpMethod).length;
      // Five of them beside those of WebDAV still are methods of requests.
      if (http * 2 > choices.length || http > 4) continue;
      for (const [i, choice] of choices.entries()) {
        if (describes(choice) && !choices.some((other) => other !== choice && isOrder(other)))
          continue;
        if (isThing(choice) && !choices.some((other) => other !== choice && isOrder(other)))
          continue;
        const meaning = meaningOfMode(facts, choice, choices);
        const level = meaning ? severity(meaning.category) : 0;
        if (!meaning || level === 0 || (best && level <= best.level)) continue;
        const shows = `has a mode that ${meaning.shows}`;
        const evidence: Evidence =
          i < declared.length
            ? quoteParameter(parameter, shows, choice)
            : { witness: "description", quote: choice, shows };
        best = {
          level,
          claim: { category: meaning.category, force: "decides", evidence: [evidence] },
        };
      }
    }
    return best?.claim ?? crud(facts);
  },
} satisfies Rule;

const httpMethods = new Set("GET HEAD OPTIONS POST PUT PATCH DELETE TRACE CONNECT".split(" "));

const isHttpMethod = (choice: string): boolean => httpMethods.has(choice.toUpperCase());

const isText = ({ type, choices }: Parameter): boolean =>
  choices.length === 0 && (type === "string" || type === "");

/** A validator is told what it validates for: `mode: create | update`. */
const rehearses = ({ leads }: Facts): boolean =>
  leads.length > 0 && leads.every(({ lemma }) => /^(?:validate|verify|lint|simulate)$/.test(lemma));

const parts = new Set(
  "insert replace delete append prepend add remove move rename set update copy test insert_before insert_after".split(
    " ",
  ),
);

/** Steps of an edit: what they delete is a part of a text. */
const edits = (facts: Facts, choices: readonly string[]): boolean =>
  (facts.acts.some(({ lemma }) => /^(?:edit|patch)$/.test(lemma)) ||
    (choices.includes("test") && choices.includes("replace"))) &&
  choices.every((choice) => parts.has(choice.toLowerCase()));

/** `duplicate_code`, `open_ports`: the first word tells which, where no other choice is an order. */
const describes = (choice: string): boolean =>
  /^(?:duplicate|open|complete|correct|clean|separate|clear)[_-]\w/i.test(choice);

/** Verbs that are things as often; `clear` and `reset` are orders anywhere. */
const named = new Set(
  "log record file note comment report message mail email text call map track index link label tag filter".split(
    " ",
  ),
);

/** `log` beside `live` names a thing; beside `delete` it is an order. */
const isThing = (choice: string): boolean => named.has(choice.toLowerCase());

const isOrder = (choice: string): boolean =>
  splitName(choice).some(({ text }) => verbs.get(text)?.form === "base");

/** What a mode does to what the tool's name speaks of; absent for what is no act, and for taking back what another mode adds. */
function meaningOfMode(facts: Facts, choice: string, choices: readonly string[]) {
  const words = splitName(choice);
  const act =
    isState(words) || /^(?:by|is|has|not|on|in)$/.test(words[0]?.text ?? "")
      ? undefined
      : nameAct(words, () => false);
  if (!act) return undefined;
  const object = [...act.object, ...facts.nameWords];
  const meaning = meaningOf({ ...act, doubtful: false, object, head: object.length }, facts);
  return meaning && act.lemma === "remove" && takesBack(choices, meaning.category)
    ? undefined
    : meaning;
}

/** `build_failed`, `merge_requested`: a past participle at the end tells of what has happened; `delete_archived` does not. */
function isState(words: readonly Word[]): boolean {
  const last = words.at(-1)?.text ?? "";
  const kind = verbs.get(words[0]?.text ?? "")?.kind;
  const ordered = words.length > 1 && (kind === "destroy" || kind === "detach");
  return /[a-z]{2}ed$/.test(last) && !verbs.has(last) && !ordered;
}

/** Beside `add` and without `delete`, `remove` takes out of a group what stays elsewhere, unless it is a person. */
function takesBack(choices: readonly string[], category: Category): boolean {
  const acts = choices.map((choice) => choice.toLowerCase());
  const beside =
    acts.some((choice) => /^(?:add|save|follow|like|attach|assign)/.test(choice)) &&
    !acts.some((choice) => choice.startsWith("delete"));
  return (
    category === "Destructive" &&
    beside &&
    !acts.some((choice) => /member|user|collaborator/.test(choice))
  );
}

/** The usual word for create, read, update and delete. */
function crud(facts: Facts): Claim | undefined {
  if (!facts.lower.includes("crud")) return undefined;
  for (const sentence of facts.sentences.slice(0, 3)) {
    const word = sentence.words.find((candidate) => candidate.text === "crud");
    if (!word) continue;
    const quote = facts.subject.description!.slice(word.start, word.end);
    return {
      category: "Destructive",
      force: "decides",
      evidence: [{ witness: "description", quote, shows: "has a mode that removes something" }],
    };
  }
  return undefined;
}
