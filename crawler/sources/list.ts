import type { Source } from "../../model.ts";
import { parseSource } from "../source.ts";

/** A list of sources in a text file: one a line, `#` starts a comment. Throws with `file:line` for a line that is none. */
export function readSourceList(text: string, file: string): Source[] {
  const sources: Source[] = [];
  for (const [index, line] of text.split("\n").entries()) {
    const content = line.replace(/(?:^|\s)#.*$/, "").trim();
    if (content === "") continue;
    try {
      sources.push(parseSource(content));
    } catch (error) {
      throw new Error(
        `${file}:${index + 1}: ${error instanceof Error ? error.message : String(error)}`,
        { cause: error },
      );
    }
  }
  return sources;
}
