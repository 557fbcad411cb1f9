import { telling } from "../evidence/reasons.ts";
import { atlas, onEvidence, onFacet, type AttackPattern } from "./attack.ts";

/** Databases and stores of documents. */
export default {
  id: "stored-data",
  standard: "MITRE ATLAS",
  code: "AML.T0036",
  title: "Data from Information Repositories",
  url: atlas("AML.T0036"),
  abuse:
    "It opens a database or a store of documents to whatever the caller asks for. One misled query can bring back a whole table, not just the row that the task needs.",
  applies(tool) {
    const free =
      tool.classification.category === "Execute" ? onFacet(tool, "arbitrary-query") : undefined;
    return onEvidence(tool, telling.rows) ?? onEvidence(tool, telling.documents) ?? free;
  },
} satisfies AttackPattern;
