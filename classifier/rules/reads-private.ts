import type { Category } from "../../model.ts";
import {
  findTopic,
  quoteHit,
  type Act,
  type Facts,
  type Topic,
  type Word,
} from "../evidence/facts.ts";
import { headWords } from "../evidence/meaning.ts";
import type { Claim, Rule } from "./rule.ts";

const people: [Topic, string][] = [
  ["mail", "it reads mail"],
  ["chat", "it reads chats"],
  ["health", "it reads health records"],
  ["finance", "it reads financial records"],
  ["person", "it reads records of people"],
];

const set = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

/** What a phrase asks for when it ends so is about the thing, not the thing. */
const dull = set(
  `log logs metric metrics schema schemas status type types template templates count counts health docs documentation guide
  property properties definition definitions field fields channel channels setting settings version versions job jobs eligibility cost costs
  analyzer options quote score rate rates fees folder folders label labels guides category categories capabilities validity address format
  events trends statistics stats webhook config configuration plan plans prices`,
);
const looks = set(
  "read get extract load view show open retrieve fetch query peek search find list recall export download",
);
const paths = set("path filepath paths filename file absolutepath relativepath");
const statements = set(
  "sql query statement statements cypher filter where pipeline sqlquery queries",
);

/** Mail, chats, people, health, money, files, rows and documents that are private. */
export default {
  id: "reads-private",
  phase: "risk",
  reason: "What is read about people or out of private stores can leak onward.",
  nearMiss:
    "Schemas, templates, logs, tickets, source code, prices and public profiles are not private records.",
  claim(facts, category) {
    const rows = readsRows(facts, category);
    if (rows || category !== "Read") return rows;
    const act = facts.described[0] ?? facts.named;
    const phrase = act?.witness === "description" ? headWords(act) : facts.nameWords;
    if (facts.about.has("directory") || endsDull(phrase)) return undefined;
    for (const [topic, reason] of people) {
      const claim = phraseClaim(facts, act, topic, reason);
      if (claim && !endsDull(phrase)) return claim;
    }
    if (!act || !looks.has(act.lemma)) return undefined;
    return readsFile(facts, act) ?? readsDocument(facts, act);
  },
} satisfies Rule;

const endsDull = (words: readonly Word[]): boolean => dull.has(words.at(-1)?.text ?? "");

/** The topic stands in the name or in what the description's verb acts on. */
function phraseClaim(
  facts: Facts,
  act: Act | undefined,
  topic: Topic,
  reason: string,
): Claim | undefined {
  const word = act?.witness === "description" ? findTopic(act.object, topic) : undefined;
  if (word)
    return claimOf(
      facts,
      "description",
      facts.subject.description!.slice(word.start, word.end),
      reason,
    );
  const named = findTopic(facts.nameWords, topic);
  return named && claimOf(facts, "name", facts.subject.name.slice(named.start, named.end), reason);
}

function claimOf(
  facts: Facts,
  witness: "name" | "description",
  text: string,
  reason: string,
): Claim {
  return {
    facets: ["personal-data"],
    step: { by: 1, reason },
    evidence: [quoteHit(facts, { witness, text, start: 0, end: 0 }, reason)],
  };
}

/** The content of a document, not a list of them. */
function readsDocument(facts: Facts, act: Act): Claim | undefined {
  const words = [...facts.nameWords, ...act.object].map((word) => word.text);
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
      ].includes(word),
    )
  )
    return undefined;
  if (act.witness === "description" && !findTopic(act.object, "document")) return undefined;
  return phraseClaim(facts, act, "document", "it reads private documents");
}

function readsFile(facts: Facts, act: Act): Claim | undefined {
  const path = facts.parameters.some(
    (parameter) => paths.has(parameter.key) && parameter.depth === 0,
  );
  if (!path || !["read", "get", "extract", "load", "view", "open", "show"].includes(act.lemma))
    return undefined;
  const hit = facts.about.get("document") ?? facts.about.get("file");
  const words = [...facts.nameWords, ...headWords(act)].map((word) => word.text);
  if (
    !hit ||
    words.some((word) =>
      ["directory", "directories", "info", "metadata", "tree", "repository", "size"].includes(word),
    )
  )
    return undefined;
  const reason = "it reads files of the host";
  return {
    facets: ["filesystem"],
    step: { by: 1, reason },
    evidence: [quoteHit(facts, hit, reason)],
  };
}

function readsRows(facts: Facts, category: Category | undefined): Claim | undefined {
  const statement = facts.parameters.some(
    (parameter) => statements.has(parameter.key) && parameter.depth === 0,
  );
  const hit = facts.about.get("rows");
  if (!statement || !hit || (category !== "Read" && category !== "Execute")) return undefined;
  if (
    !facts.about.has("writelanguage") &&
    !/^(?:mongo|collection|documents?|records?|rows?)/i.test(hit.text)
  )
    return undefined;
  const act = facts.described[0] ?? facts.named;
  if (
    act &&
    [
      "explain",
      "analyze",
      "describe",
      "list",
      "optimize",
      "recommend",
      "validate",
      "generate",
    ].includes(act.lemma)
  )
    return undefined;
  const reason = "it reads arbitrary rows of a database";
  return {
    facets: ["personal-data"],
    step: { by: 1, reason },
    evidence: [quoteHit(facts, hit, reason)],
  };
}
