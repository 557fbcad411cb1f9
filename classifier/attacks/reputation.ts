import { atlas, onFacet, type AttackPattern } from "./attack.ts";

/** Words in the owner's name. */
export default {
  id: "reputation",
  standard: "MITRE ATLAS",
  code: "AML.T0048.001",
  title: "External Harms: Reputational Harm",
  url: atlas("AML.T0048.001"),
  abuse:
    "It publishes under its owner's name. A misled agent can say there what the owner never would, and others may have copied it before it is taken down.",
  applies(tool) {
    return tool.classification.effect === "write" ? onFacet(tool, "public") : undefined;
  },
} satisfies AttackPattern;
