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
    const code = await language.parse(path, text);
    return (
      code && { ...code, path, text, starts: lineStarts(text), language, constants: new Map() }
    );
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
