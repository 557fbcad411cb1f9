import { lineStarts } from "../extractors/typescript/parse.ts";
import { languages } from "./index.ts";
import type { CodeFile, CodeFunction, CodeLanguage } from "./language.ts";

/** A file of a snapshot, parsed. */
export interface Loaded extends CodeFile {
  path: string;
  text: string;
  /** Offsets at which its lines start. */
  starts: readonly number[];
  language: CodeLanguage;
  /** Its functions by name. */
  named: ReadonlyMap<string, readonly CodeFunction[]>;
  /** The function that each of its functions stands in. */
  parents: ReadonlyMap<CodeFunction, CodeFunction | undefined>;
  /** The types that own a function or a field. */
  owners: ReadonlySet<string | undefined>;
  /** What names in the texts of this file mean in others, as far as it was asked for; undefined for what isn't constant there. */
  constants: Map<string, string | undefined>;
}

/** A function with its file. */
export interface Found {
  file: Loaded;
  fn: CodeFunction;
}

/** The code of a snapshot, each file parsed when something in it is first asked for. */
export interface Code {
  files: ReadonlyMap<string, string>;
  load(path: string): Promise<Loaded | undefined>;
  /** Paths of a language's files that may define a function of this name, the nearest to a file first, at most so many. */
  defining(from: Loaded, name: string): string[];
  /** Of the files of a package those that may define a name, where packages are folders; else all of them. */
  among(from: Loaded, paths: readonly string[], name: string): readonly string[];
}

const maxFiles = 1500;
const maxCharacters = 60_000_000;
const maxDefining = 12;

/** Types that say nothing of what a name stands for. */
const anything = new Set([
  "Any",
  "typing.Any",
  "any",
  "unknown",
  "object",
  "Object",
  "dynamic",
  "mixed",
]);

/** The names whose type says something. */
function telling(types: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const isVague = [...types.values()].some((type) => anything.has(type));
  return isVague ? new Map([...types].filter(([, type]) => !anything.has(type))) : types;
}

export function openCode(files: ReadonlyMap<string, string>): Code {
  const loaded = new Map<string, Promise<Loaded | undefined>>();
  const byName = new Map<CodeLanguage, Map<string, string[]>>();
  let characters = 0;

  async function parse(path: string): Promise<Loaded | undefined> {
    const language = languages.find((one) => one.reads(path));
    const text = files.get(path);
    if (language === undefined || text === undefined || loaded.size > maxFiles) return undefined;
    characters += text.length;
    if (characters > maxCharacters) return undefined;
    const parsed = await language.parse(path, text);
    if (parsed === undefined) return undefined;
    const code = {
      ...parsed,
      types: telling(parsed.types),
      functions: parsed.functions.map((fn) => ({ ...fn, types: telling(fn.types) })),
    };
    return {
      ...code,
      path,
      text,
      starts: lineStarts(text),
      language,
      named: Map.groupBy(code.functions, ({ name }) => name),
      parents: parentsOf(code.functions),
      owners: new Set([
        ...code.functions.map(({ owner }) => owner),
        ...[...code.types.keys()].map((key) => key.slice(0, Math.max(0, key.lastIndexOf(".")))),
      ]),
      constants: new Map(),
    };
  }

  function indexOf(language: CodeLanguage): Map<string, string[]> {
    const index = byName.get(language) ?? indexNames(language, files);
    byName.set(language, index);
    return index;
  }

  return {
    files,
    load(path) {
      const known = loaded.get(path) ?? parse(path);
      loaded.set(path, known);
      return known;
    },
    among({ language }, paths, name) {
      if (language.shares === "none") return paths;
      const named = new Set(indexOf(language).get(name));
      return paths.filter((path) => named.has(path));
    },
    defining({ path, language }, name) {
      const paths = indexOf(language).get(name) ?? [];
      return paths.toSorted((a, b) => nearness(b, path) - nearness(a, path)).slice(0, maxDefining);
    },
  };
}

function parentsOf(functions: readonly CodeFunction[]): Loaded["parents"] {
  const parents = new Map<CodeFunction, CodeFunction | undefined>();
  const open: CodeFunction[] = [];
  for (const fn of functions) {
    while (open.length > 0 && open.at(-1)!.end < fn.end) open.pop();
    parents.set(fn, open.at(-1));
    open.push(fn);
  }
  return parents;
}

/** The functions around a place, innermost first. */
export function functionsAround(
  { functions, parents }: Loaded,
  { start, end }: { start: number; end: number },
): CodeFunction[] {
  let low = 0;
  let high = functions.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (functions[middle]!.start <= start) low = middle + 1;
    else high = middle;
  }
  const found: CodeFunction[] = [];
  for (let fn = functions[low - 1]; fn !== undefined; fn = parents.get(fn))
    if (fn.end >= end) found.push(fn);
  return found;
}

export const functionsNamed = ({ named }: Loaded, name: string): readonly CodeFunction[] =>
  named.get(name) ?? [];

function indexNames(
  language: CodeLanguage,
  files: ReadonlyMap<string, string>,
): Map<string, string[]> {
  const index = new Map<string, string[]>();
  for (const [path, text] of files) {
    if (!language.reads(path) || elsewhere.test(path)) continue;
    for (const name of new Set(language.names(text))) {
      const paths = index.get(name);
      if (paths === undefined) index.set(name, [path]);
      else paths.push(path);
    }
  }
  return index;
}

/** Files that no handler runs: an assertion's double of a client would pass for it. */
const elsewhere =
  /(?:^|\/)(?:tests?|__tests__|spec|testdata|testing|mocks?|__mocks__|examples?|benchmarks?)\/|[._-](?:test|spec|mock|stories)\.[a-z]+$|_test\.go$|(?:^|\/)test_[^/]*\.py$|\/src\/test\//i;

/** Characters that the folders of two paths share at their beginning. */
function nearness(a: string, b: string): number {
  let at = 0;
  while (at < a.length && at < b.length && a[at] === b[at]) at += 1;
  return at;
}
