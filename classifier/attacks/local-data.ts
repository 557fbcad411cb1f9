import { telling } from "../evidence/reasons.ts";
import { atlas, onEvidence, type AttackPattern } from "./attack.ts";

/** Files of the host. */
export default {
  id: "local-data",
  standard: "MITRE ATLAS",
  code: "AML.T0037",
  title: "Data from Local System",
  url: atlas("AML.T0037"),
  abuse:
    "It returns files by their path, so an agent that is told to can read keys, settings and private files wherever the server's user may.",
  applies(tool) {
    return onEvidence(tool, telling.files);
  },
} satisfies AttackPattern;
