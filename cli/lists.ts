import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readSourceList } from "../crawler/sources/list.ts";
import type { Source } from "../model.ts";
import { UsageError } from "./context.ts";

/** What is crawled unless something else is named. */
export const starterList = join(import.meta.dirname, "../crawler/sources/starter.txt");

/** The sources that a file lists; throws with the file's name and line. */
export function readList(file: string): Source[] {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new UsageError(
      `cannot read the list ${file}: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  return readSourceList(text, file);
}
