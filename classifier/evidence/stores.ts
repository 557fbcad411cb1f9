import type { Category } from "../../model.ts";
import { findMention, type Act, type Facts, type Hit, type Parameter, type Word } from "./facts.ts";
import { headWords } from "./meaning.ts";
import { findSampled, findStoredRecords } from "./records.ts";

const set = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

const paths = set("path filepath filepaths paths filename file files absolutepath relativepath");
/** A parameter that says that the file lies in a hosted repository and not on the host. */
const hosted = set("owner repo repository projectid ref branch sha commit");
const statements = set(
  "sql query statement statements cypher filter where pipeline sqlquery queries filterexpr filterexpression expr conditions criteria querybody",
);
const containers = set(
  `table tableid tablename tableidorname base baseid database databaseid databasename collection collectionname collectionid dataset
  datasetid worksheet model modelname keyspace`,
);
const rowsOf = /^(?:records?|rows?|entries)$/;
const asking = set(
  "preview export list get filter search query find read fetch retrieve lookup select scan",
);
const shaping = set(
  "explain analyze describe list optimize recommend validate generate explore inspect",
);

const keepers = set(
  "gmail gdrive drive notion gcal confluence dropbox onedrive sharepoint wiki gist gists",
);

/** The name of a product that keeps what was, in the tool's name or at the start of its description; absent for others. */
export function findKeeper(facts: Facts): Hit | undefined {
  const isKeeper = (word: Word) => keepers.has(word.text);
  const named = facts.nameWords.find(isKeeper);
  const word = named ?? facts.sentences[0]?.words.find(isKeeper);
  if (!word) return undefined;
  const { start, end } = word;
  const text = (named ? facts.subject.name : facts.subject.description!).slice(start, end);
  return { witness: named ? "name" : "description", start, end, text };
}

const top = (facts: Facts, keys: ReadonlySet<string>): Parameter | undefined =>
  facts.parameters.find((parameter) => parameter.depth === 0 && keys.has(parameter.key));

/** A file on the host that is read by its path. */
export function findHostFile(facts: Facts, act: Act): Hit | undefined {
  if (!(top(facts, paths) ?? isUnseen(facts)) || top(facts, hosted)) return undefined;
  if (!/^(?:read|get|extract|load|view|open|show)$/.test(act.lemma)) return undefined;
  const words = [...facts.nameWords, ...headWords(act)];
  return words.some(({ text }) => aboutFiles.has(text))
    ? undefined
    : (facts.about.get("document") ?? fileHit(facts));
}

/** No parameter is known, or none but one that wraps them all. */
const isUnseen = (facts: Facts): boolean =>
  facts.parameters.every(({ key }) => /^(?:args|arguments|params|input)$/.test(key)) &&
  facts.nameWords.some(({ text }) => text === "file" || text === "files");

/** A path alone may lead through a configuration, a store or a URL. */
function fileHit(facts: Facts): Hit | undefined {
  const hit = facts.about.get("file");
  return hit && /^path$/i.test(hit.text) ? undefined : hit;
}

/** What is asked for of these is not the content of a file of the host. */
const aboutFiles = set(
  `source directory directories info metadata tree repository size blame diff commit revision diagnostics diagnostic symbol symbols
  references definition outline overview summary types errors warnings structure merged properties list lists`,
);

/** Rows of a database that the caller selects, by a statement or a filter, or out of a table that it names. */
export function findRows(facts: Facts, category: Category | undefined): Hit | undefined {
  if (category !== "Read" && category !== "Execute") return undefined;
  const act = facts.described[0] ?? facts.named;
  const told = facts.about.get("rows");
  const several = told?.witness === "description" && facts.lower.startsWith(" of ", told.end);
  const sampled = category === "Read" ? findSampled(facts) : undefined;
  if (sampled) return sampled;
  const plain =
    told && ((several && /^collections?$/i.test(told.text)) || isOther(facts, told))
      ? undefined
      : told;
  const hit =
    plain ??
    (category === "Execute" && top(facts, statements)
      ? (findMention(facts, "rows") ?? explained(facts))
      : undefined);
  const filtered =
    top(facts, statements) !== undefined &&
    hit !== undefined &&
    !(act && (shaping.has(act.lemma) || advice.has(headWords(act).at(-1)?.text ?? ""))) &&
    (category === "Execute" ||
      facts.about.has("writelanguage") ||
      /^(?:mongo|influx|elasticsearch|opensearch|collection|documents?|records?|rows?)/i.test(
        hit.text,
      ));
  if (filtered && act?.lemma !== "count") return hit;
  if (
    category === "Read" &&
    act?.kind === "run" &&
    /statements?$/.test(headWords(act).at(-1)?.text ?? "")
  )
    return hit;
  if (category === "Execute") return act && findUnseenQuery(facts, act, hit);
  if (hit && act && /^(?:redis|valkey|memcached)$/i.test(hit.text) && readsKey(facts, act))
    return hit;
  return category === "Read" && act
    ? (findUnseenQuery(facts, act, hit) ?? findTableRows(facts, act))
    : undefined;
}

/** Records of names and logs are no rows of a database. */
function isOther(facts: Facts, { witness, start }: Hit): boolean {
  const text = witness === "name" ? facts.subject.name : (facts.subject.description ?? "");
  return /(?:dns|zone|log|audit|resource)[ _-]$/i.test(text.slice(Math.max(0, start - 9), start));
}

/** What is asked for so is about a query. */
const advice = set("recommendations recommendation advice suggestions plan explanation syntax");

/** `query: SQL query to execute` among what is said of the parameters. */
function explained(facts: Facts): Hit | undefined {
  const description = facts.subject.description ?? "";
  const opening = description.slice(0, Math.min(facts.sentences[0]?.end ?? 0, 400));
  const found =
    /\bsql query\b/.exec(facts.lower) ?? /\b(?:INSERT|UPDATE|DELETE|SELECT)\b/.exec(opening);
  if (!found) return undefined;
  const end = found.index + found[0].length;
  return {
    witness: "description",
    start: found.index,
    end,
    text: description.slice(found.index, end),
  };
}

/** No parameters are known at all, and the words say that queries of a database are run. */
function findUnseenQuery(facts: Facts, act: Act, hit: Hit | undefined): Hit | undefined {
  const last = headWords(act).at(-1)?.text ?? "";
  const runs = act.kind === "run" && /^(?:quer(?:y|ies)|sql|statements?)$/.test(last);
  return runs && facts.parameters.length === 0 ? hit : undefined;
}

const keys = set("key keys name hash stream");
const aboutKeys = set(
  "ttl type length size count info expiration memory encoding exists number stats",
);

/** The value under a key that the caller names. */
function readsKey(facts: Facts, act: Act): boolean {
  return (
    act.kind === "read" &&
    top(facts, keys) !== undefined &&
    ![...facts.nameWords, ...headWords(act)].some(({ text }) => aboutKeys.has(text))
  );
}

/** `A small sample of rows from …`: the rows are what comes back. */
function sampled(act: Act): Word[] {
  const head = headWords(act);
  return /^(?:sample|samples|preview|page|subset|batch|selection)$/.test(head.at(-1)?.text ?? "")
    ? act.object.slice(0, head.length + 3)
    : head;
}

/** `Retrieve data from a table`, `Query a table`. */
function findWhole({ lemma }: Act, words: readonly Word[]): number {
  const last = words.length - 1;
  const text = words[last]?.text ?? "";
  return text === "data" || (lemma === "query" && /^(?:table|collection)$/.test(text)) ? last : -1;
}

/** `List records from a table`: not of DNS, and not the tables themselves. */
function findTableRows(facts: Facts, act: Act): Hit | undefined {
  if (!asking.has(act.lemma)) return undefined;
  if (!top(facts, containers)) return findStoredRecords(facts, act);
  const words = act.witness === "description" ? sampled(act) : facts.nameWords;
  const text = act.witness === "description" ? facts.subject.description! : facts.subject.name;
  const plain = words.findIndex((word) => rowsOf.test(word.text));
  const at = plain < 0 ? findWhole(act, words) : plain;
  const word: Word | undefined = words[at];
  if (!word || /^(?:dns|zone|log|schema|cache|resource)$/.test(words[at - 1]?.text ?? ""))
    return undefined;
  return {
    witness: act.witness,
    start: word.start,
    end: word.end,
    text: text.slice(word.start, word.end),
  };
}
