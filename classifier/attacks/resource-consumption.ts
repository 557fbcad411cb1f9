import { atlas, onWords, type AttackPattern } from "./attack.ts";

const costly =
  /\bcost warning\b|\bincurs? (?:a )?(?:costs?|charges?|fees?)\b|\bmay incur costs?\b|\b(?:consumes?|uses|costs) (?:\d+ )?(?:api )?credits?\b|\b(?:billed|charged) (?:per|for each|hourly)\b/i;

/** Calls that cost. */
export default {
  id: "resource-consumption",
  standard: "MITRE ATLAS",
  code: "AML.T0034.002",
  title: "Cost Harvesting: Agentic Resource Consumption",
  url: atlas("AML.T0034.002"),
  abuse:
    "Each call is billed. Planted instructions that make an agent call it again and again run up its owner's costs.",
  applies(tool) {
    return tool.classification.category === "Financial" ? undefined : onWords(tool, costly);
  },
} satisfies AttackPattern;
