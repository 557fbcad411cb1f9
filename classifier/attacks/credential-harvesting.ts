import { atlas, onFacet, type AttackPattern } from "./attack.ts";

/** Secrets that a tool returns. */
export default {
  id: "credential-harvesting",
  standard: "MITRE ATLAS",
  code: "AML.T0098",
  title: "AI Agent Tool Credential Harvesting",
  url: atlas("AML.T0098"),
  abuse:
    "It brings keys, tokens or passwords into the conversation, where whoever steers the agent can read them and use them elsewhere.",
  applies(tool) {
    const { category } = tool.classification;
    return category === "Read" || category === "Execute" ? onFacet(tool, "secrets") : undefined;
  },
} satisfies AttackPattern;
