import { readFileSync, writeFileSync } from "node:fs";
import { UsageError } from "./context.ts";

/** The text of a file that somebody named, without a byte order mark. Throws UsageError for one that is not there or can't be read. */
export function readText(file: string): string {
  try {
    return readFileSync(file, "utf8").replace(/^\uFEFF/, "");
  } catch (error) {
    throw new UsageError(systemSentence(error, file) ?? `cannot read ${file}: ${oneLine(error)}`, {
      cause: error,
    });
  }
}

/** What the system said of a file or a folder, in words; `known` is which, since not every such error says so. Undefined for errors of another kind. */
export function systemSentence(error: unknown, known?: string): string | undefined {
  const { code, path = known } = Object(error) as { code?: unknown; path?: unknown };
  if (typeof path !== "string") return undefined;
  switch (code) {
    case "ENOENT":
      return `${path}: there is no such file or folder`;
    case "EISDIR":
      return `${path}: expected a file, found a folder`;
    case "ENOTDIR":
      return `${path}: expected a folder on the way there, found a file`;
    case "EEXIST":
      return `${path}: expected a folder, found a file`;
    case "EACCES":
    case "EPERM":
      return `${path}: you are not allowed to use it: check its permissions`;
    case "EROFS":
      return `${path}: nothing can be written there`;
    case "ENOSPC":
      return `${path}: no space is left there`;
    default:
      return undefined;
  }
}

/** The first paragraph of a message as one line: parsers put a drawing below it. */
export function oneLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const [first = ""] = message.split("\n\n");
  const { line, column } = Object(error) as { line?: unknown; column?: unknown };
  const place = typeof line === "number" ? ` at line ${line}, column ${String(column)}` : "";
  return `${first.replaceAll(/\s+/g, " ").replace(/:$/, "")}${place}`;
}

/** Writes a file that must not be there yet. Throws UsageError where it is, or can't be written. */
export function writeNew(file: string, text: string): void {
  try {
    writeFileSync(file, text, { flag: "wx" });
  } catch (error) {
    const isThere = Object(error).code === "EEXIST";
    const why = isThere
      ? `${file} is there already, and nothing is written over: name a new file`
      : (systemSentence(error, file) ?? `cannot write ${file}: ${oneLine(error)}`);
    throw new UsageError(why, { cause: error });
  }
}
