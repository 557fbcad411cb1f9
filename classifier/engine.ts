import { fingerprint } from "../fingerprint.ts";

/** Globs of the files below this folder that decide labels. */
export const deciding = [
  "classify.ts",
  "confidence.ts",
  "rationale.ts",
  "evidence/**/*.ts",
  "hygiene/**/*.ts",
  "rules/*.ts",
];

/** Who judges: `rules@` and the fingerprint of the source files that decide. */
export const engine = `rules@${fingerprint(import.meta.dirname, deciding)}`;
