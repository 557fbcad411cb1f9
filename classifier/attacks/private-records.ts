import { telling } from "../evidence/reasons.ts";
import { atlas, onEvidence, onFacet, type AttackPattern } from "./attack.ts";

/** Private records through somebody else's agent. */
export default {
  id: "private-records",
  standard: "MITRE ATLAS",
  code: "AML.T0085.001",
  title: "Data from AI Services: AI Agent Tools",
  url: atlas("AML.T0085.001"),
  abuse:
    "It reads records of people, messages or accounts with its owner's rights, so whoever steers the agent reads them too.",
  applies(tool) {
    const elsewhere = [telling.rows, telling.documents, telling.files].some((shows) =>
      onEvidence(tool, shows),
    );
    return elsewhere ? undefined : onFacet(tool, "personal-data");
  },
} satisfies AttackPattern;
