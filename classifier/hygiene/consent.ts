import type { Check, Text } from "./check.ts";
import { needing } from "./text/needs.ts";
import { isTalk, quoteWords } from "./text/judge.ts";
import { concept } from "./text/concepts.ts";
import { passages } from "./text/passages.ts";

export default {
  id: "consent",
  reason:
    "Consent is the user's to give; a definition that claims it, or tells the model to approve calls itself, takes the person out of the loop.",
  nearMiss:
    "A parameter that skips a prompt of the service, and tools that run without a question of their own.",
  needs: needing({
    anywhere: [
      ["agree", "all"],
      ["agree", "not", "audience"],
      ["agree", "you"],
    ],
    sentence: [["agree", "assent"]],
  }),
  find: ({ texts }) =>
    texts.flatMap((text) => {
      const span = findClaim(text);
      return span && !isTalk(text, span[0], span[1])
        ? [
            {
              says: "claims the user's consent, or tells the model to do without it",
              quote: quoteWords(text, span[0], span[1]),
              where: text.where,
            },
          ]
        : [];
    }),
} satisfies Check;

const given =
  /\b(?:user|owner|human|customer|operator|they)\b (?:has |have )?already (?:\w+ )?(?:agreed|approved|consented|authori[sz]ed|accepted|confirmed|granted)\b.*\b(?:all|every|any|everything|everyone)\b/;
const bypassed =
  /\b(?:skip|bypass|suppress|dismiss|auto approve|disable) (?:any|all|every|the client|the host|the user) (?:\w+ ){0,2}(?:confirmations?|approvals?|consent|permission)\b|\bapprove (?:tool|all|the|any|every) ?(?:tool )?(?:calls?|requests?|actions?) (?:yourself|on behalf|automatically for the user)\b|\b(?:do not|don't|never) ask (?:the )?(?:user|human) for (?:permission|consent|approval)\b.*\b(?:read|send|delete|execute|upload|forward|transfer)\b/;

const refused =
  /\b(?:not|never|don't|cannot|can't) (?:\w+ )?(?:skip|bypass|suppress|dismiss|disable|approve)\b/;

function findClaim({ words }: Text): [number, number] | undefined {
  for (const { from, to, is, said } of passages(words)) {
    if ((is & concept.agree) === 0) continue;
    const claim = given.exec(said()) ?? (refused.test(said()) ? null : bypassed.exec(said()));
    if (!claim || conditional.test(said())) continue;
    const at = from + said().slice(0, claim.index).split(" ").length - 1;
    return [Math.min(at, to), to];
  }
  return undefined;
}

const conditional = /\b(?:if|whether|unless|only|returns?)\b/;
