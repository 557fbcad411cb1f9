import type { Evidence } from "../../model.ts";
import { findPhrase, phrasesOf, type Facts } from "./facts.ts";

const phrases = phrasesOf([
  "read-only",
  "readonly",
  "read only",
  "does not modify",
  "doesn't modify",
  "without modifying",
  "does not change",
  "no side effects",
  "does not alter",
  "only select",
  "select queries only",
  "select only",
  "select statements only",
  "nothing is changed",
  "makes no changes",
]);

/** The words in which a description promises that nothing changes; undefined when it promises nothing or denies it. */
export function readReassurance(facts: Facts): Evidence | undefined {
  const found = findPhrase(facts, phrases);
  if (!found) return undefined;
  const at = facts.lower.indexOf(found.quote.toLowerCase());
  const before = facts.lower.slice(Math.max(0, at - 24), at);
  if (/\b(?:not|isn't|non|un|disable|if|unless|when|except in)\b[^.]*$/.test(before))
    return undefined;
  return { ...found, shows: "promises that nothing changes" };
}
