import type { Extractor } from "./extractor.ts";

/** JavaScript and TypeScript, as source or compiled, read from their syntax trees. */
export default {
  id: "typescript",
  reads: (path) => /\.[cm]?[jt]sx?$/.test(path),
  extract: () => ({ tools: [], unresolved: [], skipped: [] }),
} satisfies Extractor;
