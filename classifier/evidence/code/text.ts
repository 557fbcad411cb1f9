import type { Call, Place } from "../../../model.ts";

const maxLength = 60_000;
const maxCalls = 200;
const maxCall = 800;
const maxText = 200;
const maxQuote = 160;

type Argument = Call["arguments"][number];

/**
 * The calls of a handler's text in whatever language, in their order: what a syntax tree would tell better, for code that comes
 * without its repository. Never throws; the lines are those of the handler's place.
 */
export function readText(source: string, handler?: Place): Call[] {
  const text = withoutComments(source.slice(0, maxLength));
  const calls: Call[] = [];
  const pattern =
    /(?<callee>(?:\bnew\s+)?(?:\$|@)?[A-Za-z_][\w$]*(?:(?:\??\.|::|->|\(\)\.)[A-Za-z_][\w$]*)*!?)(?:<[\w, ]{1,40}>)?\s*(?<open>[(`])/g;
  let line = 1;
  let counted = 0;
  for (const match of text.matchAll(pattern)) {
    if (calls.length >= maxCalls) break;
    const callee = (match.groups?.["callee"] ?? "")
      .replace(/\s+/g, " ")
      .replace(/\?\.|::|->/g, ".")
      .replace(/^\$|!$/g, "");
    const open = match.index + match[0].length - 1;
    if (words.has(callee)) continue;
    for (
      let at = text.indexOf("\n", counted);
      at !== -1 && at < match.index;
      at = text.indexOf("\n", at + 1)
    ) {
      line += 1;
      counted = at + 1;
    }
    const inside = text.slice(open + 1, closing(text, open));
    calls.push({
      callee,
      arguments:
        match.groups?.["open"] === "`"
          ? [{ text: inside.slice(0, maxText) }]
          : split(inside).flatMap(readArgument),
      quote: quoteAt(source, match.index),
      at: { path: handler?.path ?? "", line: (handler?.line ?? 1) + line - 1 },
    });
  }
  return calls;
}

/** Keywords that stand before a bracket. */
const words = new Set(
  "if for while switch catch return function async await and or not in elif with def func fn match case when typeof instanceof sizeof lambda assert".split(
    " ",
  ),
);

/** The same text with comments blanked, so that offsets and lines stay. */
function withoutComments(text: string): string {
  const blank = (found: string): string => found.replace(/[^\n]/g, " ");
  return text.replace(
    /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|\/\*[^*]*(?:\*(?!\/)[^*]*)*\*\/|(?<![:\w])\/\/[^\n]*|(?<=^|[\s;])#(?![{!])[^\n]*/g,
    (found) => (found.startsWith("/") || found.startsWith("#") ? blank(found) : found),
  );
}

/** Offset of the bracket or backtick that ends what begins at `open`, or of where it is cut. */
function closing(text: string, open: number): number {
  const end = Math.min(text.length, open + maxCall);
  if (text[open] === "`") {
    const at = text.indexOf("`", open + 1);
    return at === -1 || at > end ? end : at;
  }
  let depth = 0;
  for (let at = open; at < end; at += 1) {
    const sign = text[at]!;
    if (sign === '"' || sign === "'" || sign === "`") at = endOfString(text, at, end);
    else if (sign === "(" || sign === "[" || sign === "{") depth += 1;
    else if (sign === ")" || sign === "]" || sign === "}") {
      depth -= 1;
      if (depth === 0) return at;
    }
  }
  return end;
}

function endOfString(text: string, open: number, end: number): number {
  const quote = text[open]!;
  const triple = text.startsWith(quote.repeat(3), open) ? quote.repeat(3) : quote;
  for (let at = open + triple.length; at < end; at += 1) {
    if (text[at] === "\\") at += 1;
    else if (text.startsWith(triple, at)) return at + triple.length - 1;
    else if (text[at] === "\n" && triple.length === 1 && quote !== "`") return open;
  }
  return end;
}

/** Parts between the outermost commas. */
function split(inside: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < inside.length; at += 1) {
    const sign = inside[at]!;
    if (sign === '"' || sign === "'" || sign === "`") at = endOfString(inside, at, inside.length);
    else if ("([{".includes(sign)) depth += 1;
    else if (")]}".includes(sign)) depth -= 1;
    else if (sign === "," && depth === 0) {
      parts.push(inside.slice(start, at));
      start = at + 1;
    }
  }
  parts.push(inside.slice(start));
  return parts.map((part) => part.trim()).filter((part) => part !== "");
}

/** An argument, or the properties of one that is an object. */
function readArgument(part: string): Argument[] {
  if (part.startsWith("{") && part.endsWith("}"))
    return split(part.slice(1, -1)).flatMap((property) => {
      const { name, value } =
        /^["']?(?<name>[\w-]+)["']?\s*:\s*(?<value>[\s\S]+)$/.exec(property)?.groups ?? {};
      return name === undefined || value === undefined ? [] : [{ name, text: readValue(value) }];
    });
  const { name, value } =
    /^(?<name>[A-Za-z_]\w*)\s*(?:=(?!=|>)|:(?!:))\s*(?<value>[\s\S]+)$/.exec(part)?.groups ?? {};
  return name === undefined || value === undefined
    ? [{ text: readValue(part) }]
    : [{ name, text: readValue(value) }];
}

/** A constant's text, with placeholders in braces; anything else in braces. */
function readValue(value: string): string {
  const given = value.trim();
  const quoted =
    /^(?:[rbfu$@]{0,2})(?:"""(?<long>[\s\S]*)"""|(?<quote>["'`])(?<short>[\s\S]*)\k<quote>)$/i.exec(
      given,
    )?.groups;
  const text = quoted?.["long"] ?? quoted?.["short"];
  if (text !== undefined) return text.replace(/\$\{([^{}]{0,60})\}/g, "{$1}").slice(0, maxText);
  if (/^(?:true|false|null|none|nil|-?\d[\d._]*)$/i.test(given)) return given;
  const list = /^\[(?<inside>[\s\S]*)\]$/.exec(given)?.groups?.["inside"];
  if (list !== undefined) return split(list).map(readValue).join(" ").slice(0, maxText);
  return `{${given.slice(0, 60).replace(/[{}]/g, "")}}`;
}

function quoteAt(source: string, at: number): string {
  const start = source.lastIndexOf("\n", at) + 1;
  const lineEnd = source.indexOf("\n", at);
  const end = lineEnd === -1 ? source.length : lineEnd;
  return source
    .slice(end - start > maxQuote ? at : start, end)
    .trim()
    .slice(0, maxQuote);
}
