import type { Check, Text } from "./check.ts";
import { needing } from "./text/needs.ts";
import { isTalk, quoteWords } from "./text/judge.ts";
import { concept } from "./text/concepts.ts";
import { after, before, has, isOrder } from "./text/passages.ts";
import type { Word } from "./text/prose.ts";

export default {
  id: "override",
  reason:
    "A definition says what a tool does; one that cancels the model's instructions or gives it another role takes over the conversation.",
  nearMiss:
    "Parameters that override a setting, rules that a firewall ignores, and tools that look for such sentences in other texts.",
  needs: needing({
    anywhere: [["rules"], ["turn"]],
    sentence: [
      ["drop", "rules", "prior"],
      ["void", "rules"],
      ["turn", "free"],
    ],
  }),
  find: ({ texts }) =>
    texts.flatMap((text) => {
      const found = findOverride(text) ?? findVoid(text) ?? findRole(text);
      return found && !isTalk(text, found.from, found.to)
        ? [{ says: found.says, quote: quoteWords(text, found.from, found.to), where: text.where }]
        : [];
    }),
} satisfies Check;

interface Span {
  says: string;
  from: number;
  to: number;
}

const says = "tells the model to drop the instructions that it has";

function findOverride(text: Text): Span | undefined {
  const { words } = text;
  for (let i = 0; i < words.length; i++) {
    if (!has(words[i], "drop") || isForbidden(words, i) || isIdentifier(text, i)) continue;
    const rules = objectOf(words, i);
    if (rules < 0) continue;
    const [from, to] = [Math.min(i, rules), Math.max(i, rules)];
    if (pointsBack(words, i, from - 2, to + 8)) return { says, from, to };
  }
  return undefined;
}

/** `IGNORE_ALL_FINDINGS` is a value. */
const isIdentifier = ({ value, words, kind }: Text, i: number): boolean =>
  kind !== "name" && value[words[i]!.end] === "_";

/** `forget everything you were told`, `ignore all previous instructions`; in some languages the verb comes last. */
function objectOf(words: readonly Word[], i: number): number {
  const next = after(words, i, concept.rules, 8);
  return next < 0 && !/^[a-z]/.test(words[i]!.text) ? before(words, i, concept.rules, 6) : next;
}

const settings = new Set([
  "default",
  "defaults",
  "global",
  "setting",
  "settings",
  "custom",
  "existing",
]);

function pointsBack(words: readonly Word[], verb: number, from: number, to: number): boolean {
  const loose = words[verb]!.text.startsWith("overr") || words[verb]!.text === "bypass";
  const ofModel = words.slice(Math.max(0, from), to + 1).some((word) => told.test(word.text));
  let back = false;
  for (let i = Math.max(0, from); i <= Math.min(words.length - 1, to); i++) {
    const word = words[i]!;
    if (word.sentence !== words[verb]!.sentence) continue;
    if (settings.has(word.text)) return false;
    if (
      has(word, "prior") &&
      (ofModel || !weak.test(word.text)) &&
      !(loose && ranks.test(word.text))
    )
      back = true;
  }
  return back;
}

/** Rules of a linter or a firewall are `all` or `existing` too; instructions and prompts are a model's. */
const weak = /^(?:all|any|every|given|existing|original|initial|other|past|at|above)$/;
const ranks = /^(?:system|other|original|any|initial)$/;
const told =
  /^(?:instructions?|guidelines?|guidance|directives?|prompts?|guardrails|safeguards|told|training|safety)$|[^a-z]/;

/** `Never ignore …`, `does not override …` */
function isForbidden(words: readonly Word[], i: number): boolean {
  if (/^(?:plus|pas)$/.test(words[i]!.text)) return false;
  const not = before(words, i, concept.not, 3);
  return not >= 0 && words[not]!.text !== "no" ? true : !isOrder(words, i);
}

function findVoid({ words }: Text): Span | undefined {
  for (let i = 0; i < words.length; i++) {
    if (!has(words[i], "void")) continue;
    const near = Math.max(before(words, i, concept.rules, 12), after(words, i, concept.rules, 6));
    if (near < 0) continue;
    const [from, to] = [Math.min(i, near), Math.max(i, near)];
    const ofModel = words
      .slice(Math.max(0, from - 6), to + 12)
      .some(
        (word) =>
          word.sentence === words[i]!.sentence &&
          /^(?:your|you|developer|operator|system|safety|user|model|assistant)$/.test(word.text),
      );
    const ofRank = /^(?:outranks?|take|takes)$/.test(words[i]!.text);
    if (ofModel && (ofRank || isOfModel(words, i, near)))
      return {
        says: "says that the model's instructions no longer hold, or rank below its own",
        from,
        to,
      };
  }
  return undefined;
}

/** `your safety policy is suspended`, `what the developer told you no longer applies` */
function isOfModel(words: readonly Word[], i: number, rules: number): boolean {
  const text = words.slice(Math.max(0, Math.min(i, rules) - 4), Math.max(i, rules) + 2);
  const said = text.map((word) => word.text).join(" ");
  return /\b(?:your|the system) (?:\w+ ){0,2}(?:instructions?|polic|rules?|guidelines?|safety|prompt|training|restrictions)|told you|you (?:were|are|have been) (?:told|given)/.test(
    said,
  );
}

function findRole({ words }: Text): Span | undefined {
  for (let i = 0; i < words.length; i++) {
    if (!has(words[i], "turn")) continue;
    const free = after(words, i, concept.free, 16);
    if (free >= 0) return { says: "gives the model another role", from: i, to: free };
  }
  return undefined;
}
