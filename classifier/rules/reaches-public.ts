import { quoteAct, quoteHit, type Act, type Facts } from "../evidence/facts.ts";
import { headWords, meaningOf } from "../evidence/meaning.ts";
import type { Rule } from "./rule.ts";

/** Many people, or the public, at once. */
export default {
  id: "reaches-public",
  phase: "risk",
  reason: "What many people or the public have received cannot be called back.",
  nearMiss: "One message to one channel reaches few; a draft reaches nobody.",
  claim(facts, category) {
    if (category !== "Write" && category !== "Execute") return undefined;
    const acts = facts.acts;
    const act = acts.find(
      (candidate) =>
        (candidate.kind === "publish" &&
          !headWords(candidate).some(({ text }) => inner.has(text)) &&
          meaningOf(candidate, facts)?.shows === "makes something public") ||
        candidate.lemma === "tweet",
    );
    const mass = facts.about.get("mass");
    const sends = acts.find((candidate) => candidate.kind === "send");
    const store = facts.about.get("store");
    const reason = "it reaches many people or the public";
    if (mass && /^(?:broadcast)/i.test(mass.text) && acts[0]?.kind === "write")
      return {
        facets: ["public", "reach-people"],
        step: { by: 1, reason },
        evidence: [quoteHit(facts, mass, reason)],
      };
    const post = acts.find((candidate) => isPost(candidate, facts));
    if (post)
      return {
        facets: ["public", "reach-people"],
        step: { by: 1, reason },
        evidence: [quoteAct(facts, post, reason)],
      };
    if (act && !act.doubtful)
      return {
        facets: ["public", "reach-people"],
        step: { by: 1, reason },
        evidence: [quoteAct(facts, act, reason)],
      };
    if (sends && mass)
      return {
        facets: ["bulk", "reach-people"],
        step: { by: 1, reason },
        evidence: [quoteHit(facts, mass, reason)],
      };
    if (sends && !sends.doubtful && sends.lemma === "post" && store)
      return {
        facets: ["public", "reach-people"],
        step: { by: 1, reason },
        evidence: [quoteHit(facts, store, reason)],
      };
    return undefined;
  },
} satisfies Rule;

/** What is published so reaches those who build with it. */
const inner = new Set(
  "artifact action actions template templates component components type types schema schemas fragment workflow workflows flow function version draft event events".split(
    " ",
  ),
);

const networks =
  /^(?:linkedin|instagram|facebook|twitter|bluesky|mastodon|reddit|threads|tiktok|x|social media)$/i;

/** `Create a tweet`, and a post where the public reads; a draft of one reaches nobody. */
function isPost(act: Act, facts: Facts): boolean {
  if (act.doubtful || !/^(?:create|make|write|submit|reply|send)$/.test(act.lemma)) return false;
  const words = headWords(act).map(({ text }) => text);
  if (words.some((word) => /^(?:drafts?|scheduled|ads?|creatives?)$/.test(word))) return false;
  if (words.some((word) => /^(?:tweets?|toots?|skeets?)$/.test(word))) return true;
  const store = facts.about.get("store");
  return (
    store !== undefined && networks.test(store.text) && words.some((word) => /^posts?$/.test(word))
  );
}
