import type { Extractor } from "./extractor.ts";
import { extractJvm, isWanted } from "./jvm/extract.ts";

/** Kotlin servers: methods that annotations make tools, and registrations in code, folded from their syntax trees; nothing is run. */
export default {
  id: "kotlin",
  reads: isWanted,
  extract: (snapshot) => extractJvm(snapshot, /(?<!\.gradle)\.kts?$/),
} satisfies Extractor;
