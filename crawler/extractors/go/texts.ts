import { limits, type Run } from "./run.ts";
import { isComposite, pointed, sliceOf, textOf, unknown, type Value } from "./values.ts";

type TextFunction = (run: Run, values: Value[]) => Value;

/** A function of texts and numbers only; what is not known gives what is not known. */
function ofTexts(fold: (texts: string[], rest: Value[]) => Value, count: number): TextFunction {
  return (_run, values) => {
    const texts = values.slice(0, count).map((value) => textOf(value));
    const known = texts.filter((text) => text !== undefined);
    if (known.length < count) return unknown("a text that is not known");
    const result = fold(known, values.slice(count));
    return typeof result === "string" && result.length > limits.text
      ? unknown("a very long text")
      : result;
  };
}

const space = "\\s";

/** The functions of `strings` and `strconv` that folding needs. */
export const textNatives: [string, TextFunction][] = [
  ["strings.ToUpper", ofTexts(([text = ""]) => text.toUpperCase(), 1)],
  ["strings.ToLower", ofTexts(([text = ""]) => text.toLowerCase(), 1)],
  [
    "strings.Title",
    ofTexts(([text = ""]) => text.replace(/(?<![\w'])\w/g, (letter) => letter.toUpperCase()), 1),
  ],
  ["strings.TrimSpace", ofTexts(([text = ""]) => text.trim(), 1)],
  [
    "strings.TrimPrefix",
    ofTexts(([text = "", cut = ""]) => (text.startsWith(cut) ? text.slice(cut.length) : text), 2),
  ],
  [
    "strings.TrimSuffix",
    ofTexts(
      ([text = "", cut = ""]) =>
        cut !== "" && text.endsWith(cut) ? text.slice(0, -cut.length) : text,
      2,
    ),
  ],
  ["strings.Trim", ofTexts(([text = "", cut = ""]) => trimmed(text, cut, true, true), 2)],
  ["strings.TrimLeft", ofTexts(([text = "", cut = ""]) => trimmed(text, cut, true, false), 2)],
  ["strings.TrimRight", ofTexts(([text = "", cut = ""]) => trimmed(text, cut, false, true), 2)],
  ["strings.ReplaceAll", ofTexts(([text = "", from = "", to = ""]) => replaced(text, from, to), 3)],
  [
    "strings.Replace",
    ofTexts(
      ([text = "", from = "", to = ""], [count = -1]) =>
        count === 1 ? text.replace(from, () => to) : replaced(text, from, to),
      3,
    ),
  ],
  ["strings.Contains", ofTexts(([text = "", part = ""]) => text.includes(part), 2)],
  ["strings.HasPrefix", ofTexts(([text = "", part = ""]) => text.startsWith(part), 2)],
  ["strings.HasSuffix", ofTexts(([text = "", part = ""]) => text.endsWith(part), 2)],
  ["strings.EqualFold", ofTexts(([a = "", b = ""]) => a.toLowerCase() === b.toLowerCase(), 2)],
  ["strings.Index", ofTexts(([text = "", part = ""]) => text.indexOf(part), 2)],
  ["strings.LastIndex", ofTexts(([text = "", part = ""]) => text.lastIndexOf(part), 2)],
  [
    "strings.Fields",
    ofTexts(([text = ""]) => sliceOf(text.split(new RegExp(`${space}+`)).filter(Boolean)), 1),
  ],
  [
    "strings.Split",
    ofTexts(([text = "", by = ""]) => sliceOf(text.split(by).slice(0, limits.items)), 2),
  ],
  ["strings.Repeat", ofTexts(([text = ""], [count = 0]) => repeated(text, count), 1)],
  ["strings.Join", joined],
  [
    "strconv.Itoa",
    (_run, [of = null]) => (typeof of === "number" ? String(of) : unknown("a text")),
  ],
  ["strconv.Quote", ofTexts(([text = ""]) => JSON.stringify(text), 1)],
];

function trimmed(text: string, cut: string, left: boolean, right: boolean): string {
  const letters = new Set(cut);
  let [from, to] = [0, text.length];
  while (left && from < to && letters.has(text[from] ?? "")) from++;
  while (right && to > from && letters.has(text[to - 1] ?? "")) to--;
  return text.slice(from, to);
}

function replaced(text: string, from: string, to: string): Value {
  if (from === "") return text;
  const parts = text.split(from);
  return parts.length * to.length + text.length > limits.text
    ? unknown("a very long text")
    : parts.join(to);
}

function repeated(text: string, count: Value): Value {
  if (typeof count !== "number" || count < 0 || count * text.length > limits.text)
    return unknown("a text");
  return text.repeat(count);
}

function joined(_run: Run, [of = null, by = null]: Value[]): Value {
  const items = pointed(of);
  const between = textOf(by);
  if (
    !isComposite(items) ||
    items.kind !== "slice" ||
    items.open ||
    items.fewer ||
    between === undefined
  )
    return unknown("a text that is not known");
  const texts = items.items.map((item) => textOf(item));
  const result = texts.includes(undefined) ? undefined : texts.join(between);
  return result === undefined || result.length > limits.text
    ? unknown("a text that is not known")
    : result;
}
