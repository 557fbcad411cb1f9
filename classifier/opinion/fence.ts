import { createHash } from "node:crypto";

/**
 * Crawled text as a model gets it: without characters that can't be seen, which could hide orders or forge a quote, and with
 * the marks broken that chat templates of local models take for the start of a message. Line ends and tabs stay.
 */
export function visibleText(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/\r\n?/g, "\n")
    .replaceAll(/(?![\n\t])(?:\p{Cc}|\p{Cf}|\p{DI}|\p{Co}|\p{Zl}|\p{Zp})/gu, "")
    .replaceAll("<|", "< |")
    .replaceAll("|>", "| >");
}

/**
 * A word that none of these texts holds: drawn from all of them, so the same texts get the same one, and whoever writes one
 * of them can't write it down.
 */
export function fenceOf(texts: readonly string[]): string {
  for (let attempt = 0; ; attempt += 1) {
    const hash = createHash("sha256").update(String(attempt));
    for (const text of texts) hash.update("\0").update(text);
    const word = hash.digest("hex").slice(0, 24);
    if (!texts.some((text) => text.includes(word))) return word;
  }
}

/** A text between two lines that it can't forge. */
export function fenced(word: string, id: string, text: string): string {
  return `<<<${word} ${id}\n${text}\n${word} ${id}>>>`;
}
