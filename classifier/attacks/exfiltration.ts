import { atlas, onFacet, type AttackPattern } from "./attack.ts";

/** Data that leaves in the arguments of a call. */
export default {
  id: "exfiltration",
  standard: "MITRE ATLAS",
  code: "AML.T0086",
  title: "Exfiltration via AI Agent Tool Invocation",
  url: atlas("AML.T0086"),
  abuse:
    "Its arguments leave for somewhere else, so a misled agent can put what it has read into them. The call looks like any other use of the tool.",
  applies(tool) {
    return onFacet(tool, "egress");
  },
} satisfies AttackPattern;
