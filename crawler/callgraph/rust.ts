import { posix } from "node:path";
import type { CodeLanguage } from "./language.ts";
import { isInternal } from "./rust/internal.ts";
import { visits } from "./rust/visits.ts";
import { parseTree } from "./tree.ts";

/** Folders with a `Cargo.toml`, deepest first, and those of the packages by the name that code has for them. */
interface Crates {
  folders: string[];
  byName: ReadonlyMap<string, string>;
}

const known = new WeakMap<ReadonlyMap<string, string>, Crates>();

/** Rust: a path names modules, which are files. */
export const rust: CodeLanguage = {
  id: "rust",
  reads: (path) => path.endsWith(".rs"),
  *names(text) {
    for (const { groups } of text.matchAll(
      /\b(?:fn|struct|trait|enum)[ \t]+(?<name>[\p{L}_][\p{L}\p{N}_]*)/gu,
    ))
      yield groups?.["name"] ?? "";
  },
  parse: (_, text) => parseTree({ grammar: "rust", visits }, text),
  resolve(from, module, files) {
    const crates = known.get(files) ?? readCrates(files);
    known.set(files, crates);
    const [first = "", ...rest] = module.split("::");
    const root = rootOf(from, crates);
    const own = modulePath(from, root);
    if (first === "crate") return filesOf(root, rest, files);
    if (first === "self") return filesOf(root, [...own, ...rest], files);
    if (first === "super") {
      const ups = rest.findIndex((part) => part !== "super");
      const up = ups < 0 ? rest.length : ups;
      return filesOf(root, [...own.slice(0, -1 - up), ...rest.slice(up)], files);
    }
    const folder = crates.byName.get(first);
    const inside = filesOf(root, [...own, first, ...rest], files);
    return inside.length > 0 || folder === undefined
      ? inside
      : filesOf(posix.join(folder, "src"), rest, files);
  },
  inside: (module, name) => `${module}::${name}`,
  shares: "none",
  isInternal,
};

function readCrates(files: ReadonlyMap<string, string>): Crates {
  const folders: string[] = [];
  const byName = new Map<string, string>();
  for (const [path, text] of files) {
    if (posix.basename(path) !== "Cargo.toml") continue;
    const folder = posix.dirname(path);
    folders.push(folder);
    const name = /^\s*name\s*=\s*"(?<name>[^"\n]+)"/m.exec(text)?.groups?.["name"];
    if (name !== undefined) byName.set(name.replaceAll("-", "_"), folder);
  }
  return { folders: folders.toSorted((a, b) => b.length - a.length), byName };
}

/** The source folder of the crate that a file belongs to. */
function rootOf(path: string, { folders }: Crates): string {
  const folder = folders.find((one) => one === "." || path.startsWith(`${one}/`)) ?? ".";
  return posix.join(folder, "src");
}

/** `src/a/b.rs` -> a, b; `src/a/mod.rs` -> a; `src/main.rs` and `src/bin/tool.rs` -> none. */
function modulePath(path: string, root: string): string[] {
  const parts = posix.relative(root, path).replace(/\.rs$/, "").split("/");
  if (["mod", "main", "lib"].includes(parts.at(-1) ?? "")) parts.pop();
  return parts[0] === "bin" || parts[0] === ".." ? [] : parts;
}

/** The file of a module, without those that stand inside another's file. */
function filesOf(
  root: string,
  parts: readonly string[],
  files: ReadonlyMap<string, string>,
): string[] {
  const path = posix.join(root, ...parts);
  const candidates =
    parts.length === 0 ? [`${root}/lib.rs`, `${root}/main.rs`] : [`${path}.rs`, `${path}/mod.rs`];
  return candidates.filter((one) => files.has(one));
}
