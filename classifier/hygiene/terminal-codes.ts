import type { Check } from "./check.ts";
import { mark } from "./text/marks.ts";

/* oxlint-disable-next-line no-control-regex -- these characters are what is looked for */
const codes = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u0080-\u009f]/;

export default {
  id: "terminal-codes",
  reason:
    "Control codes can wipe, colour or move what a terminal shows, so that a reader sees other text than the model.",
  nearMiss: "Tabs and line ends, and text that explains such codes with a backslash.",
  needs: ({ marks }) => (marks & mark.control) !== 0,
  find: ({ texts }) =>
    texts.flatMap(({ value, where, kind }) => {
      const at = kind === "joined" ? -1 : value.search(codes);
      if (at < 0) return [];
      const escape = value.slice(at, at + 2) === "\u001b[";
      return [
        {
          says: escape
            ? "holds codes that change what a terminal shows"
            : "holds control characters, which cannot be seen",
          quote: value.slice(Math.max(0, at - 20), at + 60),
          where,
        },
      ];
    }),
} satisfies Check;
