import { posix } from "node:path";
import type { Node, Parser, Tree } from "web-tree-sitter";
import type { Snapshot } from "../../../model.ts";
import { type Item, type ItemKind, lastSegment, readItems } from "./items.ts";
import { readUses, type Uses } from "./uses.ts";

/** The Rust files of a snapshot, parsed when they are wanted. */
export interface Project {
  /** Sorted paths of the Rust files, those that only tests are built with left out. */
  paths: string[];
  /** Text of any file of the snapshot. */
  text(path: string): string | undefined;
  items(path: string): Item[];
  uses(path: string): Uses;
  /** The items of a name and kind that a file can mean by a path such as `model::Tool`, likeliest first. */
  find(kinds: readonly ItemKind[], path: string, from: string): Item[];
  /** All `impl` members of a type's name, or of a trait's: likeliest first. */
  members(owner: string, name: string, from: string): Item[];
  /** Files that hold this word as an item's name. */
  filesNaming(name: string): string[];
  /** Parses a piece of text as an expression or a type; undefined when it is neither. */
  fragment(text: string, kind: "expression" | "type"): Node | undefined;
  /** Items of a piece of text. */
  itemsIn(text: string, path: string, offset: number): Item[];
  /** Files that could not be parsed. */
  unparsable: Set<string>;
  /** Whether a path starts in this snapshot's crates. */
  isLocal(path: string, from: string): boolean;
  close(): void;
}

const naming =
  /\b(?:struct|enum|fn|const|static|type|trait|macro_rules!|impl(?:<[^>\n]{0,200}>)?(?:[\w:<>', ]{0,200}\bfor)?)\s+(?:mut\s+)?(?:\w+::)*(?<name>[A-Za-z_]\w*)/g;
const maxParsedBytes = 24_000_000;
const maxFragments = 60_000;

/** Reads the files of a snapshot; `close` frees what was parsed. */
export function openProject(snapshot: Snapshot, paths: string[], parser: Parser): Project {
  const trees: Tree[] = [];
  const itemsByPath = new Map<string, Item[]>();
  const usesByPath = new Map<string, Uses>();
  const found = new Map<string, Item[]>();
  const fragments = new Map<string, Node | undefined>();
  const names = indexNames(snapshot, paths);
  const crates = cratesOf(snapshot);
  const unparsable = new Set<string>();
  let parsed = 0;

  function parse(text: string): Node | undefined {
    if (parsed + text.length > maxParsedBytes) return undefined;
    parsed += text.length;
    const tree = parser.parse(text);
    if (tree === null) return undefined;
    trees.push(tree);
    return tree.rootNode;
  }

  const project: Project = {
    paths,
    unparsable,
    text: (path) => snapshot.files.get(path),
    items(path) {
      const known = itemsByPath.get(path);
      if (known !== undefined) return known;
      const root = parse(snapshot.files.get(path) ?? "");
      const readable = root?.namedChildren.some((child) => child.type !== "ERROR") ?? false;
      const broken = root === undefined || (root.hasError && !readable);
      if (broken) unparsable.add(path);
      const items = root === undefined || broken ? [] : readItems(root, path, 0);
      itemsByPath.set(path, items);
      usesByPath.set(
        path,
        root === undefined || broken ? { named: new Map(), globs: [] } : readUses(root),
      );
      return items;
    },
    uses(path) {
      project.items(path);
      return usesByPath.get(path) ?? { named: new Map(), globs: [] };
    },
    find(wanted, path, from) {
      const key = `${wanted.join()} ${path} ${from}`;
      const known = found.get(key);
      if (known !== undefined) return known;
      const items = search(wanted, path, from);
      if (found.size < maxFragments) found.set(key, items);
      return items;
    },
    members(owner, name, from) {
      return ranked(project.filesNaming(owner), [], from).flatMap((file) =>
        project
          .items(file)
          .filter(
            (item) => item.owner?.type === owner && item.name === name && item.kind !== "impl",
          ),
      );
    },
    filesNaming: (name) => names.get(name) ?? [],
    fragment(text, kind) {
      const key = `${kind}:${text}`;
      if (fragments.has(key)) return fragments.get(key);
      if (fragments.size > maxFragments) return undefined;
      const wrapped = kind === "type" ? `type X = ${text};` : `const X: () = ${text};`;
      const item = parse(wrapped)?.namedChildren[0];
      const field = kind === "type" ? "type" : "value";
      const node =
        item?.hasError === false ? (item.childForFieldName(field) ?? undefined) : undefined;
      fragments.set(key, node);
      return node;
    },
    itemsIn(text, path, offset) {
      const root = parse(text);
      return root === undefined ? [] : readItems(root, path, offset);
    },
    isLocal(path, from) {
      const [first = ""] = path.split("::");
      if (["crate", "self", "super", "Self"].includes(first) || crates.has(first)) return true;
      return (
        (snapshot.files.get(from) ?? "").includes(`mod ${first}`) ||
        /^[A-Z]/.test(first) ||
        hasModule(first, from)
      );
    },
    close() {
      for (const tree of trees) tree.delete();
    },
  };

  function search(wanted: readonly ItemKind[], path: string, from: string): Item[] {
    const uses = project.uses(from);
    const segments = path.split("::").map((segment) => segment.trim());
    const imported = uses.named.get(segments[0] ?? "");
    const full = imported === undefined ? segments : [...imported, ...segments.slice(1)];
    const name = lastSegment(full.at(-1) ?? "");
    const inFile = project
      .items(from)
      .filter((item) => item.name === name && wanted.includes(item.kind));
    if (inFile.length > 0 && segments.length === 1 && imported === undefined) return inFile;
    if (full.length > 1 && !project.isLocal(full.join("::"), from)) return [];
    const localGlobs = uses.globs.filter((glob) => project.isLocal(glob.join("::"), from));
    if (full.length === 1 && localGlobs.length === 0 && !/^macro$/.test(wanted[0] ?? "")) return [];
    const hints = [...full.slice(0, -1), ...(full.length > 1 ? [] : localGlobs.flat())];
    return ranked(project.filesNaming(name), hints, from).flatMap((file) =>
      project.items(file).filter((item) => item.name === name && wanted.includes(item.kind)),
    );
  }

  function hasModule(name: string, from: string): boolean {
    const folder = posix.dirname(from);
    const own = posix.join(folder, posix.basename(from, ".rs"));
    return [folder, own].some(
      (base) =>
        snapshot.files.has(`${base}/${name}.rs`) || snapshot.files.has(`${base}/${name}/mod.rs`),
    );
  }
  return project;
}

function indexNames(snapshot: Snapshot, paths: string[]): Map<string, string[]> {
  const names = new Map<string, string[]>();
  for (const path of paths)
    for (const match of (snapshot.files.get(path) ?? "").matchAll(naming)) {
      const name = match.groups?.["name"] ?? "";
      const files = names.get(name) ?? [];
      if (files.at(-1) !== path) files.push(path);
      names.set(name, files);
    }
  return names;
}

/** Names of the snapshot's own crates, as they stand in paths. */
function cratesOf(snapshot: Snapshot): Set<string> {
  const crates = new Set<string>();
  for (const [path, text] of snapshot.files) {
    if (posix.basename(path) !== "Cargo.toml") continue;
    for (const match of text.matchAll(/^\s*name\s*=\s*"(?<name>[\w-]+)"/gm))
      crates.add((match.groups?.["name"] ?? "").replaceAll("-", "_"));
  }
  return crates;
}

function ranked(files: string[], hints: string[], from: string): string[] {
  const score = (file: string) => {
    const segments = file.replace(/\.rs$/, "").replaceAll("-", "_").split("/");
    const near = file.split("/");
    const shared = from.split("/").findIndex((segment, index) => segment !== near[index]);
    return (
      (file === from ? 5 : 0) +
      hints.filter((hint) => segments.includes(hint)).length * 10 +
      (shared < 0 ? near.length : shared)
    );
  };
  if (files.length < 2) return files;
  const scores = new Map(files.map((file) => [file, score(file)]));
  return files.toSorted((a, b) => (scores.get(b) ?? 0) - (scores.get(a) ?? 0));
}
