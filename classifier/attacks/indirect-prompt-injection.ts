import { atlas, onFacet, type AttackPattern } from "./attack.ts";

/** Instructions in what comes back. */
export default {
  id: "indirect-prompt-injection",
  standard: "MITRE ATLAS",
  code: "AML.T0051.001",
  title: "LLM Prompt Injection: Indirect",
  url: atlas("AML.T0051.001"),
  abuse:
    "Somebody who can write where it reads leaves instructions there. It hands them to the model among the data that was asked for, and the model may follow them with every other tool at hand.",
  applies(tool) {
    return onFacet(tool, "untrusted-input");
  },
} satisfies AttackPattern;
