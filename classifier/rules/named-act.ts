import { isAdvice } from "../evidence/advice.ts";
import { launchers } from "../evidence/nouns.ts";
import { verbs } from "../evidence/verbs.ts";
import { clip, quoteAct, type Act, type Facts } from "../evidence/facts.ts";
import { meaningOf, severest, severity } from "../evidence/meaning.ts";
import { readHeads } from "../evidence/topics.ts";
import type { Rule } from "./rule.ts";

const faint = new Set("return check verify validate generate help wait use report".split(" "));
const neutral = new Set(
  "set update change submit process handle place make apply modify mark send post".split(" "),
);

/** The verb in a tool's name, first or last. */
export default {
  id: "named-act",
  phase: "category",
  reason:
    "A name that holds a verb announces the act; it decides only where the description does not.",
  nearMiss:
    "`deploy_status` and `refund_eligibility` end in the thing asked for, so their first word is a noun.",
  claim(facts) {
    const { named } = facts;
    const meaning = named && meaningOf(named, facts);
    if (!named || !meaning) return undefined;
    const decides = speaks(facts, severity(meaning.category));
    return {
      category: meaning.category,
      force: decides ? "decides" : "suggests",
      evidence: [{ ...quoteAct(facts, named, meaning.shows), quote: clip(facts.subject.name) }],
    };
  },
} satisfies Rule;

/** A plain verb outweighs a description that only tells what comes back. */
function speaks(facts: Facts, level: number): boolean {
  const described = severest(facts.described, facts);
  if (!described || facts.foreign) return true;
  if (facts.sentences[0] && isAdvice(facts.sentences[0])) return facts.named?.doubtful === false;
  if (facts.named?.lemma === "delete" && described.act.lemma === "remove") return true;
  const same = facts.named?.lemma === described.act.lemma && !facts.named.doubtful;
  if (same && level === 4 && level > severity(described.meaning.category)) return true;
  const queues = launchers.has(described.act.lemma) && facts.named?.doubtful === false;
  if (level <= severity(described.meaning.category) || (nouny(facts) && !queues)) return false;
  if (described.meaning.category === "Write") {
    if (queues) return level > (/^(?:queue|enqueue|schedule)$/.test(described.act.lemma) ? 1 : 2);
    return level > 2 && (neutral.has(described.act.lemma) || isMovedAway(described.act));
  }
  if (described.meaning.category !== "Read" || readHeads.has(facts.nameWords.at(-1)?.text ?? ""))
    return false;
  return faint.has(described.act.lemma);
}

/** `Move a job to the Deleted state`. */
const isMovedAway = ({ lemma, object }: Act): boolean =>
  lemma === "move" && object.some(({ text }) => /^(?:deleted|removed|trashed)$/.test(text));

const nouny = (facts: Facts): boolean => verbs.get(facts.named?.verb.text ?? "")?.nouny === true;
