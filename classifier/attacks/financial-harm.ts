import { atlas, onCategory, type AttackPattern } from "./attack.ts";

/** Money that an agent is led to spend. */
export default {
  id: "financial-harm",
  standard: "MITRE ATLAS",
  code: "AML.T0048.000",
  title: "External Harms: Financial Harm",
  url: atlas("AML.T0048.000"),
  abuse:
    "It moves or commits money with its owner's credentials. A misled agent pays, orders or refunds in the owner's name.",
  applies(tool) {
    return onCategory(tool, "Financial");
  },
} satisfies AttackPattern;
