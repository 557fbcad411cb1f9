import type { Category, Facet } from "../../model.ts";
import { findMention, findTopic, type Facts, type Parameter } from "../evidence/facts.ts";
import { meaningOf } from "../evidence/meaning.ts";
import type { Rule } from "./rule.ts";

const set = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

const fetches = set(
  "get read fetch list search retrieve extract find view show query take capture crawl scrape",
);
/** These bring back what stands somewhere else on the web. */
const collects = set("search crawl scrape extract fetch read browse research map query");
/** What is asked for is about the written thing: its reactions, kinds and settings. */
const about = set(
  `reaction reactions category categories template templates label labels type types status statuses state rules settings count
  counts field fields definition definitions rule statistics stats metrics schema approvals`,
);
/** What is searched belongs to the one who asks. */
const own = set(
  `file files directory folder folders documentation docs guide table tables row rows record records object objects voice voices node
  nodes tool tools pattern drive column columns symbol symbols memory schema code`,
);
const repeats = set("set update modify enable disable put upsert assign archive");
const hosted = set("owner repo projectid repository workspaceid branch");
const address =
  /\b(?:url|uri|slug|namespace|route|endpoint|crawl|website|web page|domain|jsonpath|xpath)\b/i;
const disk = /\b(?:file|files|folder|directory|disk|local|absolute)\b/i;

/** What a tool touches, without weight in the risk. */
export default {
  id: "surroundings",
  phase: "risk",
  reason: "Facets tell a reader and a policy what to look at, beyond the level.",
  nearMiss:
    "A file in a repository's web interface, and the path of a URL, are not the host's file system; one's own websites are not outside content.",
  claim(facts, category) {
    const found = new Set<Facet>();
    const lead = facts.described[0] ?? facts.named;
    const writes = category !== "Read";
    const url = facts.parameters.some(
      ({ key, depth }) => depth === 0 && /^(?:url|urls|uri|website)$/.test(key),
    );
    if (writes && (facts.annotations.idempotentHint === true || (lead && repeats.has(lead.lemma))))
      found.add("idempotent");
    if (touchesFiles(facts)) found.add("filesystem");
    if (!writes && returnsOutside(facts, url)) found.add("untrusted-input");
    if (url) found.add("network");
    if (category === "Write" && sends(facts)) found.add("egress").add("reach-people");
    if (writes && routesMail(facts, category)) found.add("egress");
    if (
      category === "Financial" ||
      (writes &&
        (facts.about.has("money") || facts.about.has("adspend") || findMention(facts, "charge")))
    )
      found.add("money");
    if (writes && facts.about.has("infra")) found.add("infrastructure");
    return found.size > 0 ? { facets: [...found], evidence: [] } : undefined;
  },
} satisfies Rule;

/** A path or a file name of the caller's, unless it lies in a hosted repository or in a URL. */
function touchesFiles(facts: Facts): boolean {
  if (facts.parameters.some((parameter) => hosted.has(parameter.key))) return false;
  const files = facts.about.has("file") || facts.about.has("document");
  return facts.parameters.some((parameter) => parameter.depth === 0 && isOnDisk(parameter, files));
}

function isOnDisk({ words, description }: Parameter, files: boolean): boolean {
  const last = words.at(-1)?.text ?? "";
  const before = words.at(-2)?.text ?? "";
  const named = last === "name" ? before : last;
  if (places.has(named) && (last !== "name" || before === "file"))
    return !address.test(description);
  if (!/^(?:file)?paths?$/.test(last)) return false;
  return disk.test(description) || (!address.test(description) && (files || local.has(before)));
}

const places = set(
  "file files filename directory directories folder dir filepath filepaths projectroot",
);
const local = set(
  "file repo project local root workspace directory dir folder image output input archive",
);

/** Content that others wrote: asked for by its kind, or collected from the web. */
function returnsOutside(facts: Facts, url: boolean): boolean {
  const acts = [...facts.described.slice(0, 1), ...(facts.named ? [facts.named] : [])];
  if (!acts.some((act) => fetches.has(act.lemma) || collects.has(act.lemma) || act.kind === "read"))
    return false;
  const head = facts.described[0];
  const words = head ? head.object.slice(0, Math.max(head.head, 1)) : [];
  if (about.has(words.at(-1)?.text ?? "") || about.has(facts.nameWords.at(-1)?.text ?? ""))
    return false;
  if (acts.some((act) => fetches.has(act.lemma))) {
    if (findTopic(words, "authored") ?? findTopic(facts.nameWords, "authored")) return true;
  }
  const all = [...(head?.object ?? []), ...facts.nameWords];
  const collecting =
    acts.some((act) => collects.has(act.lemma)) ||
    facts.nameWords.some(({ text }) => collects.has(text));
  if (!collecting) return false;
  if (url || findTopic(all, "web")) return true;
  return (
    all.some(({ text }) => text === "search") &&
    ![...words, ...facts.nameWords].some(({ text }) => own.has(text))
  );
}

/** A message that leaves; a port that is forwarded or input to a process is none. */
function sends(facts: Facts): boolean {
  const lead = facts.described[0] ?? facts.named;
  return lead?.kind === "send" && meaningOf(lead, facts)?.category === "Write";
}

/** Mail that is passed on from now on leaves without another call. */
function routesMail(facts: Facts, category: Category | undefined): boolean {
  const act = facts.described[0] ?? facts.named;
  return (
    category === "Write" &&
    act !== undefined &&
    /^(?:create|add|set|update|enable|configure)$/.test(act.lemma) &&
    (findTopic(act.object, "forwarding") ?? findTopic(facts.nameWords, "forwarding")) !== undefined
  );
}
