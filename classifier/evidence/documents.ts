import { findTopic, type Act, type Facts, type Hit } from "./facts.ts";
import { headWords } from "./meaning.ts";
import { hitOf, phraseHit } from "./things.ts";

const set = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

/** Documents that anybody may read. */
const published = set(
  "legislation law laws statute statutes patent patents parliament arxiv paper papers filing filings",
);

/** What is asked for of a document so is where it is. */
const places = set("location locations parent path position url link outline table");

/** A note that somebody keeps in a program for them; notes on tickets and releases are others'. */
function findNote(facts: Facts, act: Act): Hit | undefined {
  if (!facts.serverWords.some((word) => notebooks.has(word))) return undefined;
  const word = act.object.find(({ text }) => /^notes?$/.test(text));
  const text = act.witness === "name" ? facts.subject.name : facts.subject.description!;
  return word && hitOf(act.witness, text, word);
}

const notebooks = set(
  "outlook onenote evernote joplin keep bear apple notes obsidian logseq zettelkasten",
);

/** What lies in a bucket under the key that the caller names. */
export function findStored(facts: Facts, act: Act): Hit | undefined {
  const words = [...facts.nameWords, ...act.object];
  if (!/^(?:get|read|download|fetch|retrieve)$/.test(act.lemma)) return undefined;
  if (words.some(({ text }) => ofObjects.has(text))) return undefined;
  const word = act.object.find(({ text }) => /^(?:objects?|blobs?)$/.test(text));
  const stored = [...words, ...(facts.sentences[0]?.words ?? [])].some(({ text }) =>
    buckets.has(text),
  );
  const text = act.witness === "name" ? facts.subject.name : facts.subject.description!;
  return word && stored ? hitOf(act.witness, text, word) : undefined;
}

const buckets = set("s3 gcs bucket buckets minio r2 blob container azure");
/** What is asked for of an object so is not what it holds. */
const ofObjects = set(
  "metadata info information tags tag acl url urls link head versions list policy lock retention attributes details schema",
);

/** The content of a document, not a list of them. */
export function findDocument(facts: Facts, act: Act): Hit | undefined {
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
        "permission",
        "permissions",
        "revision",
        "revisions",
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
