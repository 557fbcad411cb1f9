import type { Parser } from "web-tree-sitter";
import type { Skipped } from "../../../model.ts";
import { lowerJava } from "../java/lower.ts";
import { lowerKotlin } from "../kotlin/lower.ts";
import { parseKotlin } from "../kotlin/parse.ts";
import { loadGrammar } from "../syntax/grammar.ts";
import type { Declaration, SourceFile } from "./syntax.ts";

const kotlinGrammar = "@tree-sitter-grammars/tree-sitter-kotlin/tree-sitter-kotlin.wasm";
const maxFileLength = 1_000_000;
const maxTotalLength = 24_000_000;
const maxSubtypes = 500;

/** Java and Kotlin files of a snapshot, each read when it is first asked for. */
export interface Program {
  /** Sorted. */
  paths: string[];
  text(path: string): string;
  /** Undefined when there is no such file or it was skipped. */
  file(path: string): SourceFile | undefined;
  /** The files in which a word stands, as far as their text says. */
  mentioning(word: string): string[];
  /** Types outside of types, by their name. */
  named(name: string): Declaration[];
  /** The files of a package. */
  inPackage(name: string): string[];
  /** The Kotlin files of a package in which a text stands. */
  inPackageWith(name: string, text: string): string[];
  /** Types that extend or implement this one, directly or not, in source order. */
  subtypes(declaration: Declaration): Declaration[];
  /** The text of a file that is packed with the code, by its path there; of several, the one nearest to the file that asks. */
  resource(name: string, from: string): string | undefined;
  skipped: Skipped[];
  /** Files among those read so far of which a part is no valid code. */
  broken: Set<string>;
}

/** Opens the Java and Kotlin files among these. */
export async function openProgram(files: ReadonlyMap<string, string>): Promise<Program> {
  const paths = [...files.keys()]
    .filter((path) => /(?<!\.gradle)\.(?:java|kt|kts)$/.test(path))
    .toSorted();
  const java = paths.some(isJava) ? await loadGrammar("java") : undefined;
  const kotlin = paths.every(isJava) ? undefined : await loadGrammar(kotlinGrammar);
  const skipped: Skipped[] = [];
  const broken = new Set<string>();
  const read = reader(files, { skipped, broken }, java, kotlin);
  const { types, packages, words } = indexOf(paths, files);
  const parents = new Map<string, Declaration[]>();
  const packagesWith = new Map<string, string[]>();

  function named(name: string): Declaration[] {
    return (types.get(name) ?? []).flatMap(
      (path) => read(path)?.types.filter((type) => type.name === name) ?? [],
    );
  }

  function children(name: string): Declaration[] {
    const known = parents.get(name);
    if (known !== undefined) return known;
    const found: Declaration[] = [];
    for (const path of words(name)) {
      const all = [...(read(path)?.types ?? [])];
      for (let type = all.shift(); type !== undefined; type = all.shift()) {
        all.push(...type.types);
        if (type.supers.some((one) => one.name.slice(one.name.lastIndexOf(".") + 1) === name))
          found.push(type);
      }
    }
    parents.set(name, found);
    return found;
  }

  function subtypes(declaration: Declaration): Declaration[] {
    const found = new Set<Declaration>();
    const open = [declaration];
    for (let one = open.shift(); one !== undefined; one = open.shift())
      for (const child of children(one.name)) {
        if (found.has(child) || found.size >= maxSubtypes) continue;
        found.add(child);
        open.push(child);
      }
    return [...found].toSorted(
      (a, b) =>
        (a.file.path < b.file.path ? -1 : a.file.path > b.file.path ? 1 : 0) ||
        a.at.line - b.at.line,
    );
  }

  return {
    paths,
    text: (path) => files.get(path) ?? "",
    file: read,
    mentioning: words,
    named,
    inPackage: (name) => packages.get(name) ?? [],
    inPackageWith(name, text) {
      const key = `${name} ${text}`;
      const known =
        packagesWith.get(key) ??
        (packages.get(name) ?? []).filter(
          (path) => !isJava(path) && (files.get(path) ?? "").includes(text),
        );
      packagesWith.set(key, known);
      return known;
    },
    subtypes,
    resource: (name, from) => {
      const end = `/${name.replace(/^(?:classpath\*?:)?\/*/, "")}`;
      const found = [...files.keys()].filter(
        (path) => path.endsWith(end) && path.includes("/resources/"),
      );
      const root = from.slice(0, Math.max(0, from.indexOf("src/")));
      const path = found.find((one) => one.startsWith(root)) ?? found[0];
      return path === undefined ? undefined : files.get(path);
    },
    skipped,
    broken,
  };
}

function isJava(path: string): boolean {
  return path.endsWith(".java");
}

function reader(
  files: ReadonlyMap<string, string>,
  { skipped, broken }: Pick<Program, "skipped" | "broken">,
  java: Parser | undefined,
  kotlin: Parser | undefined,
): (path: string) => SourceFile | undefined {
  const known = new Map<string, SourceFile | undefined>();
  let totalLength = 0;
  function parse(path: string): SourceFile | undefined {
    const text = files.get(path);
    const parser = isJava(path) ? java : kotlin;
    if (text === undefined || parser === undefined) return undefined;
    totalLength += text.length;
    if (text.length > maxFileLength || totalLength > maxTotalLength) {
      skipped.push({ path, reason: "too-large" });
      return undefined;
    }
    const tree = isJava(path) ? parser.parse(text) : parseKotlin(parser, text);
    if (tree === null) {
      skipped.push({ path, reason: "unparsable" });
      return undefined;
    }
    if (tree.rootNode.hasError) broken.add(path);
    try {
      return isJava(path) ? lowerJava(path, tree.rootNode) : lowerKotlin(path, tree.rootNode);
    } finally {
      tree.delete();
    }
  }
  return (path) => {
    if (!known.has(path)) known.set(path, parse(path));
    return known.get(path);
  };
}

function indexOf(paths: string[], files: ReadonlyMap<string, string>) {
  const types = new Map<string, string[]>();
  const packages = new Map<string, string[]>();
  const mentions = new Map<string, string[]>();
  const add = (map: Map<string, string[]>, key: string, path: string) => {
    const list = map.get(key) ?? [];
    if (list.at(-1) !== path) list.push(path);
    map.set(key, list);
  };
  for (const path of paths) {
    const text = files.get(path) ?? "";
    const name = /^[ \t]*package[ \t]+(?<name>[\w.`]+)/m.exec(text)?.groups?.["name"] ?? "";
    add(packages, name.replaceAll("`", ""), path);
    for (const match of text.matchAll(/\b(?:class|interface|enum|record|object)\s+(?<name>\w+)/g))
      add(types, match.groups?.["name"] ?? "", path);
  }
  function words(word: string): string[] {
    const known = mentions.get(word);
    if (known !== undefined) return known;
    const whole = new RegExp(`(?<![\\w$])${word.replace(/\W/g, "\\$&")}(?![\\w$])`);
    const found = paths.filter((path) => {
      const text = files.get(path) ?? "";
      return text.includes(word) && whole.test(text);
    });
    mentions.set(word, found);
    return found;
  }
  return { types, packages, words };
}
