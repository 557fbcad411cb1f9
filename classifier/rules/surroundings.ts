import type { Facet } from "../../model.ts";
import type { Rule } from "./rule.ts";

/** What a tool touches, without weight in the risk. */
export default {
  id: "surroundings",
  phase: "risk",
  reason: "Facets tell a reader and a policy what to look at, beyond the level.",
  nearMiss: "A file in a repository's web interface is not the host's file system.",
  claim(facts, category) {
    const found = new Set<Facet>();
    const acts = [...facts.described, ...(facts.named ? [facts.named] : [])];
    if (facts.annotations.idempotentHint === true && category !== "Read") found.add("idempotent");
    if (
      facts.about.has("file") &&
      facts.parameters.some((parameter) => /path|file|dir/.test(parameter.key))
    )
      found.add("filesystem");
    if (
      category === "Read" &&
      facts.about.has("outside") &&
      acts.some((act) =>
        [
          "get",
          "read",
          "fetch",
          "list",
          "search",
          "crawl",
          "scrape",
          "retrieve",
          "extract",
          "find",
        ].includes(act.lemma),
      )
    )
      found.add("untrusted-input");
    if (
      facts.parameters.some(
        (parameter) =>
          parameter.depth === 0 && /^(?:url|urls|uri|website|domain)$/.test(parameter.key),
      )
    )
      found.add("network");
    if (category !== "Read" && acts.some((act) => act.kind === "send"))
      found.add("egress").add("reach-people");
    if (category === "Financial") found.add("money");
    if (category === "Destructive") found.add("irreversible");
    if (category !== "Read" && facts.about.has("infra")) found.add("infrastructure");
    return found.size > 0 ? { facets: [...found], evidence: [] } : undefined;
  },
} satisfies Rule;
