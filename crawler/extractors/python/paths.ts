import { basename, dirname, extname, join, normalize, relative } from "node:path/posix";
import type { Place } from "../../../model.ts";
import { limits, type Run } from "./run.ts";
import {
  isComposite,
  likeliest,
  listOf,
  textOf,
  unknown,
  type Made,
  type Value,
} from "./values.ts";

const kind = "pathlib.Path";

/** A path inside the snapshot, as `Path(…)` makes one. */
export function makePath(path: string, at: Place): Made {
  return {
    kind: "made",
    path: kind,
    positional: [normalize(path)],
    keywords: new Map(),
    at,
    attributes: new Map(),
  };
}

/** The path that a text, a `Path` or an opened file stands for; undefined when it is none. */
export function pathOf(value: Value | undefined): string | undefined {
  if (value === undefined) return undefined;
  const likely = likeliest(value);
  if (!isComposite(likely) || likely.kind !== "made") return textOf(likely);
  return likely.path === kind || likely.path === "builtins.open"
    ? pathOf(likely.positional[0])
    : undefined;
}

/** `path / part`; undefined when the left side is no path. */
export function joinPaths(left: Value, right: Value): Value | undefined {
  const likely = likeliest(left);
  const part = pathOf(right);
  if (!isComposite(likely) || likely.kind !== "made" || likely.path !== kind || part === undefined)
    return undefined;
  return makePath(join(pathOf(likely) ?? "", part), likely.at);
}

/** `path.name` for what paths have; undefined for other values and names. */
export function pathAttribute(made: Made, name: string): Value | undefined {
  const path = made.path === kind ? pathOf(made) : undefined;
  if (path === undefined) return undefined;
  if (name === "parent") return makePath(dirname(path), made.at);
  if (name === "name") return basename(path);
  if (name === "stem") return basename(path).replace(/(?<=.)\.[^.]*$/, "");
  if (name === "suffix") return extname(path);
  if (name === "parts") return listOf(path.split("/"), "tuple");
  if (name !== "parents") return undefined;
  const parents: Value[] = [];
  for (let at = dirname(path); parents.length < 20; at = dirname(at)) {
    parents.push(makePath(at, made.at));
    if (at === ".") break;
  }
  return listOf(parents);
}

/** A call of a method of a path or an opened file; undefined for other values and names. */
export function pathMethod(
  run: Run,
  made: Made,
  name: string,
  positional: Value[],
  at: Place,
): Value | undefined {
  const path = pathOf(made);
  if (path === undefined) return undefined;
  if (["resolve", "absolute", "expanduser", "open", "__enter__"].includes(name)) return made;
  if (["exists", "is_file", "is_dir"].includes(name)) return isThere(run, path, name);
  if (name === "with_name" || name === "with_suffix" || name === "relative_to") {
    const [given] = positional.map((part) => pathOf(part));
    if (given === undefined) return unknown("a path");
    if (name === "relative_to") return makePath(relative(given, path), at);
    const changed =
      name === "with_name" ? given : path.slice(0, -extname(path).length || undefined);
    return makePath(name === "with_name" ? join(dirname(path), changed) : changed + given, at);
  }
  if (name === "joinpath")
    return makePath(join(path, ...positional.map((part) => pathOf(part) ?? "")), made.at);
  if (name === "iterdir" || name === "glob" || name === "rglob") {
    const pattern = name === "iterdir" ? "*" : textOf(positional[0]);
    const found = pattern === undefined ? undefined : filesIn(run, path, pattern, name === "rglob");
    return found && listOf(found.map((each) => makePath(each, at)));
  }
  return name === "read_text" || name === "read" ? fileText(run, path) : undefined;
}

/** Whether a path is in the snapshot as what a question asks; what is not may still come to be. */
export function isThere(run: Run, path: string, name: string): Value {
  const isFile = run.files.has(path);
  const start = path === "." ? "" : `${path}/`;
  const isFolder = !isFile && [...run.files.keys()].some((each) => each.startsWith(start));
  if (!isFile && !isFolder) return unknown("whether a file is there");
  return name === "exists" || (name === "is_file" || name === "isfile" ? isFile : isFolder);
}

/** The paths below a folder that a pattern names, sorted; `*` matches within a name, `**` any folders. */
export function filesIn(run: Run, folder: string, pattern: string, anywhere: boolean): string[] {
  const start = folder === "." ? "" : `${folder}/`;
  const found = new Set<string>();
  for (const path of run.files.keys()) {
    if (!path.startsWith(start)) continue;
    const relative = path.slice(start.length);
    const names = relative.split("/");
    // Folders are there with what is in them.
    const parts = pattern === "*" && !anywhere ? names.slice(0, 1) : names;
    if (matches(parts, (anywhere ? `**/${pattern}` : pattern).split("/")))
      found.add(`${start}${parts.join("/")}`);
  }
  return [...found].toSorted().slice(0, limits.items);
}

function matches(names: string[], parts: string[]): boolean {
  const [part, ...rest] = parts;
  if (part === undefined) return names.length === 0;
  if (part === "**")
    return names.some((_, index) => matches(names.slice(index), rest)) || rest.length === 0;
  const [name, ...others] = names;
  return name !== undefined && matchesName(name, part) && matches(others, rest);
}

/** Whether a name is what a pattern with `*` says, the pieces between the stars in order. */
function matchesName(name: string, pattern: string): boolean {
  const pieces = pattern.split("*");
  const [head = "", tail = ""] = [pieces.at(0), pieces.at(-1)];
  if (pieces.length === 1) return name === pattern;
  if (!name.startsWith(head) || !name.endsWith(tail) || name.length < head.length + tail.length)
    return false;
  let from = head.length;
  for (const piece of pieces.slice(1, -1)) {
    const index = name.indexOf(piece, from);
    if (index === -1) return false;
    from = index + piece.length;
  }
  return from <= name.length - tail.length;
}

/** The text of a file of the snapshot. */
export function fileText(run: Run, path: string | undefined): Value {
  const text = path === undefined ? undefined : run.files.get(path);
  return text === undefined ? unknown("the text of a file that is not in the snapshot") : text;
}
