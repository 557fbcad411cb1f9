import { findTopic, quoteHit, type Facts, type Word } from "../evidence/facts.ts";
import { headWords } from "../evidence/meaning.ts";
import type { Rule } from "./rule.ts";

/** Permissions, membership, credentials, webhooks, DNS and security settings. */
export default {
  id: "changes-access",
  phase: "risk",
  reason: "Who may do what, and where traffic and notices go, decides over everything else.",
  nearMiss: "Reading a role, and assigning a ticket to a person, change nobody's access.",
  claim(facts, category) {
    if (category !== "Write" && category !== "Destructive" && category !== "Financial")
      return undefined;
    const act = facts.described[0];
    const head = act ? findTopic(headWords(act), "access") : undefined;
    const named =
      findTopic(facts.nameWords, "access") ??
      (["create", "add", "invite", "update", "remove", "delete"].includes(facts.named?.lemma ?? "")
        ? findTopic(facts.nameWords.slice(-1), "user")
        : undefined);
    const word = head ?? named ?? joinsGroup(facts);
    if (!word) return undefined;
    const text = head ? facts.subject.description! : facts.subject.name;
    const reason = "it changes who or what has access";
    return {
      facets: ["permissions"],
      step: { by: 1, reason },
      evidence: [
        quoteHit(
          facts,
          {
            witness: head ? "description" : "name",
            start: word.start,
            end: word.end,
            text: text.slice(word.start, word.end),
          },
          reason,
        ),
      ],
    };
  },
} satisfies Rule;

const groups = new Set(
  "group groups team teams role roles organization organisation org project workspace".split(" "),
);

/** `add_user_to_group`: the person and the group both stand in the name. */
function joinsGroup(facts: Facts): Word | undefined {
  return facts.nameWords.some((word) => groups.has(word.text))
    ? findTopic(facts.nameWords, "user")
    : undefined;
}
