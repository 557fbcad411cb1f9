import { fingerprint } from "../fingerprint.ts";

/** Who judges: `rules@` and the fingerprint of the source files that decide. */
export const engine = `rules@${fingerprint(import.meta.dirname, ["classify.ts", "confidence.ts", "rationale.ts", "evidence/*.ts", "hygiene/**/*.ts", "rules/*.ts"])}`;
