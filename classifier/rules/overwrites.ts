import type { Evidence } from "../../model.ts";
import { findPhrase, phrasesOf, quoteAct, quoteParameter, type Facts } from "../evidence/facts.ts";
import { headWords } from "../evidence/meaning.ts";
import { findKeeper } from "../evidence/stores.ts";
import type { Rule } from "./rule.ts";

const phrases = phrasesOf([
  "overwrite",
  "overwriting",
  "overwritten",
  "completely replace",
  "replaces the entire",
  "replace the entire",
  "replaces all",
  "previous content is lost",
  "replaces the whole",
  "existing content will be lost",
  "replace the whole",
  "full replacement",
  "full-replace",
  "full replace",
  "fully replace",
  "replacing entire",
  "replacing the entire",
]);
const denials = phrasesOf([
  "does not overwrite",
  "without overwriting",
  "won't overwrite",
  "not overwrite",
  "never overwrite",
  "not be overwritten",
  "not overwritten",
  "prevent accidental overwrite",
  "prevents overwriting",
  "moved to .trash",
  "moved to trash",
  "creates a backup",
  "backed up",
  "automatic backup",
  "original is kept",
  "prevent overwriting",
  "avoid overwriting",
]);

const final = phrasesOf(["cannot be undone", "irreversible", "no undo"]);
/** Said of a deployment or an import, these tell that nothing is kept. */
const grave = phrasesOf([
  "overwrites the",
  "overwrite the existing",
  "replaces the existing",
  "replaces all",
  "overwritten",
]);

const contents = new Set(
  "content contents text data body newcontent filecontent filecontents".split(" "),
);
const rewrites = new Set("rewrite overwrite replace truncate w write".split(" "));
/** With these the content goes into a part. */
const placed = new Set(
  "startcell range cell startrow startline line position offset insertat".split(" "),
);
const hosted = new Set(
  "owner repo repository projectid branch commitmessage message sha workspaceid".split(" "),
);

/** Whole existing content replaced without a trace. */
export default {
  id: "overwrites",
  phase: "risk",
  reason: "Content that is replaced as a whole, where nothing versions it, is lost.",
  nearMiss: "Changing one field, or a part of a file, keeps the rest; a commit keeps what was.",
  claim(facts, category) {
    if ((category !== "Write" && category !== "Execute") || findKeeper(facts)) return undefined;
    const reason = "it replaces whole content that nothing versions";
    const act = facts.described.find((candidate) => candidate.lemma === "overwrite");
    const quote =
      category === "Execute"
        ? quoteLoss(facts)
        : act
          ? quoteAct(facts, act, reason)
          : quoteUndenied(facts);
    return (
      quote && {
        facets: ["irreversible"],
        step: { by: 1, reason },
        evidence: [{ ...quote, shows: reason }],
      }
    );
  },
} satisfies Rule;

/** Not what is said of another tool: `Unlike set_box (which replaces the entire box), …`, `For overwrites, use set_box`. */
const isOwn = ({ lower }: Facts, at: number): boolean =>
  !/\bunlike\b/.test(lower.slice(lower.lastIndexOf(". ", at) + 1, at)) &&
  !/^\w+,? (?:consider using|use|call) \W?\w+[_-]\w/.test(lower.slice(at, at + 80));

function quoteUndenied(facts: Facts): Evidence | undefined {
  const found = findPhrase(facts, phrases, isOwn) ?? quoteFile(facts);
  return found && !findPhrase(facts, denials) ? found : undefined;
}

/** What runs replaces what was there, and the text says so without a way back. */
function quoteLoss(facts: Facts): Evidence | undefined {
  return findPhrase(facts, final) ? findPhrase(facts, grave) : undefined;
}

/** A file on a disk is written whole: a verb for that, a path, the content, and nobody who versions it. */
function quoteFile(facts: Facts): Evidence | undefined {
  const act = facts.described[0] ?? facts.named;
  const acts = facts.acts;
  if (act?.kind === "render" || act?.kind === "obtain") return undefined;
  const writes = acts.some(
    (each) =>
      each.lemma === "write" ||
      each.lemma === "save" ||
      (each.lemma === "replace" &&
        /^(?:contents?|files?)$/.test(headWords(each).at(-1)?.text ?? "")),
  );
  const has = (keys: ReadonlySet<string>) =>
    facts.parameters.find((parameter) => parameter.depth === 0 && keys.has(parameter.key));
  const content = has(contents);
  const path = facts.parameters.some(
    (parameter) => parameter.depth === 0 && /(?:path|file|filename)$/.test(parameter.key),
  );
  if (facts.parameters.some(({ key }) => placed.has(key))) return undefined;
  if (!act || !writes || !content || !path || has(hosted)) return undefined;
  const mode = facts.parameters.find(({ choices }) => choices.includes("append"));
  const adds = act.lemma === "append" || act.lemma === "insert" || act.lemma === "edit";
  if (mode ? !mode.choices.some((choice) => rewrites.has(choice)) : adds) return undefined;
  return facts.about.has("file") || facts.about.has("document")
    ? quoteParameter(content, "the whole content")
    : undefined;
}
