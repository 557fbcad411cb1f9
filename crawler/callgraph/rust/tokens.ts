const maxText = 4000;
const maxParts = 40;

/** The arguments of a macro or a call, as written between its brackets: split at the commas that stand in no bracket or text. */
export function splitArguments(inside: string): string[] {
  const text = inside.slice(0, maxText);
  const masked = masking(text);
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at < masked.length && parts.length < maxParts; at += 1) {
    const char = masked[at] ?? "";
    if ("([{".includes(char)) depth += 1;
    else if (")]}".includes(char)) depth -= 1;
    else if (char === "," && depth === 0) {
      parts.push(text.slice(from, at).trim());
      from = at + 1;
    }
  }
  const last = text.slice(from).trim();
  return last === "" ? parts : [...parts, last];
}

/** A text of the same length in which what stands in quotation marks is blank. */
export function masking(text: string): string {
  return text.replace(/\b[bc]?r(#{0,4})"[\s\S]*?"\1|"(?:[^"\\]|\\[\s\S])*"|\/\/[^\n]*/g, (whole) =>
    `"${" ".repeat(Math.max(0, whole.length - 2))}"`.slice(0, whole.length),
  );
}

export interface TokenCall {
  callee: string;
  arguments: string[];
  /** Offset in the text. */
  start: number;
  end: number;
}

/** The calls with a path or a receiver that stand in a macro's tokens, which have no syntax of their own. */
export function callsIn(text: string): TokenCall[] {
  const masked = masking(text.slice(0, 20_000));
  const found: TokenCall[] = [];
  const calls =
    /(?<![\p{L}\p{N}_.:])(?<callee>[\p{L}_][\p{L}\p{N}_]*(?:(?:\.|::)[\p{L}_][\p{L}\p{N}_]*){1,8})\(/gu;
  for (const match of masked.matchAll(calls)) {
    if (found.length >= maxParts) break;
    const open = match.index + match[0].length;
    const end = closing(masked, open);
    found.push({
      callee: (match.groups?.["callee"] ?? "").replaceAll("::", "."),
      arguments: splitArguments(text.slice(open, end)),
      start: match.index,
      end: end + 1,
    });
  }
  return found;
}

/** Where the bracket that is open at an offset closes. */
function closing(masked: string, from: number): number {
  let depth = 1;
  const limit = Math.min(masked.length, from + maxText);
  for (let at = from; at < limit; at += 1) {
    const char = masked[at] ?? "";
    if ("([{".includes(char)) depth += 1;
    else if (")]}".includes(char)) depth -= 1;
    if (depth === 0) return at;
  }
  return limit;
}
