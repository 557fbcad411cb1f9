import type { Facet } from "../../model.ts";
import { findMention, findTopic } from "../evidence/facts.ts";
import { headWords } from "../evidence/meaning.ts";
import type { Rule } from "./rule.ts";

const fetches = new Set(
  "get read fetch list search crawl scrape retrieve extract find view show query take capture".split(
    " ",
  ),
);
const repeats = new Set("set update modify enable disable put upsert assign archive".split(" "));
const hosted = new Set("owner repo projectid repository workspaceid branch".split(" "));

/** What a tool touches, without weight in the risk. */
export default {
  id: "surroundings",
  phase: "risk",
  reason: "Facets tell a reader and a policy what to look at, beyond the level.",
  nearMiss: "A file in a repository's web interface is not the host's file system.",
  claim(facts, category) {
    const found = new Set<Facet>();
    const acts = [...facts.described, ...(facts.named ? [facts.named] : [])];
    const lead = acts[0];
    const writes = category !== "Read";
    const has = (pattern: RegExp) =>
      facts.parameters.some((parameter) => parameter.depth === 0 && pattern.test(parameter.key));
    const remote = facts.parameters.some((parameter) => hosted.has(parameter.key));
    if (writes && (facts.annotations.idempotentHint === true || (lead && repeats.has(lead.lemma))))
      found.add("idempotent");
    if (
      !remote &&
      has(
        /path$|paths$|^file$|^files$|^filename$|^directory$|^folder$|^dir$|dir$|directory$|projectroot/,
      )
    )
      found.add("filesystem");
    if (
      !writes &&
      lead &&
      fetches.has(lead.lemma) &&
      (findTopic(headWords(lead), "outside") ?? findTopic(facts.nameWords, "outside"))
    )
      found.add("untrusted-input");
    if (has(/^(?:url|urls|uri|website)$/)) found.add("network");
    if (writes && lead?.kind === "send") found.add("egress").add("reach-people");
    if (
      category === "Financial" ||
      (writes &&
        (facts.about.has("money") || facts.about.has("adspend") || findMention(facts, "charge")))
    )
      found.add("money");
    if (category === "Destructive") found.add("irreversible");
    if (writes && facts.about.has("infra")) found.add("infrastructure");
    return found.size > 0 ? { facets: [...found], evidence: [] } : undefined;
  },
} satisfies Rule;
