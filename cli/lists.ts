import { join } from "node:path";
import { readSourceList } from "../crawler/sources/list.ts";
import type { Source } from "../model.ts";
import { readText } from "./files.ts";

/** What is crawled unless something else is named. */
export const starterList = join(import.meta.dirname, "../crawler/sources/starter.txt");

/** The sources that a file lists; throws with the file's name and line. */
export function readList(file: string): Source[] {
  return readSourceList(readText(file), file);
}
