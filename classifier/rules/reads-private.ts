import type { Call, Facet } from "../../model.ts";
import {
  quoteHit,
  type Act,
  type Facts,
  type Hit,
  type Topic,
  type Word,
} from "../evidence/facts.ts";
import { headWords, meaningOf } from "../evidence/meaning.ts";
import { findMessages, findRecord } from "../evidence/correspondence.ts";
import { findDocument, findStored } from "../evidence/documents.ts";
import { findHostFile, findRows } from "../evidence/stores.ts";
import { phraseHit } from "../evidence/things.ts";
import { quoteCall } from "../evidence/quote.ts";
import { telling } from "../evidence/reasons.ts";
import { bitsOf } from "../evidence/topics.ts";
import type { Claim, Rule } from "./rule.ts";

const people: [Topic, string][] = [
  ["mail", "it reads mail"],
  ["chat", "it reads chats"],
  ["health", "it reads health records"],
  ["finance", "it reads financial records"],
  ["person", "it reads records of people"],
  ["history", "it reads a history of what was done"],
];

const bits = bitsOf(people.map(([topic]) => topic));

/** The bits of topics that words may speak of; the others need no second look. */
function topicsIn(words: readonly Word[]): number {
  let found = 0;
  for (const { known } of words) if (known.telling) found |= bits.get(known.telling) ?? 0;
  return found;
}

const set = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

/** What a phrase asks for when it ends so is about the thing, not the thing. */
const dull = set(
  `log logs metric metrics schema schemas status type types template templates count counts health docs documentation guide
  property properties definition definitions field fields channel channels setting settings version versions job jobs eligibility cost
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
    if (act?.lemma === "check" && /^(?:if|whether)$/.test(act.object[0]?.text ?? ""))
      return undefined;
    if (/^(?:list|get)$/.test(act?.lemma ?? "") && /^(?:chats|dms|dialogs)$/.test(lastOf(phrase)))
      return undefined;
    if (endsDull(phrase) || endsDull(facts.nameWords)) return undefined;
    const selected = category === "Read" ? findSelection(facts, act) : undefined;
    if (selected)
      return {
        facets: ["personal-data"],
        step: { by: 1, reason: telling.rows },
        evidence: [quoteCall(selected, "selects from a table that the caller names")],
      };
    const spoken = topicsIn(facts.nameWords) | topicsIn(act?.object ?? []);
    for (const [at, [topic, reason]] of people.entries()) {
      const hit = spoken & (1 << at) ? phraseHit(facts, act, topic) : undefined;
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
    const document = findDocument(facts, act) ?? findStored(facts, act);
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
const endsDull = (words: readonly Word[]): boolean => dull.has(lastOf(words));

const lastOf = (words: readonly Word[]): string =>
  words.findLast((word) => !trailing.has(word.text))?.text ?? "";

const trailing = set("available supported configured associated accessible used created installed");

/** Public profiles and directories, unless the words name the people themselves before. */
function isDirectory(facts: Facts, hit: Hit): boolean {
  const directory = facts.about.get("directory");
  if (!directory) return false;
  const before = directory.witness === "description" && hit.witness === "description";
  return !(before && /^profiles?$/i.test(directory.text) && hit.start < directory.start);
}

/** The transcript of a video or a podcast is as public as that. */
const isShown = (facts: Facts, hit: Hit): boolean =>
  /^transcripts?$/i.test(hit.text) &&
  [...facts.nameWords, ...facts.serverWords, ...(facts.sentences[0]?.words ?? [])].some((word) =>
    shown.has(typeof word === "string" ? word : word.text),
  );

const shown = set("video videos youtube playlist podcast lecture episode");
