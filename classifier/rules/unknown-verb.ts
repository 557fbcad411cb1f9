import type { Rule } from "./rule.ts";
import { isActing } from "../evidence/verbs.ts";

const articles = new Set("a an the all your every this these multiple existing".split(" "));

/** An order in a word that no list has. */
export default {
  id: "unknown-verb",
  phase: "category",
  reason:
    "A first word before an article is a verb; the verbs of reading are few and known, so one that is unknown more likely changes something.",
  nearMiss: "A noun phrase (`The weather …`, `Information about a box`) orders nothing.",
  claim(facts) {
    const [first, second] = facts.sentences[0]?.words ?? [];
    if (!first || !second || !articles.has(second.text) || isActing(first.text)) return undefined;
    if (
      articles.has(first.text) ||
      first.text.length < 4 ||
      quiet.has(first.text) ||
      facts.described.length > 0
    )
      return undefined;
    const quote = facts.subject.description!.slice(first.start, second.end);
    return {
      category: "Write",
      force: "suggests",
      evidence: [{ witness: "description", quote, shows: "orders something in an unknown verb" }],
    };
  },
} satisfies Rule;

const quiet = new Set(
  "about from with when what where which that this into after before given based just also only both such like than then them given while during using returns".split(
    " ",
  ),
);
