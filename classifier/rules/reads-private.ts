import { quoteHit, type Facts, type Hit, type Topic } from "../evidence/facts.ts";
import type { Category } from "../../model.ts";
import type { Rule } from "./rule.ts";

const topics: [Topic, string][] = [
  ["mail", "reads mail"],
  ["chat", "reads chats"],
  ["health", "reads health records"],
  ["finance", "reads financial records"],
  ["person", "reads records of people"],
];

const listing = new Set("list lists search browse find".split(" "));
const contentWords = new Set(
  "content contents text read body peek records rows data note notes comments get query retrieve fetch".split(
    " ",
  ),
);
const dull = new Set(
  "log logs metric metrics schema schemas status type types template templates count health docs documentation guide property properties definition definitions field fields list lists channels channel setting settings version versions job jobs console network commit build".split(
    " ",
  ),
);

/** Mail, chats, people, health, money, files, rows and documents that are private. */
export default {
  id: "reads-private",
  phase: "risk",
  reason: "What is read about people or out of private stores can leak onward.",
  nearMiss:
    "Schemas, templates, logs, tickets, source code, prices and public profiles are not private records.",
  claim(facts, category) {
    if (category !== "Read") return arbitraryRows(facts, category);
    if (facts.nameWords.some((word) => dull.has(word.text)) || facts.about.has("directory"))
      return undefined;
    for (const [topic, reason] of topics) {
      const hit = facts.about.get(topic);
      if (hit)
        return {
          facets: ["personal-data"],
          step: { by: 1, reason },
          evidence: [quoteHit(facts, hit, reason)],
        };
    }
    return stored(facts);
  },
} satisfies Rule;

function stored(facts: Facts) {
  const words = [...facts.nameWords, ...(facts.sentences[0]?.words.slice(0, 14) ?? [])];
  const content = words.some((word) => contentWords.has(word.text));
  const onlyLists =
    listing.has(facts.named?.lemma ?? "") &&
    !words.some((word) => ["content", "contents"].includes(word.text));
  const pick = (topic: Topic, reason: string) => {
    const hit = facts.about.get(topic);
    return hit && content && !onlyLists
      ? {
          facets: ["personal-data" as const],
          step: { by: 1 as const, reason },
          evidence: [quoteHit(facts, hit, reason)],
        }
      : undefined;
  };
  return (
    arbitraryRows(facts, "Read") ?? hostFile(facts) ?? pick("document", "reads private documents")
  );
}

function hostFile(facts: Facts) {
  const path = facts.parameters.find(
    (parameter) =>
      ["path", "filepath", "paths", "filename", "file"].includes(parameter.key) &&
      parameter.depth === 0,
  );
  const act = facts.described[0] ?? facts.named;
  const hit: Hit | undefined = facts.about.get("file") ?? facts.about.get("document");
  if (
    !path ||
    !act ||
    !hit ||
    !["read", "get", "extract", "load", "view", "show", "open", "search"].includes(act.lemma)
  )
    return undefined;
  const reason = "reads files of the host";
  return {
    facets: ["filesystem" as const],
    step: { by: 1 as const, reason },
    evidence: [quoteHit(facts, hit, reason)],
  };
}

function arbitraryRows(facts: Facts, category: Category | undefined) {
  const statement = facts.parameters.find((parameter) =>
    /sql|^query$|^statement|cypher/.test(parameter.key),
  );
  const hit = facts.about.get("rows");
  if (
    !statement ||
    !hit ||
    !facts.about.has("writelanguage") ||
    (category !== "Read" && category !== "Execute")
  )
    return undefined;
  const act = facts.described[0] ?? facts.named;
  if (act && ["explain", "explains", "analyze", "list", "describe"].includes(act.lemma))
    return undefined;
  const reason = "reads arbitrary rows of a database";
  return {
    facets: ["personal-data" as const],
    step: { by: 1 as const, reason },
    evidence: [quoteHit(facts, hit, reason)],
  };
}
