import { posix } from "node:path";
import type { Run } from "./run.ts";
import { type Dict, fromJson, isDict, unknown, type Value } from "./values.ts";

/** The text of a file of the snapshot that a program opens under a path relative to the root, to its crate or to a folder between; undefined when there is none. */
export function readFile(path: string, from: string, run: Run): Value | undefined {
  const wanted = posix.normalize(path).replace(/^(?:\.?\/)+/, "");
  for (let folder = posix.dirname(from); ; folder = posix.dirname(folder)) {
    const found = readAt(posix.join(folder, wanted), run);
    if (found !== undefined || folder === "." || folder === "/") return found;
  }
}

/** The text of the file at this path, noted as read. */
export function readAt(path: string, run: Run): string | undefined {
  const text = run.project.text(path);
  if (text !== undefined) run.read.set(text, path);
  return text;
}

/** The value of a JSON text; of one that is a file's, each named object has its line there. */
export function parsed(text: string, run: Run): Value {
  const value = parse(text);
  const path = run.read.get(text);
  if (path !== undefined) notePlaces(value, path, text, run);
  return value;
}

function parse(text: string): Value {
  try {
    return fromJson(JSON.parse(text));
  } catch {
    return unknown("text that is no JSON");
  }
}

const maxNamed = 5000;

/** Objects with a `name` stand in the file in the order of the value, so that one pass over its lines places them all. */
function notePlaces(value: Value, path: string, text: string, run: Run): void {
  let [from, line, count] = [0, 1, 0];
  const open: Value[] = [value];
  for (let one = open.pop(); one !== undefined && count < maxNamed; one = open.pop()) {
    if (Array.isArray(one)) open.push(...one.toReversed());
    if (!isDict(one)) continue;
    open.push(...[...one.values()].toReversed());
    const at = named(one, text, from);
    if (typeof one.get("name") === "string") count += 1;
    if (at < 0) continue;
    for (; from < at; from += 1) if (text.charCodeAt(from) === 10) line += 1;
    run.places.set(one, { path, line });
    run.listed.set(String(one.get("name")), { path, line });
  }
}

function named(dict: Dict, text: string, from: number): number {
  const name = dict.get("name");
  return typeof name === "string" ? text.indexOf(JSON.stringify(name), from) : -1;
}
