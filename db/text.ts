/** Told how many characters were replaced; not called for none. */
export type OnReplaced = (count: number) => void;

/**
 * Puts U+FFFD in place of what PostgreSQL cannot hold, NUL and halves of surrogate pairs, and of what PGlite drops when it
 * reads, a byte order mark at the start: two names that differ in it would be read as one.
 */
export function cleanText(text: string, onReplaced?: OnReplaced): string {
  if (!text.includes("\0") && text.isWellFormed() && !text.startsWith("\u{feff}")) {
    return text;
  }
  const clean = text.replaceAll(/\0|^\u{feff}/gu, "\u{fffd}").toWellFormed();
  onReplaced?.(countNew(text, clean));
  return clean;
}

/** The same for every text and key inside a JSON value; where two keys become equal, the later one stays. */
export function cleanJson<T>(value: T, onReplaced?: OnReplaced): T {
  const json = JSON.stringify(value);
  // Escapes are the only form in which these characters leave JSON.stringify.
  if (!/\\u(?:0000|d[89a-f])/.test(json)) {
    return value;
  }
  let count = 0;
  const clean = json.replaceAll(/\\(?:u(?:0000|d[89a-f]..)|[^])/g, (escape) => {
    if (!/^\\u(?:0000|d)/.test(escape)) {
      return escape;
    }
    count += 1;
    return "\u{fffd}";
  });
  if (count > 0) {
    onReplaced?.(count);
  }
  return JSON.parse(clean) as T;
}

/** The same for every column of a row. */
export function cleanRow<T extends Record<string, unknown>>(row: T): T {
  return Object.fromEntries(
    Object.entries(row).map(([column, value]) => {
      if (typeof value === "string") {
        return [column, cleanText(value)];
      }
      const isJson = typeof value === "object" && value !== null && !(value instanceof Date);
      return [column, isJson ? cleanJson(value) : value];
    }),
  ) as T;
}

function countNew(before: string, after: string): number {
  let count = 0;
  for (let index = 0; index < before.length; index += 1) {
    count += before[index] === after[index] ? 0 : 1;
  }
  return count;
}
