import type { Call } from "../../model.ts";
import {
  findPhrase,
  phrasesOf,
  findTopic,
  quoteAct,
  quoteHit,
  quoteParameter,
  type Facts,
  type Word,
} from "../evidence/facts.ts";
import { headWords } from "../evidence/meaning.ts";
import { quoteCall } from "../evidence/quote.ts";
import { findKeeper } from "../evidence/stores.ts";
import { splitName } from "../evidence/words.ts";
import type { Rule } from "./rule.ts";

const trash = phrasesOf([
  "trash",
  "recycle bin",
  "soft delete",
  "soft-delete",
  "can be restored",
  "recoverable",
  "can be undone",
  "restore it",
  "version history",
  "moved to archive",
]);
/** These hold even where the text adds that it is gone for good later. */
const lenient = phrasesOf([
  "soft-delete",
  "soft delete",
  "restorable",
  "to the trash",
  "moves to trash",
  "moved to trash",
  "trash mailbox",
  "recoverable for",
  "can be restored within",
  "marked as deleted",
  "deleted state",
  "to deleted items",
]);
const never = phrasesOf([
  "cannot be undone",
  "permanently",
  "irreversibl",
  "unrecoverable",
  "not recoverable",
  "cannot be recovered",
  "cannot be reversed",
]);

/** A removal that can be taken back, or of something small. */
export default {
  id: "restorable",
  phase: "risk",
  reason: "What a trash keeps, or what is easily made again, is not lost for good.",
  nearMiss:
    "Emptying the trash, and deleting permanently, restore nothing; a cache that is a database is not small.",
  claim(facts, category) {
    if (category !== "Destructive") return undefined;
    const acts = facts.acts;
    const act = acts[0];
    if (!act) return undefined;
    const word =
      findTopic(headWords(act), "small") ??
      (facts.named ? findTopic(facts.named.object, "small") : undefined) ??
      remark([...headWords(act), ...facts.nameWords]);
    if (word && !removesOthers(facts))
      return {
        step: { by: -1, reason: "it removes something small that is easily made again" },
        evidence: [quoteAct(facts, act, "removes one small thing")],
      };
    const soft = findPhrase(facts, lenient);
    if (soft)
      return {
        step: { by: -1, reason: "it removes what can be restored" },
        evidence: [{ ...soft, shows: "can be restored" }],
      };
    const binned = findBinned(facts);
    if (binned)
      return {
        step: { by: -1, reason: "it removes into a trash" },
        evidence: [quoteCall(binned, "moves it to a trash")],
      };
    const commit = facts.parameters.find((parameter) => parameter.key === "commitmessage");
    if (commit)
      return {
        step: { by: -1, reason: "it removes what version history keeps" },
        evidence: [quoteParameter(commit, "is one commit among others")],
      };
    if (findPhrase(facts, never) || act.lemma === "empty") return undefined;
    const found = findPhrase(facts, trash);
    if (found)
      return {
        step: { by: -1, reason: "it removes what can be restored" },
        evidence: [{ ...found, shows: "can be restored" }],
      };
    const kept = isSetting(facts) ? undefined : findKeeper(facts);
    if (kept)
      return {
        step: { by: -1, reason: "it removes into a trash that the product keeps" },
        evidence: [quoteHit(facts, kept, "a product that keeps a trash")],
      };
    const event = facts.nameWords.find((word) => word.text === "event" || word.text === "events");
    if (event && facts.serverWords.includes("google"))
      return {
        step: { by: -1, reason: "it removes into a trash that the product keeps" },
        evidence: [
          {
            witness: "name",
            quote: facts.subject.name.slice(event.start, event.end),
            shows: "an event of a calendar that keeps a trash",
          },
        ],
      };
    return undefined;
  },
} satisfies Rule;

/** What a trash of mails or files never held: `Delete a forwarding address`. */
const isSetting = ({ leads }: Facts): boolean =>
  leads.some((act) => headWords(act).some(({ text }) => settings.has(text)));

const settings = new Set(
  "address addresses alias aliases permission permissions delegate delegates label labels user users member members account accounts domain domains rule rules".split(
    " ",
  ),
);

/** `type: section | task | comment`: what else may go is not small. */
const removesOthers = ({ parameters }: Facts): boolean =>
  parameters.some(
    ({ key, choices, depth }) =>
      depth === 0 &&
      /(?:type|kind|entity)$/.test(key) &&
      choices.length > 1 &&
      choices.some((choice) => !findTopic(splitName(choice), "small")),
  );

/** The one call by which the code removes, where that only moves into a trash. */
function findBinned({ calls, reaches, parameters }: Facts): Call | undefined {
  const call = calls?.find(isBinned);
  const also = reaches?.some((reach) => reach.category === "Destructive" && reach.call !== call);
  const choice = parameters.some(({ key }) => /permanent|force|purge|hard/.test(key));
  return also || choice ? undefined : call;
}

/** `messages().trash(id)`, `/boxes/{id}/trash`: the code only moves what is said to be deleted. */
function isBinned({ callee, arguments: given }: Call): boolean {
  const last = callee.slice(callee.lastIndexOf(".") + 1);
  return (
    /^(?:trash|move_?to_?trash|send_?to_?trash|soft_?delete|send2trash|trash_?(?:file|item|message|thread|post))$/i.test(
      last,
    ) || given.some(({ text }) => /^[^\s]*\/trash$/.test(text))
  );
}

/** A note on something that others discuss; a note of its own is a document. */
function remark(words: readonly Word[]): Word | undefined {
  const note = words.find((word) => /^(?:notes?|remarks?)$/.test(word.text));
  return words.some((word) => discussed.has(word.text)) ? note : undefined;
}

const discussed = new Set(
  "issue merge pull request discussion thread draft commit ticket item snippet".split(" "),
);
