import { parse as parseToml } from "smol-toml";
import { parse as parseYaml } from "yaml";
import { type Language, printJson } from "./format.ts";
import { printToml, printYaml } from "./print.ts";

/** Keeps a key that is called `__proto__`. Throws an error that says where the text is no JSON. */
export function parseJson(text: string): unknown {
  return JSON.parse(text);
}

/** The same with comments and commas at the end, as editors and some clients take their settings. */
export function parseJsonc(text: string): unknown {
  const kept = (_whole: string, string: string | undefined) => string ?? "";
  return parseJson(
    text
      .replace(/^\uFEFF/, "")
      .replaceAll(/("(?:[^"\\]|\\.)*")|\/\/[^\n]*|\/\*[^]*?\*\//g, kept)
      .replaceAll(/("(?:[^"\\]|\\.)*")|,(?=\s*[}\]])/g, kept),
  );
}

const parsers = { json: parseJson, toml: parseToml, yaml: parseYaml } satisfies Partial<
  Record<Language, (text: string) => unknown>
>;
const printers = { json: printJson, toml: printToml, yaml: printYaml };

/** A snippet put into a file that the reader has, as `extent: keys` and `goesFirst` say: lists grow, entries of the same name are replaced; text of other languages follows what is there. Of comments those at the beginning are kept. */
export function mergePolicies(
  language: Language,
  base: string,
  snippet: string,
  goesFirst = false,
): string {
  if (language === "cedar" || language === "shell") return `${base}${snippet}`;
  const parse = parsers[language];
  const heading = language === "json" ? "" : (/^(?:#[^\n]*\n)*/.exec(base)?.[0] ?? "");
  return `${heading}${printers[language](merge(parse(base), parse(snippet), goesFirst))}`;
}

function merge(base: unknown, more: unknown, goesFirst: boolean): unknown {
  if (Array.isArray(base) && Array.isArray(more)) {
    const grown = more.reduce<unknown[]>((list, item) => grow(list, item, goesFirst), base);
    return goesFirst ? [...grown.slice(base.length), ...grown.slice(0, base.length)] : grown;
  }
  if (!isRecord(base) || !isRecord(more)) return more;
  const whole = new Map(Object.entries(base));
  for (const [key, value] of Object.entries(more)) {
    const merged = whole.has(key) ? merge(whole.get(key), value, goesFirst) : value;
    // What comes later may win, so what is replaced moves to the end.
    whole.delete(key);
    whole.set(key, merged);
  }
  return Object.fromEntries(whole);
}

/** An entry with the name of one that is there takes its place; a word that is there is not repeated. */
function grow(list: unknown[], item: unknown, goesFirst: boolean): unknown[] {
  if (!isRecord(item)) return list.includes(item) ? list : [...list, item];
  const name = item["name"];
  const at = list.findIndex(
    (each) => name !== undefined && isRecord(each) && each["name"] === name,
  );
  return at === -1 ? [...list, item] : list.with(at, merge(list[at], item, goesFirst));
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
