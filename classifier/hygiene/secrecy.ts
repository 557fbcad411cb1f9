import type { Check, Text } from "./check.ts";
import { needing } from "./text/needs.ts";
import { isTalk, quoteWords } from "./text/judge.ts";
import { concept } from "./text/concepts.ts";
import { after, before, has, isOrder } from "./text/passages.ts";
import type { Word } from "./text/prose.ts";

export default {
  id: "secrecy",
  reason:
    "An order to keep a step from the user has no honest use: who runs a tool may know what it does.",
  nearMiss:
    "Advice on how to answer (`do not show raw ids`), quiet modes of a service (`sends silently`), and secrets that must not be shown.",
  needs: needing({
    anywhere: [
      ["tell", "not", "this", "audience"],
      ["covert", "gather"],
      ["covert", "move"],
      ["know", "not", "audience"],
      ["without", "audience"],
      ["keep", "this", "audience"],
      ["keep", "this", "answer"],
    ],
    sentence: [
      ["tell", "not", "this"],
      ["covert", "gather"],
      ["covert", "move"],
      ["know", "not", "audience"],
      ["without", "audience"],
      ["without", "tell"],
      ["keep", "audience"],
      ["keep", "answer"],
    ],
  }),
  find: ({ texts }) =>
    texts.flatMap((text) => {
      const span = findSecrecy(text);
      return span && !isTalk(text, span[0], span[1])
        ? [
            {
              says: "tells the model to hide something from the user",
              quote: quoteWords(text, span[0], span[1]),
              where: text.where,
            },
          ]
        : [];
    }),
} satisfies Check;

type Span = [number, number];

const openings = concept.tell | concept.covert | concept.without | concept.keep | concept.know;

function findSecrecy({ words }: Text): Span | undefined {
  for (let i = 0; i < words.length; i++) {
    if ((words[i]!.is & openings) === 0) continue;
    const span =
      (has(words[i], "tell") && notTold(words, i)) ||
      (has(words[i], "covert") && doneCovertly(words, i)) ||
      (has(words[i], "without") && withoutTelling(words, i)) ||
      (has(words[i], "keep") && keptBack(words, i)) ||
      (has(words[i], "know") && notKnown(words, i));
    if (span) return span;
  }
  return undefined;
}

/** `Do not mention this step`, `never tell the user about it`, `no need to bother the person with that` */
function notTold(words: readonly Word[], i: number): Span | undefined {
  const not = negation(words, i);
  if (not < 0) return undefined;
  const later = after(words, i, concept.this, 8);
  const thing =
    later < 0 && foreign.test(words[i]!.text) ? before(words, i, concept.this, 8) : later;
  if (thing < 0) return undefined;
  const who = after(words, i, concept.audience, 10);
  const early = who >= 0 ? who : before(words, i, concept.audience, 3);
  const strict = /^(?:mention|reveal|divulge|disclose|acknowledge)/.test(words[i]!.text);
  if (early < 0 && !(strict && /^(?:this|that|it|these|what)$/.test(words[i + 1]?.text ?? "")))
    return undefined;
  if (isAdvice(words, i)) return undefined;
  return [not, Math.max(thing, early, i)];
}

const foreign = /^(?:sage?|erwähne|verrate|informiere|zeige|vertel|vermeld)$|[\u0250-\uffff]/;

/** In most languages before the verb; after it in German, Dutch, Korean and Japanese. */
function negation(words: readonly Word[], i: number): number {
  const earlier = before(words, i, concept.not, 4);
  if (earlier >= 0) return earlier;
  return foreign.test(words[i]!.text) ? after(words, i, concept.not, 6) : -1;
}

/** `Do not tell the user to …`, `… that it worked before it did`: how to answer, and nothing that is kept back. */
function isAdvice(words: readonly Word[], i: number): boolean {
  const next = words.slice(i + 1, i + 7).filter((word) => word.sentence === words[i]!.sentence);
  const said = next.map((word) => word.text).join(" ");
  return /^(?:(?:the |your )?(?:user|users|them|customer|people) to\b|(?:(?:the |your )?(?:user|users|them|customer|people) )?(?:that\b(?! (?:you|this|the tool|it (?:was|is) (?:also|sent)))|when\b|if\b|until\b|unless\b|before\b|how\b))/.test(
    said,
  );
}

const deeds = concept.gather | concept.move;
const plainly = /^(?:silently|quietly|invisibly|unobtrusively)$/;
const common = /^(?:send|post|run|add|open|load|write|search|fetch|report|fill|provide|retrieve)$/;

/** `secretly copy …`; `silently send` is also what messengers call a message without a sound. */
function doneCovertly(words: readonly Word[], i: number): Span | undefined {
  const next = /^(?:also|then)$/.test(words[i + 1]?.text ?? "") ? 2 : 1;
  const later = after(words, i, deeds, next);
  const deed = later >= 0 ? later : before(words, i, deeds, 3);
  if (deed < 0 || before(words, i, concept.not, 4) >= 0) return undefined;
  if (deed > i ? !isOrder(words, i) : !isOrder(words, deed)) return undefined;
  const open = plainly.test(words[i]!.text) && common.test(words[deed]!.text);
  const about = concept.vault | concept.keys | concept.mind;
  if (open && after(words, Math.max(i, deed), about, 10) < 0) return undefined;
  return [Math.min(i, deed), Math.max(i, deed)];
}

/** `without letting the user notice`, `without telling the user` */
function withoutTelling(words: readonly Word[], i: number): Span | undefined {
  const said = words
    .slice(i + 1, i + 8)
    .filter((word) => word.sentence === words[i]!.sentence)
    .map((word) => word.text)
    .join(" ");
  return /^(?:telling|informing|mentioning|letting|alerting|disclosing|revealing)\b.*\b(?:user|human|person|them|this|it|anyone)\b|^(?:the )?(?:user|human|person|anyone|anybody)\b.*\b(?:know|knowing|noticing|notice|seeing|aware|awareness|knowledge)\b/.test(
    said,
  )
    ? [i, Math.min(words.length - 1, i + 5)]
    : undefined;
}

/** `keep this from the user`, `hide it from them`, `leave that out of your summary`, `keep it between us` */
function keptBack(words: readonly Word[], i: number): Span | undefined {
  if (before(words, i, concept.not, 3) >= 0 && !/^(?:leave|omit|exclude)$/.test(words[i]!.text))
    return undefined;
  if (!isOrder(words, i)) return undefined;
  const said = words
    .slice(i + 1, i + 12)
    .filter((word) => word.sentence === words[i]!.sentence)
    .map((word) => word.text)
    .join(" ");
  const hidden =
    /^(?:keep|hide|conceal|withhold)$/.test(words[i]!.text) &&
    /^(?:this|that|it|these|them|the (?:following|above|call|step|request|fact|upload|transfer|action|existence))\b.*\b(?:from the (?:user|human|person|customer)|from (?:them|him|her|everyone|anyone)|between us|to yourself|secret from)\b/.test(
      said,
    );
  const left =
    /^(?:leave|omit|exclude)$/.test(words[i]!.text) &&
    /^(?:this|that|it|these|the (?:step|call|request|upload|action))\b.*\b(?:out of|from) (?:your|the) (?:final |own )?(?:summary|answer|reply|response|report|explanation|message)/.test(
      said,
    );
  return hidden || left ? [i, Math.min(words.length - 1, i + 8)] : undefined;
}

/** `the user must not know about this`, `nobody sees it` */
function notKnown(words: readonly Word[], i: number): Span | undefined {
  const who = before(words, i, concept.audience, 7);
  if (who < 0) return undefined;
  const nobody = words[who]!.text === "nobody";
  if (!nobody && before(words, i, concept.not, 4) < who) return undefined;
  const next = words[i + 1];
  const ends = !next || next.sentence !== words[i]!.sentence;
  if (!ends && !/^(?:about|of|this|that|it)$/.test(next.text)) return undefined;
  if (/^(?:if|when|because|since)$/.test(words[who - 2]?.text ?? "")) return undefined;
  return [who, ends ? i : i + 1];
}
