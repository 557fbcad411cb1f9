import type { Check } from "./check.ts";
import { mark } from "./text/marks.ts";

const lines = 40;
const blanks = 400;

export default {
  id: "out-of-sight",
  reason:
    "Text behind many blank lines or blanks is read by the model and lies outside the window in which a person looks at it.",
  nearMiss: "Paragraphs, indented examples and tables, whose gaps are short.",
  needs: ({ marks }) => (marks & mark.gap) !== 0,
  find: ({ texts }) =>
    texts.flatMap(({ value, where, kind }) => {
      const gap = kind === "joined" ? undefined : findGap(value);
      return gap === undefined
        ? []
        : [
            {
              says: "keeps text out of sight behind a long gap",
              quote: `${value.slice(Math.max(0, gap.start - 40), gap.start)} … ${value.slice(gap.end, gap.end + 160)}`,
              where,
            },
          ];
    }),
} satisfies Check;

const blank = /[\s\u00a0]/;

/** A long run of white space with text after it. */
function findGap(value: string): { start: number; end: number } | undefined {
  let start = -1;
  let breaks = 0;
  for (let i = 0; i < value.length; i++) {
    const code = value.charCodeAt(i);
    if (
      code === 32 ||
      code === 10 ||
      code === 9 ||
      code === 13 ||
      (code > 127 && blank.test(value[i]!))
    ) {
      if (start < 0) [start, breaks] = [i, 0];
      if (code === 10) breaks += 1;
      continue;
    }
    if (start >= 0 && (breaks >= lines || i - start >= blanks)) return { start, end: i };
    start = -1;
  }
  return undefined;
}
