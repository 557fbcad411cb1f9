import type { Evidence, Facet } from "../../model.ts";
import { findTopic, quoteAct, quoteHit, quoteParameter } from "../evidence/facts.ts";
import type { Act, Facts, Topic, Word } from "../evidence/facts.ts";
import { listsOf } from "../evidence/lists.ts";
import { takesAddress } from "../evidence/addresses.ts";
import { headWords } from "../evidence/meaning.ts";
import { wordOf } from "../evidence/words.ts";
import type { Rule } from "./rule.ts";

const set = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

const shows = "returns what outsiders may have written";

const fetches = set(
  "get read fetch list search retrieve extract find view show query take capture crawl scrape return download check",
);
/** These bring back what stands somewhere else on the web. */
const collecting = "search crawl scrape extract fetch read browse research map query";
const collects = set(collecting);
/** What is asked for is about the written thing: its reactions, kinds and settings. */
const about = set(
  `reaction reactions category categories template templates label labels type types status statuses state rules settings count
  counts field fields definition definitions rule statistics stats metrics schema approvals conflict conflicts draft drafts
  filter filters`,
);
const { bit: told, of: listed } = listsOf({
  manuals: "documentation docs guide guides reference manual",
  displays:
    "screenshot screenshots snapshot console logs messages dom html text content contents source tools accessibility markdown",
  logs: "logs log",
  workloads: "pod pods container containers",
  /** Where anybody can sign up and write. */
  platforms: "linkedin facebook instagram twitter reddit youtube tiktok bluesky mastodon",
  posted:
    "profile profiles people person employees post posts company companies jobs job comments sidebar feed",
  drives: "drive sharepoint dropbox onedrive confluence",
  contents: "content contents",
  /** What is searched here is on the web. */
  kinds: "news image images video videos local web internet deep company companies",
  /** What is searched here anybody may have made. */
  strangers:
    "people users repositories commits code events replays errors products papers gifs linkedin",
  helps: "documentation docs examples snippets matching",
  libraries: "library libraries package packages framework frameworks programming",
  collects: collecting,
  web: "web",
  searches: "search find",
});

/** Whether words were met of each of some lists. */
const all = (met: number, ...bits: number[]): boolean => bits.every((bit) => (met & bit) !== 0);

/** Content that others wrote, brought into the conversation. */
export default {
  id: "outside-content",
  phase: "risk",
  reason: "What outsiders wrote can hold instructions, and the model reads them.",
  nearMiss:
    "One's own notes, a vendor's own manual, and the labels, counts and settings of a written thing are not outside content.",
  claim(facts, category) {
    if (category === "Destructive" || category === "Financial" || category === undefined)
      return undefined;
    const found = category === "Read" ? findRead(facts) : findOpened(facts);
    return found && { facets: found.facets, evidence: [found.evidence] };
  },
} satisfies Rule;

interface Found {
  evidence: Evidence;
  facets: Facet[];
}

const plain = (evidence: Evidence): Found => ({ evidence, facets: ["untrusted-input"] });
const fromWeb = (evidence: Evidence): Found => ({
  evidence,
  facets: ["untrusted-input", "network"],
});

function findRead(facts: Facts): Found | undefined {
  const acts = facts.leads;
  if (!acts.some((act) => isReading(act)) && !acts.some((act) => act.object.some(isResearch)))
    return undefined;
  const lead = facts.described[0];
  const words = lead ? lead.object.slice(0, Math.max(lead.head, 1)) : [];
  if (about.has(words.at(-1)?.text ?? "") || about.has(facts.nameWords.at(-1)?.text ?? ""))
    return undefined;
  const quote = (act: Act) => quoteAct(facts, act, shows);
  const source = lead ?? facts.named!;
  const around = lead ? lead.object.concat(facts.nameWords) : facts.nameWords;
  const met = listed(around);
  if (all(met, told.manuals) && isOwnManual(facts, lead?.object ?? facts.nameWords))
    return undefined;
  if (acts.some((act) => fetches.has(act.lemma))) {
    const written = findWritten(facts, words);
    if (written) return plain(written);
    if (
      all(met, told.drives, told.contents) ||
      (all(met, told.displays) && isInBrowser(facts)) ||
      all(met, told.workloads, told.logs) ||
      all(met, told.platforms, told.posted) ||
      (all(met, told.posted) && all(listed(facts.sentences[0]?.words ?? []), told.platforms))
    )
      return plain(quote(source));
    if (asksOfAnyLibrary(facts)) return fromWeb(quote(source));
  }
  const address = takesAddress(facts);
  const research = around.some(isResearch);
  const collected =
    all(met, told.collects) ||
    research ||
    acts.some(({ lemma }) => collects.has(lemma) || lemma.startsWith("research"));
  if (address && (collected || lead?.kind === "read"))
    return fromWeb(quoteParameter(address, shows));
  if ((collected || all(met, told.web)) && findWeb(around)) return fromWeb(quote(source));
  if (research) return fromWeb(quote(source));
  if (!all(met, told.searches) && !acts.some(({ lemma }) => lemma === "search" || lemma === "find"))
    return undefined;
  if (all(met, told.strangers)) return plain(quote(source));
  return all(met, told.kinds) ? fromWeb(quote(source)) : undefined;
}

const isReading = (act: Act): boolean =>
  fetches.has(act.lemma) || collects.has(act.lemma) || act.kind === "read";

const isResearch = ({ text }: Word): boolean => text.startsWith("research");

/** Issues, comments, mail and the like, as the thing that is asked for. */
function findWritten(facts: Facts, words: readonly Word[]): Evidence | undefined {
  for (const [witness, text, of] of [
    ["description", facts.subject.description ?? "", words],
    ["name", facts.subject.name, facts.nameWords],
  ] as const) {
    const word = findTopic(of, "authored");
    if (!word || isKept(facts, word, of)) continue;
    const { start, end } = word;
    return quoteHit(facts, { witness, start, end, text: text.slice(start, end) }, shows);
  }
  return undefined;
}

/** One's own notebook or draft, and a note that is an account's entry. */
function isKept(facts: Facts, word: Word, words: readonly Word[]): boolean {
  if (words.some(({ text }) => text === "draft")) return true;
  if (!/^notes?$/.test(word.text)) return false;
  const kept = /^(?:notes?|vault|obsidian|notebook|evernote|credit|periodic|frontmatter)$/;
  return (
    facts.serverWords.some((name) => kept.test(name)) ||
    words.some(({ text, start }) => start !== word.start && kept.test(text))
  );
}

/** What is shown is a page of a live browser: its picture, its text, its console. */
function isInBrowser(facts: Facts): boolean {
  const browser: Topic = "browser";
  return (
    facts.about.has(browser) ||
    findTopic(
      facts.serverWords.map((text) => wordOf(text, 0, 0)),
      "ownbrowser",
    ) !== undefined
  );
}

/** Documentation of whatever library the caller names, which its authors wrote. */
const asksOfAnyLibrary = (facts: Facts): boolean =>
  all(listed(facts.sentences[0]?.words ?? []), told.helps, told.libraries);

const isOwnManual = (facts: Facts, words: readonly Word[]): boolean =>
  all(listed(words), told.manuals) && words.some(({ text }) => facts.serverWords.includes(text));

const vague = set("results sites site page pages");

function findWeb(words: readonly Word[]): Word | undefined {
  const web = words.filter(({ text }) => !vague.has(text));
  return findTopic(web, "web");
}

/** A page that is opened in a browser, a tool that a page offers, code that runs in one. */
function findOpened(facts: Facts): Found | undefined {
  const acts = facts.leads;
  const address = takesAddress(facts);
  if (address && acts.some((act) => act.kind === "navigate" || act.lemma === "open"))
    return fromWeb(quoteParameter(address, "opens a page that others wrote"));
  const act = acts.find((candidate) => /^(?:run|execute|evaluate)$/.test(candidate.lemma));
  if (!act || !facts.about.has("browser")) return undefined;
  const words = headWords(act).concat(act.object);
  return words.some(({ text }) => text === "page") ? plain(quoteAct(facts, act, shows)) : undefined;
}
