import type { Category } from "../../model.ts";
import {
  findMention,
  findTopic,
  quoteHit,
  type Act,
  type Facts,
  type Hit,
} from "../evidence/facts.ts";
import { headWords } from "../evidence/meaning.ts";
import type { Rule } from "./rule.ts";

const subjects = new Set("context contexts manifest config kubeconfig template".split(" "));
const steering = new Set("install upgrade scale apply drain rollback deploy".split(" "));

/** Machines, clusters and networks, and what starts a charge. */
export default {
  id: "changes-infrastructure",
  phase: "risk",
  reason: "Infrastructure carries what others depend on, and its creation can start a charge.",
  nearMiss:
    "Starting or stopping one thing is what Execute already says; a parameter group or a namespace costs nothing.",
  claim(facts, category) {
    const act = facts.described[0] ?? facts.named;
    if (!act || !changes(act, category) || subjects.has(facts.nameWords.at(-1)?.text ?? ""))
      return undefined;
    const hit = mention(facts, act) ?? facts.about.get("production") ?? charge(facts);
    if (!hit) return undefined;
    const reason = "it changes infrastructure";
    return {
      facets: ["infrastructure"],
      step: { by: 1, reason },
      evidence: [quoteHit(facts, hit, reason)],
    };
  },
} satisfies Rule;

function changes(act: Act, category: Category | undefined): boolean {
  if (act.kind === "session" || act.kind === "navigate" || act.kind === "render") return false;
  return (
    category === "Write" ||
    category === "Destructive" ||
    (category === "Execute" && steering.has(act.lemma))
  );
}

/** Infrastructure in the name, or in what the description's verb acts on. */
function mention(facts: Facts, act: Act): Hit | undefined {
  const named = findTopic(facts.nameWords, "infra");
  if (named)
    return {
      witness: "name",
      start: named.start,
      end: named.end,
      text: facts.subject.name.slice(named.start, named.end),
    };
  const word = act.witness === "description" ? findTopic(headWords(act), "infra") : undefined;
  return (
    word && {
      witness: "description",
      start: word.start,
      end: word.end,
      text: facts.subject.description!.slice(word.start, word.end),
    }
  );
}

/** What starts a charge counts once, be it access or a machine. */
const charge = (facts: Facts): Hit | undefined =>
  facts.about.has("access") ? undefined : findMention(facts, "charge");
