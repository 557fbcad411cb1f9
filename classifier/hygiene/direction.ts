import type { Check } from "./check.ts";
import { mark } from "./text/marks.ts";

const control = /[\u202a-\u202e\u2066-\u2069]/;

export default {
  id: "direction",
  reason:
    "Controls of the writing direction show a reader another order of letters than the model gets.",
  nearMiss:
    "Arabic and Hebrew text, and the plain left-to-right and right-to-left marks that such text needs.",
  needs: ({ marks }) => (marks & mark.direction) !== 0,
  find: ({ texts }) =>
    texts.flatMap(({ value, where, kind }) => {
      const at = kind === "joined" ? -1 : value.search(control);
      if (at < 0) return [];
      return [
        {
          says: "holds controls that change the order in which its letters are shown",
          quote: value.slice(Math.max(0, at - 20), at + 60),
          where,
        },
      ];
    }),
} satisfies Check;
