import { atlas, onFacet, type AttackPattern } from "./attack.ts";

/** Devices that an agent steers. */
export default {
  id: "physical-harm",
  standard: "MITRE ATLAS",
  code: "AML.T0048.003",
  title: "External Harms: User Harm",
  url: atlas("AML.T0048.003"),
  abuse:
    "It moves, heats, unlocks or switches something real. Words that mislead the agent have their effect in a room with people.",
  applies(tool) {
    return tool.classification.effect === "write" ? onFacet(tool, "physical") : undefined;
  },
} satisfies AttackPattern;
