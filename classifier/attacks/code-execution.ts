import commandInjection from "./command-injection.ts";
import { agenticTop10, onFacet, type AttackPattern } from "./attack.ts";

/** Code that a model writes. */
export default {
  id: "code-execution",
  standard: "OWASP Top 10 for Agentic Applications",
  code: "ASI05",
  title: "Unexpected Code Execution (RCE)",
  url: agenticTop10,
  abuse:
    "It runs code that the model writes. Whoever gets a few lines into the conversation can have them run where this tool runs.",
  applies(tool) {
    const basis = onFacet(tool, "arbitrary-code");
    if (!basis || tool.classification.category !== "Execute") return undefined;
    return commandInjection.applies(tool) ? undefined : basis;
  },
} satisfies AttackPattern;
