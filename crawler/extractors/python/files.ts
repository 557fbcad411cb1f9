import { basename, dirname, extname } from "node:path/posix";
import type { Place } from "../../../model.ts";
import { first, type Builtin } from "./builtins.ts";
import { loadModule } from "./modules.ts";
import { filesIn, isThere, makePath, pathOf } from "./paths.ts";
import type { Run } from "./run.ts";
import { isComposite, likeliest, listOf, unknown, type Made, type Value } from "./values.ts";

const specPath = "importlib.machinery.ModuleSpec";

function withPath(answer: (run: Run, path: string, at: Place) => Value): Builtin {
  return (run, given, at) => {
    const path = pathOf(first(given));
    return path === undefined ? unknown("a path") : answer(run, path, at);
  };
}

/** Functions of the standard library that look at files and load modules from them, by path. */
export const fileFunctions: [string, Builtin][] = [
  ["os.path.basename", withPath((_run, path) => basename(path))],
  [
    "os.path.splitext",
    withPath((_run, path) => {
      const suffix = extname(path);
      return listOf([path.slice(0, path.length - suffix.length), suffix], "tuple");
    }),
  ],
  ...["exists", "isfile", "isdir"].map((name): [string, Builtin] => [
    `os.path.${name}`,
    withPath((run, path) => isThere(run, path, name)),
  ]),
  [
    "os.listdir",
    withPath((run, path) => listOf(filesIn(run, path, "*", false).map((each) => basename(each)))),
  ],
  [
    "glob.glob",
    withPath((run, pattern, at) => {
      const parts = pattern.split("/");
      const fixed = parts.findIndex((part) => part.includes("*"));
      if (fixed === -1) return listOf([pattern]);
      const folder = parts.slice(0, fixed).join("/") || ".";
      const found = filesIn(run, folder, parts.slice(fixed).join("/"), false);
      return listOf(found.map((path) => makePath(path, at)));
    }),
  ],
  ["os.walk", withPath(walk)],
  ["importlib.util.spec_from_file_location", specOf],
  [
    "importlib.util.module_from_spec",
    (run, given) => {
      const spec = likeliest(first(given));
      const path =
        isComposite(spec) && spec.kind === "made" && spec.path === specPath
          ? pathOf(spec.keywords.get("origin"))
          : undefined;
      return path !== undefined && run.files.has(path)
        ? loadModule(run, path)
        : unknown("a module of a file that is not in the snapshot");
    },
  ],
];

function specOf(_run: Run, { positional, keywords }: Parameters<Builtin>[1], at: Place): Value {
  const made = (path: string, parts: [string, Value][]): Made => ({
    kind: "made",
    path,
    positional: [],
    keywords: new Map(parts),
    at,
    attributes: new Map(),
  });
  const where = positional[1] ?? keywords.get("location") ?? unknown("a path");
  return made(specPath, [
    ["name", positional[0] ?? keywords.get("name") ?? unknown("a name")],
    ["origin", where],
    ["loader", made("importlib.machinery.SourceFileLoader", [])],
  ]);
}

/** `(folder, folders in it, files in it)` for each folder below one, that one first. */
function walk(run: Run, root: string, at: Place): Value {
  const folders = new Map<string, { folders: Set<string>; files: string[] }>();
  const inside = (path: string): { folders: Set<string>; files: string[] } => {
    const known = folders.get(path) ?? { folders: new Set<string>(), files: [] };
    folders.set(path, known);
    return known;
  };
  for (const path of filesIn(run, root, "*", true)) {
    let folder = dirname(path);
    inside(folder).files.push(basename(path));
    while (folder !== root && folder !== ".") {
      inside(dirname(folder)).folders.add(basename(folder));
      folder = dirname(folder);
    }
  }
  const sorted = [...folders].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return listOf(
    sorted.map(([path, found]) =>
      listOf([makePath(path, at), listOf([...found.folders]), listOf(found.files)], "tuple"),
    ),
  );
}
