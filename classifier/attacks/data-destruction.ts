import { atlas, onCategory, type AttackPattern } from "./attack.ts";

/** Removal that an agent is led to. */
export default {
  id: "data-destruction",
  standard: "MITRE ATLAS",
  code: "AML.T0101",
  title: "Data Destruction via AI Agent Tool Invocation",
  url: atlas("AML.T0101"),
  abuse:
    "It removes or ends things for its owner. A misled agent, or one that is merely mistaken, can call it for whatever the same credentials reach.",
  applies(tool) {
    return tool.classification.facets.includes("scratch")
      ? undefined
      : onCategory(tool, "Destructive");
  },
} satisfies AttackPattern;
