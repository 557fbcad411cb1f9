import type { Evidence, Facet } from "../../model.ts";
import { findTopic, quoteAct, quoteHit, quoteParameter } from "../evidence/facts.ts";
import type { Act, Facts, Topic, Word } from "../evidence/facts.ts";
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
const collects = set("search crawl scrape extract fetch read browse research map query");
/** What is asked for is about the written thing: its reactions, kinds and settings. */
const about = set(
  `reaction reactions category categories template templates label labels type types status statuses state rules settings count
  counts field fields definition definitions rule statistics stats metrics schema approvals conflict conflicts draft drafts
  filter filters`,
);
const manuals = set("documentation docs guide guides reference manual");
const displays = set(
  "screenshot screenshots snapshot console logs messages dom html text content contents source tools accessibility markdown",
);
const logs = set("logs log");
const workloads = set("pod pods container containers");
/** Where anybody can sign up and write. */
const platforms = set("linkedin facebook instagram twitter reddit youtube tiktok bluesky mastodon");
const posted = set(
  "profile profiles people person employees post posts company companies jobs job comments sidebar feed",
);
const drives = set("drive sharepoint dropbox onedrive confluence");
const contents = set("content contents");
/** What is searched here is on the web. */
const kinds = set("news image images video videos local web internet deep company companies");
/** What is searched here anybody may have made. */
const strangers = set(
  "people users repositories commits code events replays errors products papers gifs linkedin",
);
const helps = set("documentation docs examples snippets matching");
const libraries = set("library libraries package packages framework frameworks programming");

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
  const all = [...(lead?.object ?? []), ...facts.nameWords];
  if (isOwnManual(facts, lead?.object ?? facts.nameWords)) return undefined;
  if (acts.some((act) => fetches.has(act.lemma))) {
    const written = findWritten(facts, words);
    if (written) return plain(written);
    if (hasPair(all, drives, contents) || showsPage(facts, all) || hasPair(all, workloads, logs))
      return plain(quote(source));
    if (hasPair(all, platforms, posted) || tellsOfPlatform(facts, all)) return plain(quote(source));
    if (asksOfAnyLibrary(facts)) return fromWeb(quote(source));
  }
  const address = takesAddress(facts);
  const told = [...acts.map((act) => act.lemma), ...all.map(({ text }) => text)];
  const collecting = told.find((word) => collects.has(word) || word.startsWith("research"));
  if (address && (collecting || lead?.kind === "read"))
    return fromWeb(quoteParameter(address, shows));
  if (findWeb(all) && (collecting || all.some(({ text }) => text === "web")))
    return fromWeb(quote(source));
  if (all.some(isResearch)) return fromWeb(quote(source));
  if (!told.includes("search") && !told.includes("find")) return undefined;
  if (all.some(({ text }) => strangers.has(text))) return plain(quote(source));
  return all.some(({ text }) => kinds.has(text)) ? fromWeb(quote(source)) : undefined;
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
    [...facts.serverWords].some((name) => kept.test(name)) ||
    words.some(({ text, start }) => start !== word.start && kept.test(text))
  );
}

/** A page of a live browser: its picture, its text, its console. */
function showsPage(facts: Facts, all: readonly Word[]): boolean {
  const browser: Topic = "browser";
  return (
    all.some(({ text }) => displays.has(text)) &&
    (facts.about.has(browser) ||
      findTopic(
        [...facts.serverWords].map((text) => wordOf(text, 0, 0)),
        "ownbrowser",
      ) !== undefined)
  );
}

const hasPair = (
  words: readonly Word[],
  first: ReadonlySet<string>,
  second: ReadonlySet<string>,
): boolean =>
  words.some(({ text }) => first.has(text)) && words.some(({ text }) => second.has(text));

function tellsOfPlatform(facts: Facts, words: readonly Word[]): boolean {
  return (
    words.some(({ text }) => posted.has(text)) &&
    (facts.sentences[0]?.words.some(({ text }) => platforms.has(text)) ?? false)
  );
}

/** Documentation of whatever library the caller names, which its authors wrote. */
function asksOfAnyLibrary(facts: Facts): boolean {
  const opening = facts.sentences[0]?.words ?? [];
  return hasPair(opening, helps, libraries);
}

function isOwnManual(facts: Facts, words: readonly Word[]): boolean {
  return (
    words.some(({ text }) => manuals.has(text)) &&
    words.some(({ text }) => facts.serverWords.has(text))
  );
}

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
