import type { Check, Found, Text } from "./check.ts";
import { mark } from "./text/marks.ts";
import { asLatin, isAllLatin, withoutUnseen } from "./text/characters.ts";

const latin = /\p{Script=Latin}/u;
const foreignLetters =
  /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\u0250-\u02af\u0131]/u;
const forms = /[\uff01-\uff5e\u{1d400}-\u{1d7ff}\u2460-\u24ff]/u;

export default {
  id: "look-alike",
  reason:
    "A name in letters that only look Latin is another name for a program and the same for a reader, so it can pose as a tool that is trusted.",
  nearMiss: "Names that are wholly in another script, and units such as µ or Ω.",
  needs: ({ marks }) => (marks & mark.letters) !== 0,
  find: ({ texts }) => texts.flatMap((text) => (text.kind === "name" ? findMixture(text) : [])),
} satisfies Check;

function findMixture({ value, where }: Text): Found[] {
  const name = withoutUnseen(value);
  const mixed = name
    .split(/[^\p{L}\p{N}]+/u)
    .some((word) => latin.test(word) && foreignLetters.test(word) && !/^(?:µ|μ|Ω)/u.test(word));
  const disguised =
    foreignLetters.test(name) && !/^[µμΩ]$/u.test(name) && isAllLatin(name) && /[a-z_]/i.test(name);
  if (!mixed && !disguised && !forms.test(name)) return [];
  return [
    {
      says: `has a name that looks like ${JSON.stringify(asLatin(name.normalize("NFKC")).slice(0, 100))} and is written with other letters`,
      quote: value,
      where,
    },
  ];
}
