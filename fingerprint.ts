import { createHash } from "node:crypto";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Eight hexadecimal digits that change with the code of these files, so that nobody has to bump a version:
 * what older code made is made again. Patterns are globs below the folder; reads the files at once.
 */
export function fingerprint(folder: string, patterns: string[]): string {
  const hash = createHash("sha256");
  for (const file of globSync(patterns, { cwd: folder }).toSorted()) {
    hash
      .update(file)
      .update("\0")
      .update(readFileSync(join(folder, file), "utf8").replaceAll("\r\n", "\n"))
      .update("\0");
  }
  return hash.digest("hex").slice(0, 8);
}
