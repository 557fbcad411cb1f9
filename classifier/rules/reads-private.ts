import type { Call, Facet } from "../../model.ts";
import {
  findTopic,
  quoteHit,
  type Act,
  type Facts,
  type Hit,
  type Topic,
  type Word,
} from "../evidence/facts.ts";
import { headWords, meaningOf } from "../evidence/meaning.ts";
import { topicAt } from "../evidence/find.ts";
import { findMessages, findRecord } from "../evidence/correspondence.ts";
import { findHostFile, findRows } from "../evidence/stores.ts";
import { quoteCall } from "../evidence/quote.ts";
import { telling } from "../evidence/reasons.ts";
import type { Claim, Rule } from "./rule.ts";

const people: [Topic, string][] = [
  ["mail", "it reads mail"],
  ["chat", "it reads chats"],
  ["health", "it reads health records"],
  ["finance", "it reads financial records"],
  ["person", "it reads records of people"],
  ["history", "it reads a history of what was done"],
];

const set = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

/** What a phrase asks for when it ends so is about the thing, not the thing. */
const dull = set(
  `log logs metric metrics schema schemas status type types template templates count counts health docs documentation guide
  property properties definition definitions field fields channel channels setting settings version versions job jobs eligibility cost costs
  options quote score rate rates fees folder folders label labels guides category categories capabilities validity address format
  events trends statistics stats webhook webhooks config configuration plan plans prices provider providers gateway gateways integration
  integrations installation installations alias aliases mailboxes`,
);
const looks = set(
  "read get extract load view show open retrieve fetch query peek search find list recall export download",
);

/** Mail, chats, people, health, money, files, rows and documents that are private. */
export default {
  id: "reads-private",
  phase: "risk",
  reason: "What is read about people or out of private stores can leak onward.",
  nearMiss:
    "Schemas, templates, logs, tickets, source code, prices and public profiles are not private records.",
  claim(facts, category) {
    const rows = findRows(facts, category);
    if (rows) return claimOf(facts, rows, telling.rows);
    const act = facts.described[0] ?? facts.named;
    if (
      category !== "Read" &&
      !(
        category === "Write" &&
        act?.kind !== "render" &&
        act &&
        meaningOf(act, facts)?.category === "Read"
      )
    )
      return undefined;
    const phrase = act?.witness === "description" ? headWords(act) : facts.nameWords;
    if (endsDull(phrase) || endsDull(facts.nameWords)) return undefined;
    const selected = category === "Read" ? findSelection(facts, act) : undefined;
    if (selected)
      return {
        facets: ["personal-data"],
        step: { by: 1, reason: telling.rows },
        evidence: [quoteCall(selected, "selects from a table that the caller names")],
      };
    for (const [topic, reason] of people) {
      const hit = phraseHit(facts, act, topic);
      if (hit && !isDirectory(facts, hit) && !isShown(facts, hit))
        return claimOf(facts, hit, reason);
    }
    const record = findRecord(facts, act);
    if (record) return claimOf(facts, record, "it reads financial records");
    const message = findMessages(facts, act);
    if (message) return claimOf(facts, message, "it reads chats");
    if (!act || !looks.has(act.lemma)) return undefined;
    const directory = facts.about.get("directory");
    const file = findHostFile(facts, act);
    if (directory && !(file && /^directory$/i.test(directory.text))) return undefined;
    if (file) return claimOf(facts, file, telling.files, filed);
    const document = findDocument(facts, act);
    return document && claimOf(facts, document, telling.documents);
  },
} satisfies Rule;

/** Whole rows of a table that the code puts into its statement: `SELECT * FROM {table}`. */
function findSelection({ calls = [] }: Facts, act: Act | undefined): Call | undefined {
  if (act && /^(?:describe|count|explain|validate|analyze)$/.test(act.lemma)) return undefined;
  return calls.find((call) =>
    call.arguments.some(({ text }) => /^\s*SELECT\s+\*\s+FROM\s+["'`[]?\{/i.test(text)),
  );
}

const filed: Facet[] = ["personal-data", "filesystem"];

function claimOf(
  facts: Facts,
  hit: Hit,
  reason: string,
  facets: Facet[] = ["personal-data"],
): Claim {
  return { facets, step: { by: 1, reason }, evidence: [quoteHit(facts, hit, reason)] };
}

/** Ends in what is about the thing, `versions available`, and not in the thing. */
function endsDull(words: readonly Word[]): boolean {
  const last = words.findLast((word) => !trailing.has(word.text));
  return dull.has(last?.text ?? "");
}

const trailing = set("available supported configured associated accessible used created installed");

/** Public profiles and directories, unless the words name the people themselves before. */
function isDirectory(facts: Facts, hit: Hit): boolean {
  const directory = facts.about.get("directory");
  if (!directory) return false;
  const before = directory.witness === "description" && hit.witness === "description";
  return !(before && /^profiles?$/i.test(directory.text) && hit.start < directory.start);
}

/** The topic stands in the name or in what the description's verb acts on. */
function phraseHit(facts: Facts, act: Act | undefined, topic: Topic): Hit | undefined {
  const described = act?.witness === "description" ? act.object : [];
  const word = findThing(described, topic);
  if (word) return hitOf("description", facts.subject.description!, word);
  const named = findThing(facts.nameWords, topic);
  return named && !isProduct(facts, named, described, topic)
    ? hitOf("name", facts.subject.name, named)
    : undefined;
}

const hitOf = (witness: Hit["witness"], text: string, { start, end }: Word): Hit => ({
  witness,
  start,
  end,
  text: text.slice(start, end),
});

/** A word of the topic that is itself the thing: not `mail order`, not `counts of contacts`, not `the customer has …`. */
function findThing(words: readonly Word[], topic: Topic): Word | undefined {
  for (let i = 0; i < words.length; i++) {
    const word = topicAt(words, i, topic);
    if (!word) continue;
    const at = words.findIndex(({ start }) => start === word.start);
    const next = words[words.findIndex(({ end }) => end === word.end) + 1]?.text ?? "";
    const counted =
      words[at - 1]?.text === "of" && /^(?:counts?|number)$/.test(words[at - 2]?.text ?? "");
    const modifies = modifying.has(topic) && things.has(next);
    if (
      word.text === "bank" &&
      /^(?:memory|test|question|data|image|word|item)$/.test(words[at - 1]?.text ?? "")
    )
      continue;
    const machine = /^guests?$/.test(word.text) && words.some(({ text }) => virtual.has(text));
    if (!counted && !modifies && !machine && !owning.has(next)) return word;
    i = Math.max(i, at);
  }
  return undefined;
}

const modifying: ReadonlySet<Topic> = new Set<Topic>(["mail", "chat", "person"]);
const things = set(
  "field fields group groups segment segments template templates tag tags form forms order orders server servers service services domain domains provider providers marketing plan plans app apps integration filter filters",
);
/** The transcript of a video or a podcast is as public as that. */
const isShown = (facts: Facts, hit: Hit): boolean =>
  /^transcripts?$/i.test(hit.text) &&
  [...facts.nameWords, ...facts.serverWords, ...(facts.sentences[0]?.words ?? [])].some((word) =>
    shown.has(typeof word === "string" ? word : word.text),
  );

const shown = set("video videos youtube playlist podcast lecture episode");
const virtual = set("hypervisor vm vms vcenter proxmox qemu libvirt kvm os operating");
const owning = set("has have owns own can may is are asks wants uses connected");

/** The product's name before the tool's, where nothing else speaks of messages: `mail_list_hooks`. */
function isProduct(facts: Facts, word: Word, described: readonly Word[], topic: Topic): boolean {
  if (topic !== "mail" && topic !== "chat") return false;
  if (word.start !== facts.nameWords[0]?.start || described.length === 0) return false;
  const rest = [...facts.nameWords.slice(1), ...described];
  return !rest.some(({ text }) => messages.has(text)) && !findThing(rest, topic);
}

/** Documents that anybody may read. */
const published = set(
  "legislation law laws statute statutes patent patents parliament arxiv paper papers filing filings",
);

/** What is asked for of a document so is where it is. */
const places = set("location locations parent path position url link outline table");

const messages = set(
  "message messages thread threads content contents attachment attachments draft drafts reply replies history unread search",
);

/** A note that somebody keeps in a program for them; notes on tickets and releases are others'. */
function findNote(facts: Facts, act: Act): Hit | undefined {
  if (![...facts.serverWords].some((word) => notebooks.has(word))) return undefined;
  const word = act.object.find(({ text }) => /^notes?$/.test(text));
  const text = act.witness === "name" ? facts.subject.name : facts.subject.description!;
  return word && hitOf(act.witness, text, word);
}

const notebooks = set(
  "outlook onenote evernote joplin keep bear apple notes obsidian logseq zettelkasten",
);

/** The content of a document, not a list of them. */
function findDocument(facts: Facts, act: Act): Hit | undefined {
  const words = [...facts.nameWords, ...act.object].map((word) => word.text);
  if (words.some((word) => published.has(word))) return undefined;
  const content =
    act.lemma !== "list" || words.some((word) => word === "content" || word === "contents");
  if (
    !content ||
    words.some((word) =>
      [
        "files",
        "folders",
        "directories",
        "info",
        "metadata",
        "tags",
        "policy",
        "schema",
        "api",
        "library",
        "code",
        "documentation",
        "filter",
        "filters",
      ].includes(word),
    )
  )
    return undefined;
  const note = act.lemma === "list" ? undefined : findNote(facts, act);
  if (note) return note;
  if (act.witness === "description" && !findTopic(act.object, "document")) return undefined;
  if (
    /^(?:which|whether)$/.test(act.object[0]?.text ?? "") ||
    places.has(headWords(act).at(-1)?.text ?? "")
  )
    return undefined;
  const hit = phraseHit(facts, act, "document");
  const holds = /^attachments?$/i.test(hit?.text ?? "") && act.lemma === "get";
  return holds && !words.some((word) => /^(?:contents?|data|text)$/.test(word)) ? undefined : hit;
}
