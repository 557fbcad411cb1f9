import type { Check } from "./check.ts";
import { mark } from "./text/marks.ts";

const link = /!?\[[^\]\n]{0,100}\]\(\s{0,9}(https?:\/\/[^)\n]{1,400})\)/gi;
const slot = /[{<[]{1,2}\s*([^}>\]\n]{2,80}?)\s*[}>\]]{1,2}/;
const theirs =
  /\b(?:user|chat|conversation|message|secret|token|password|key|history|prompt|data|summary|context|email|result|answer|response|reply|cookie|session)s?\b/i;

export default {
  id: "leaking-link",
  reason:
    "A picture or a link whose address has a place for the conversation sends it out as soon as the answer is shown.",
  nearMiss: "Links to documentation, and the path parameters of a service's own addresses.",
  needs: ({ marks }) => (marks & mark.link) !== 0,
  find: ({ texts }) =>
    texts.flatMap(({ value, where, kind }) => {
      if (kind === "joined") return [];
      for (const match of [...value.matchAll(link)].slice(0, 100)) {
        const place = slot.exec(match[1] ?? "");
        const named = place?.[1] ?? "";
        if (place && theirs.test(named) && isOut(value, match))
          return [
            {
              says: "has a picture or a link whose address carries data of the conversation",
              quote: match[0],
              where,
            },
          ];
      }
      return [];
    }),
} satisfies Check;

/** A picture, or a link that the answer is told to hold; the place is in the query. */
function isOut(value: string, match: RegExpExecArray | RegExpMatchArray): boolean {
  const at = match.index ?? 0;
  const picture = match[0].startsWith("!");
  const told =
    /\b(?:add|end|append|include|insert|always|put|render|show|embed|reply|answer)\b/i.test(
      value.slice(Math.max(0, at - 100), at),
    );
  return (match[0].includes("?") && (picture || told)) || (picture && told);
}
