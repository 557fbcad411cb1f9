import type { Check, Found, Text } from "./check.ts";
import { mark } from "./text/marks.ts";

/** Ranges of characters that draw nothing. */
const joiners =
  "\\u200b-\\u200d\\u2060-\\u2064\\u206a-\\u206f\\ufeff\\u180b-\\u180e\\u115f\\u1160\\u3164\\uffa0\\u2800\\u034f\\u17b4\\u17b5\\u00ad";
const selectors = "\\ufe00-\\ufe0f\\u{e0100}-\\u{e01ef}";
const tags = "\\u{e0000}-\\u{e007f}";

const tagRun = new RegExp(`[${tags}]+`, "gu");
const selectorRun = new RegExp(`[${selectors}]{2,}|[\\u{e0100}-\\u{e01ef}]`, "gu");
const joinerRun = new RegExp(`[${joiners}]{3,}`, "u");
const insideWord = new RegExp(
  `[a-zA-Z\\p{Script=Cyrillic}][${joiners}]+[a-zA-Z\\p{Script=Cyrillic}]`,
  "u",
);
const anyUnseen = new RegExp(`[${joiners}${tags}]`, "u");
const blackFlag = "\u{1f3f4}";

export default {
  id: "invisible",
  reason:
    "Characters that draw nothing reach the model and not the reader, so they can carry words, or split a word that a filter looks for.",
  nearMiss:
    "Joiners inside emoji and in scripts that need them, one selector after an emoji, and a byte order mark at the start.",
  needs: ({ marks }) => (marks & mark.unseen) !== 0,
  find: ({ texts }) => texts.flatMap((text) => findUnseen(text)),
} satisfies Check;

function findUnseen({ value, where, kind }: Text): Found[] {
  if (kind === "joined") return [];
  const found = hiddenTags(value) ?? hiddenBytes(value);
  if (found) return [{ ...found, where }];
  if (kind === "name" && anyUnseen.test(value))
    return [{ says: "has a name with characters that cannot be seen", quote: value, where }];
  const run = joinerRun.exec(value) ?? insideWord.exec(value);
  if (!run) return [];
  const from = Math.max(0, run.index - 20);
  return [
    {
      says:
        run[0].length > 6
          ? "holds a run of characters that cannot be seen"
          : "holds characters that cannot be seen",
      quote: value.slice(from, run.index + Math.min(run[0].length, 24) + 20),
      where,
    },
  ];
}

/** Tag characters spell ASCII; only the flags of regions use them, after a black flag. */
function hiddenTags(value: string): Omit<Found, "where"> | undefined {
  for (const run of value.matchAll(tagRun)) {
    if (value.slice(0, run.index).endsWith(blackFlag) && run[0].length <= 14) continue;
    const said = Array.from(run[0], (tag) =>
      String.fromCharCode((tag.codePointAt(0) ?? 0) - 0xe0000),
    )
      .join("")
      .replace(/[^ -~]/g, "")
      .slice(0, 80);
    return {
      says: `hides ${JSON.stringify(said)} in tag characters, which cannot be seen`,
      quote: value.slice(Math.max(0, run.index - 20), run.index + Math.min(40, run[0].length)),
    };
  }
  return undefined;
}

/** Variation selectors can stand for bytes; an honest one follows a character that has a variant, alone. */
function hiddenBytes(value: string): Omit<Found, "where"> | undefined {
  for (const run of value.matchAll(selectorRun)) {
    const base = value.slice(Math.max(0, run.index - 2), run.index);
    const ideograph = /\p{Script=Han}$/u.test(base);
    if (ideograph && Array.from(run[0]).length === 1) continue;
    if (Array.from(run[0]).length < 3 && !ideograph && /^[\ufe00-\ufe0f]+$/.test(run[0])) continue;
    return {
      says: "holds a run of variation selectors, which cannot be seen and can carry bytes",
      quote: value.slice(Math.max(0, run.index - 20), run.index + Math.min(40, run[0].length)),
    };
  }
  return undefined;
}
