import { atlas, onFacet, type AttackPattern } from "./attack.ts";

/** Lures from a trusted account. */
export default {
  id: "phishing",
  standard: "MITRE ATLAS",
  code: "AML.T0052",
  title: "Phishing",
  url: atlas("AML.T0052"),
  abuse:
    "What it sends arrives under its owner's name, from an account that the reader trusts. A misled agent can send a lure to colleagues or customers.",
  applies(tool) {
    return onFacet(tool, "reach-people");
  },
} satisfies AttackPattern;
