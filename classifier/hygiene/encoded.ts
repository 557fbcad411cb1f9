import type { Check } from "./check.ts";
import { concept } from "./text/concepts.ts";
import { mark } from "./text/marks.ts";
import { decodings } from "./text/decode.ts";

export default {
  id: "encoded",
  reason:
    "A model decodes what a reader passes over; an order or a command in another encoding is meant for one of them only.",
  nearMiss:
    "Samples of encoded data, identifiers, hashes, image data and tokens whose content orders nothing.",
  needs: ({ concepts: is, marks }) => (marks & mark.code) !== 0 || (is & concept.turned) !== 0,
  find: ({ texts, judge }) =>
    texts.flatMap(({ value, where, kind }) => {
      if (kind === "joined") return [];
      for (const { as, from, text } of decodings(value)) {
        const wrong = judge(text);
        if (wrong !== undefined)
          return [
            {
              says: `holds text as ${as} that ${wrong}: ${JSON.stringify(text.slice(0, 80))}`,
              quote: from.slice(0, 160),
              where,
            },
          ];
      }
      return [];
    }),
} satisfies Check;
