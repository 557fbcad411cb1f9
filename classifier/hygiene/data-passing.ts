import type { Check, Text } from "./check.ts";
import { needing } from "./text/needs.ts";
import { isTalk, quoteWords } from "./text/judge.ts";
import { concept } from "./text/concepts.ts";
import { after, before, has, isOrder } from "./text/passages.ts";
import type { Word } from "./text/prose.ts";

const ofVault = needing({
  anywhere: [
    ["vault", "gather"],
    ["vault", "move"],
    ["vault", "content"],
  ],
  sentence: [
    ["vault", "gather"],
    ["vault", "content"],
  ],
  three: [["vault", "move"]],
});
const ofCollected = needing({
  anywhere: [["keys", "gather", "move"]],
  sentence: [["keys", "gather"]],
});
const ofSent = needing({
  anywhere: [["keys", "move", "target", "audience"]],
  sentence: [],
  three: [["keys", "move", "target"]],
});
const ofMind = needing({
  anywhere: [
    ["mind", "move", "you"],
    ["mind", "gather", "all", "audience"],
    ["mind", "move", "all", "audience"],
  ],
  sentence: [
    ["mind", "gather", "you"],
    ["mind", "gather", "all"],
    ["mind", "move", "you"],
    ["mind", "move", "all"],
  ],
});

export default {
  id: "data-passing",
  reason:
    "A tool gets what its caller chooses to pass; a definition that orders secrets, files or the conversation into an argument carries them out.",
  nearMiss:
    "A parameter for the key that the service itself needs, and tools whose work is to read such files.",
  needs: (seen) => ofVault(seen) || ofCollected(seen) || ofSent(seen) || ofMind(seen),
  find: ({ texts }) =>
    texts.flatMap((text) => {
      const found = findPassing(text);
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

const deeds = concept.gather | concept.move;

const goods = concept.vault | concept.keys | concept.mind;
const paths = /^(?:ssh|env|aws|netrc)$/;

function findPassing(text: Text): Span | undefined {
  const { words } = text;
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    if ((word.is & goods) === 0 && !paths.test(word.text)) continue;
    const span =
      (isVault(text, i) && passesVault(text, i)) ||
      (has(words[i], "keys") && passesKeys(text, i)) ||
      (has(words[i], "mind") && passesMind(text, i));
    if (span) return span;
  }
  return undefined;
}

/** A file that holds secrets: named by its path, or by what it is. */
function isVault({ value, words }: Text, i: number): boolean {
  const word = words[i]!;
  if (has(word, "vault")) return true;
  if (!paths.test(word.text)) return false;
  if (word.text === "ssh" && /^(?:key|keys)$/.test(words[i + 1]?.text ?? "")) return false;
  return (
    /[./~]$/.test(value.slice(Math.max(0, word.start - 2), word.start)) &&
    !/\w\.$/.test(value.slice(Math.max(0, word.start - 2), word.start))
  );
}

function passesVault(text: Text, i: number): Span | undefined {
  const { words } = text;
  const says = "asks for a file or a store of secrets to be read and passed along";
  const deed = orderBefore(text, i, deeds, 12);
  if (isRefused(words, i)) return undefined;
  if (text.carries || text.kind === "name") {
    const content = before(words, i, concept.content, 8);
    if (
      content >= 0 &&
      !named.test(`${words[i]!.text} ${words[i + 1]?.text}`) &&
      isContentOf(words, content, i)
    )
      return { says, from: content, to: i };
    if (
      deed >= 0 &&
      text.kind !== "name" &&
      (words[deed]!.is & concept.move || text.kind === "sample" || asksMore(words, deed, i))
    )
      return { says, from: deed, to: i };
  }
  if (text.kind === "name") return undefined;
  const end = moveAfter(text, i);
  if (end >= 0 && (deed >= 0 || orderBefore(text, end, concept.move, 12) >= 0))
    return { says, from: deed >= 0 ? deed : i, to: end };
  if (deed >= 0 && words[deed]!.is & concept.move) {
    const sink = sinkAfter(text, i, 10);
    if (sink >= 0) return { says, from: deed, to: sink };
  }
  return undefined;
}

/** What a service may ask for by itself: `contents of the SSH key`. */
const named = /^(?:mnemonic|seed|recovery|keychain|keyring|private|ssh keys?\b)/;

/** `content of …`, `output of printenv` */
const isContentOf = (words: readonly Word[], content: number, i: number): boolean =>
  /^(?:of|from|in|stored|read|inside|dans)$/.test(words[content + 1]?.text ?? "") &&
  i > content + 1;

/** `Step one: locate …`: an order in the description of a parameter, and not what the parameter is for. */
const asksMore = (words: readonly Word[], deed: number, i: number): boolean =>
  after(words, i, concept.move, 14) >= 0 ||
  /^(?:step|first|then|please|one|two)$/.test(words[deed - 1]?.text ?? "");

function passesKeys(text: Text, i: number): Span | undefined {
  const { words } = text;
  const says = "asks for keys, passwords or tokens to be collected and passed along";
  if (isRefused(words, i)) return undefined;
  const deed = orderBefore(text, i, deeds, 14);
  if (deed < 0) return undefined;
  const owned = isOwned(words, i);
  const collects =
    /^(?:gather|collect|extract|harvest|dump|scan|locate|copy|read|fetch|grep|retrieve)$/.test(
      words[deed]!.text,
    );
  const moved = moveAfter(text, i);
  const onto = text.carries && after(words, i, concept.move, 20) >= 0;
  if (collects && owned && (moved >= 0 || onto))
    return { says, from: deed, to: Math.max(moved, i) };
  const sent = orderBefore(text, i, concept.move, 14);
  const away = sent >= 0 && owned ? addressAfter(text, i) : -1;
  return away >= 0 ? { says, from: sent, to: away } : undefined;
}

/** Keys that lie somewhere, and not the one that this service needs. */
function isOwned(words: readonly Word[], i: number): boolean {
  const near = words
    .slice(Math.max(0, i - 6), i + 9)
    .filter((word) => word.sentence === words[i]!.sentence);
  const said = near.map((word) => word.text).join(" ");
  return /\b(?:the user|user|browser|browser session|open project|workspace|this machine|host|stored|saved|any|all|every|seen|other)\b/.test(
    said,
  );
}

function passesMind(text: Text, i: number): Span | undefined {
  const { words } = text;
  const says = "asks for the conversation or the model's own instructions to be passed along";
  const deed = orderBefore(text, i, deeds, 12);
  if (deed < 0 || isRefused(words, i)) return undefined;
  const sink = text.carries ? i : sinkAfter(text, i, 14);
  if (sink < 0) return undefined;
  const between = words
    .slice(deed, Math.min(words.length, i + 12))
    .filter((word) => word.sentence === words[i]!.sentence);
  const said = between.map((word) => word.text).join(" ");
  const prompt =
    /\byour (?:\w+ ){0,2}(?:system (?:prompt|message)|chain of thought|list of your tools)|system prompt/.test(
      said,
    ) && / your /.test(` ${said} `);
  const everything = between.some((word) => has(word, "all"));
  const theirs =
    /\b(?:of the user|user has|the user wrote|you have seen|user said|including passwords|user)\b/.test(
      said,
    ) && /\b(?:word for word|verbatim|every|everything)\b/.test(said);
  return prompt || (everything && theirs) ? { says, from: deed, to: Math.max(i, sink) } : undefined;
}

function orderBefore({ words }: Text, i: number, mask: number, span: number): number {
  for (let j = i - 1; j >= Math.max(0, i - span) && words[j]!.sentence === words[i]!.sentence; j--)
    if (words[j]!.is & mask && isOrder(words, j)) return j;
  return -1;
}

/** `Do NOT read, open, or echo any .env file` */
const isRefused = (words: readonly Word[], i: number): boolean =>
  before(words, i, concept.not, 12) >= 0;

/** A verb that moves what was named, and where to: in this sentence or the next two. */
function moveAfter(text: Text, i: number): number {
  const { words } = text;
  const last = Math.min(words.length - 1, i + 26);
  for (let j = i + 1; j <= last && words[j]!.sentence <= words[i]!.sentence + 2; j++) {
    if (!(words[j]!.is & concept.move) || !isOrder(words, j) || isRefused(words, j)) continue;
    const sink = sinkAfter(text, j, 14);
    if (sink >= 0) return sink;
  }
  return -1;
}

/** A parameter, an address, or a name in quotes after `as`, `in` or `into`. */
function sinkAfter({ value, words }: Text, from: number, span: number): number {
  const last = Math.min(words.length - 1, from + span);
  for (let i = from + 1; i <= last && words[i]!.sentence === words[from]!.sentence; i++) {
    const word = words[i]!;
    if (has(word, "sink")) return i;
    const into = /^(?:as|in|into|to|no|im|dans|en)$/.test(words[i - 1]!.text);
    const mark =
      /["'`]/.test(value.slice(Math.max(0, word.start - 1), word.start + 1)) ||
      value[word.end] === "_";
    if (into && mark) return i;
  }
  return -1;
}

function addressAfter({ words }: Text, from: number): number {
  const last = Math.min(words.length - 1, from + 12);
  for (let i = from + 1; i <= last; i++) if (/^https?$/.test(words[i]!.text)) return i;
  return -1;
}
