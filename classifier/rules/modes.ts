import type { Category } from "../../model.ts";
import { nameAct } from "../evidence/named.ts";
import { quoteParameter, type Facts, type Word } from "../evidence/facts.ts";
import { meaningOf, severity } from "../evidence/meaning.ts";
import { verbs } from "../evidence/verbs.ts";
import { splitName } from "../evidence/words.ts";
import type { Claim, Rule } from "./rule.ts";

const modeNames = new Set(["mode", "verb", "subcommand"]);
const modeHeads = new Set("action operation op subcommand method command".split(" "));

/** A parameter whose choices are verbs makes a tool of several tools. */
export default {
  id: "modes",
  phase: "category",
  reason: "A tool with modes can do the most severe of them.",
  nearMiss:
    "`method: GET | POST` of a fetcher is a request, and `sort: updated | created` and `build_failed` name no act.",
  claim(facts) {
    let best: { claim: Claim; level: number } | undefined;
    for (const parameter of facts.parameters) {
      const lastWord = parameter.words.at(-1)?.text ?? "";
      if (!modeNames.has(parameter.key) && !modeHeads.has(lastWord)) continue;
      const choices =
        parameter.choices.length > 0 ? parameter.choices : spelledOut(parameter.description);
      if (choices.some((choice) => /^(?:subtract|multiply|divide)/i.test(choice))) continue;
      if (choices.length < 2 || /^filter\b/i.test(parameter.description)) continue;
      for (const choice of choices) {
        const words = splitName(choice);
        const act = isState(words) ? undefined : nameAct(words, () => false);
        const meaning =
          act &&
          meaningOf(
            { ...act, doubtful: false, object: [...act.object, ...facts.nameWords] },
            facts,
          );
        if (!meaning || (act.lemma === "remove" && takesBack(choices, meaning.category))) continue;
        const level = severity(meaning.category);
        if (level > 0 && (!best || level > best.level)) {
          best = {
            level,
            claim: {
              category: meaning.category as Category,
              force: "decides",
              evidence: [quoteParameter(parameter, `has a mode that ${meaning.shows}`, choice)],
            },
          };
        }
      }
    }
    return best?.claim ?? crud(facts);
  },
} satisfies Rule;

/** `build_failed`, `merge_requested`: a past participle at the end tells of what has happened; `delete_archived` does not. */
function isState(words: readonly Word[]): boolean {
  const last = words.at(-1)?.text ?? "";
  const kind = verbs.get(words[0]?.text ?? "")?.kind;
  const ordered = words.length > 1 && (kind === "destroy" || kind === "detach");
  return /[a-z]{2}ed$/.test(last) && !verbs.has(last) && !ordered;
}

/** Words set off by quotes, bars, slashes or commas in a parameter's description: `one of "list", "create"`. */
function spelledOut(description: string): string[] {
  const found: string[] = [];
  for (const match of description.matchAll(/(?<=["'`|,/(:]\s?)[a-z][a-z_-]{2,30}(?=["'`|,/).])/g))
    found.push(match[0]);
  return found;
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
