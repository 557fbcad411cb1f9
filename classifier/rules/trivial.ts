import { findTopic, quoteAct, type Act, type Word } from "../evidence/facts.ts";
import { headWords } from "../evidence/meaning.ts";
import type { Rule } from "./rule.ts";

const lemmas = new Set(
  "star unstar like unlike follow unfollow react vote upvote downvote bookmark favorite toggle mute unmute".split(
    " ",
  ),
);

/** A change that one call undoes and nobody misses. */
export default {
  id: "trivial",
  phase: "risk",
  reason: "A star, a reaction or a read mark is undone with one call.",
  nearMiss: "Starring is trivial; opening an issue that says so is not.",
  claim(facts, category) {
    if (category !== "Write") return undefined;
    const act = facts.described[0] ?? facts.named;
    if (
      !act ||
      act.kind === "send" ||
      (act.lemma === "create" && !findTopic(facts.nameWords, "trivial"))
    )
      return undefined;
    if (
      !flagsMail(act) &&
      beforeHow(act)
        .slice(0, 5)
        .some(({ text }) =>
          /^(?:repl(?:y|ies)|comments?|messages?|channels?|rules?|polic(?:y|ies))$/.test(text),
        )
    )
      return undefined;
    if (/^(?:create|add|update|edit)$/.test(act.lemma) && findMarked(act)) return undefined;
    if (act.lemma === "toggle" && act.object.some(({ text }) => live.has(text))) return undefined;
    if (
      !lemmas.has(act.lemma) &&
      !flagsMail(act) &&
      !findTopic(act.object.slice(0, 5), "trivial") &&
      !findTopic(facts.nameWords, "trivial")
    )
      return undefined;
    return {
      step: { by: -1, reason: "it is trivial and undone with one call" },
      evidence: [quoteAct(facts, act, "is trivial to undo")],
    };
  },
} satisfies Rule;

/** `Updates a bookmark`: its title and place are content. */
const findMarked = (act: Act): boolean =>
  headWords(act).some(({ text }) => /^(?:bookmarks?|favou?rites?)$/.test(text));

/** What others depend on is not trivial to switch. */
const live = new Set(
  "feature features flag flags rule rules user users account service services policy monitor alert workflow automation schedule field fields plugin extension".split(
    " ",
  ),
);

/** What is marked, without what it is found by: `Mark mail as read by message id`. */
function beforeHow(act: Act): Word[] {
  const end = act.object.findIndex(({ text }) => text === "by" || text === "using");
  return end < 0 ? act.object : act.object.slice(0, end);
}

/** `Flag or unflag mails`: the mark of a mail program. */
const flagsMail = (act: Act): boolean =>
  (/^(?:flag|unflag)$/.test(act.lemma) ||
    (act.lemma === "set" && headWords(act).at(-1)?.text === "flags")) &&
  act.object.slice(0, 8).some(({ text }) => /^(?:e?mails?|messages?|threads?)$/.test(text));
