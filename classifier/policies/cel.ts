/** A CEL string of printable ASCII; the text must be well formed: CEL has no half of a surrogate pair. */
export function celString(text: string): string {
  const escaped = text.replaceAll(/["\\]|[^\x20-\x7e]/gu, (character) => {
    if (character === '"' || character === "\\") return `\\${character}`;
    const point = character.codePointAt(0)!.toString(16);
    return point.length > 4 ? `\\U${point.padStart(8, "0")}` : `\\u${point.padStart(4, "0")}`;
  });
  return `"${escaped}"`;
}

/** A CEL double, as which the numbers of JSON come. */
export function celDouble(number: number): string {
  const text = String(number);
  return /[.e]/.test(text) ? text : `${text}.0`;
}
