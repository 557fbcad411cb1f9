import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const here = import.meta.dirname;

/** Who judges: `rules@` and the fingerprint of the source files that decide; reads them once, at import. */
export const engine = `rules@${fingerprint()}`;

function fingerprint(): string {
  const hash = createHash("sha256");
  const files = [
    "classify.ts",
    "rationale.ts",
    ...["evidence", "rules"].flatMap((folder) =>
      readdirSync(join(here, folder)).map((file) => `${folder}/${file}`),
    ),
  ];
  for (const file of files.filter((name) => name.endsWith(".ts")).sort()) {
    hash.update(file).update(readFileSync(join(here, file), "utf8").replaceAll("\r\n", "\n"));
  }
  return hash.digest("hex").slice(0, 8);
}
