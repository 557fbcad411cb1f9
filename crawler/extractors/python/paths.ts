import { basename, dirname, join, normalize } from "node:path/posix";
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
  if (name === "stem") return basename(path).replace(/\.[^.]*$/, "");
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
): Value | undefined {
  const path = pathOf(made);
  if (path === undefined) return undefined;
  if (["resolve", "absolute", "expanduser", "open", "__enter__"].includes(name)) return made;
  if (name === "joinpath")
    return makePath(join(path, ...positional.map((part) => pathOf(part) ?? "")), made.at);
  return name === "read_text" || name === "read" ? fileText(run, path) : undefined;
}

/** The text of a file of the snapshot. */
export function fileText(run: Run, path: string | undefined): Value {
  const text = path === undefined ? undefined : run.files.get(path);
  return text === undefined
    ? unknown("the text of a file that is not in the snapshot")
    : text.slice(0, limits.file);
}
