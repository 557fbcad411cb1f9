/** A part of a text that reads as text again once it is decoded. */
export interface Decoding {
  /** How it was encoded: `base64`. */
  as: string;
  /** As it stands in the text. */
  from: string;
  text: string;
}

const most = 40;
const deepest = 3;
const longest = 20_000;

/** What the parts of a text decode to, those in several turns too; bounded in number, depth and length. */
export function decodings(text: string, depth = 0): Decoding[] {
  const found: Decoding[] = [];
  for (const { as, sign, pattern, decode } of encodings) {
    if (!text.includes(sign)) continue;
    let count = 0;
    for (const match of text.matchAll(pattern)) {
      count += 1;
      if (count > most) break;
      const decoded = decode(match[0].slice(0, longest));
      if (decoded === undefined || !isText(decoded)) continue;
      found.push({ as, from: match[0], text: decoded });
      if (depth < deepest)
        for (const inner of decodings(decoded, depth + 1))
          found.push({ as: `${as} of ${inner.as}`, from: match[0], text: inner.text });
    }
  }
  return depth > 0 ? found : [...found, ...turned(text.slice(0, longest))];
}

const encodings: readonly {
  as: string;
  /** Without it there is none. */
  sign: string;
  pattern: RegExp;
  decode(text: string): string | undefined;
}[] = [
  {
    as: "base64",
    sign: "",
    pattern: /(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{20,}={0,2}/g,
    decode: (text) => Buffer.from(text, "base64").toString("utf8"),
  },
  {
    as: "hexadecimal",
    sign: "",
    pattern: /(?:0x)?(?:[0-9a-fA-F]{2}[ :]?){12,}/g,
    decode: (text) => Buffer.from(text.replace(/^0x|[ :]/g, ""), "hex").toString("utf8"),
  },
  {
    as: "percent escapes",
    sign: "%",
    pattern: /(?:%[0-9a-fA-F]{2}[ +]?){5,}(?:[\w.~ -]{0,200}%[0-9a-fA-F]{2}){0,100}/g,
    decode: (text) =>
      Buffer.from(
        text.replace(/%([0-9a-fA-F]{2})/g, (_, hex: string) =>
          String.fromCharCode(Number.parseInt(hex, 16)),
        ),
        "latin1",
      ).toString("utf8"),
  },
  {
    as: "escapes",
    sign: "\\",
    pattern: /(?:\\u[0-9a-fA-F]{4}|\\x[0-9a-fA-F]{2}| ){5,}/g,
    decode: (text) =>
      text.replace(/\\[ux]([0-9a-fA-F]{2,4})/g, (_, hex: string) =>
        String.fromCharCode(Number.parseInt(hex, 16)),
      ),
  },
  {
    as: "character references",
    sign: "&#",
    pattern: /(?:&#x?[0-9a-fA-F]{2,5}; ?){5,}/g,
    decode: (text) =>
      text.replace(/&#(x?)([0-9a-fA-F]{2,5});/g, (_, x: string, digits: string) =>
        String.fromCharCode(Number.parseInt(digits, x === "" ? 10 : 16)),
      ),
  },
];

/** The whole text read backwards, and with its letters turned by 13. */
function turned(text: string): Decoding[] {
  const found: Decoding[] = [];
  if (/backward|reverse|erongi|snoitcurtsni/i.test(text))
    found.push({
      as: "reversed letters",
      from: text,
      text: Array.from(text).toReversed().join(""),
    });
  if (/rot.?13|vtaber|vafgehpgvbaf|sbetrg/i.test(text))
    found.push({ as: "rot13", from: text, text: text.replace(/[a-z]/gi, turnLetter) });
  return found;
}

function turnLetter(letter: string): string {
  const base = letter <= "Z" ? 65 : 97;
  return String.fromCharCode(((letter.charCodeAt(0) - base + 13) % 26) + base);
}

/** Nearly all of it can be printed, and some of it is words or code. */
function isText(text: string): boolean {
  if (text.length < 10) return false;
  const strange = text.match(/[^\t\n\r -~\u00a0-\ud7ff\ue000-\ufffc]/g)?.length ?? 0;
  return strange === 0 && /[a-z]{3}|[\u0250-\uffff]{3}/i.test(text);
}
