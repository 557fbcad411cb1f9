import { telling } from "../evidence/reasons.ts";
import { atlas, onEvidence, type AttackPattern } from "./attack.ts";

/** Pages made for agents that click. */
export default {
  id: "clickbait",
  standard: "MITRE ATLAS",
  code: "AML.T0100",
  title: "AI Agent Clickbait",
  url: atlas("AML.T0100"),
  abuse:
    "A page can show a button, a dialog or a form that is made for agents. It clicks, types or chooses there with the rights of the session that is open.",
  applies(tool) {
    return tool.classification.category === "Execute"
      ? onEvidence(tool, telling.actsLive)
      : undefined;
  },
} satisfies AttackPattern;
