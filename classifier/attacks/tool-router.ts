import { readParameters } from "../evidence/schema.ts";
import { atlas, type AttackPattern } from "./attack.ts";

/** Tools behind a tool. */
export default {
  id: "tool-router",
  standard: "MITRE ATLAS",
  code: "AML.T0053",
  title: "AI Agent Tool Invocation",
  url: atlas("AML.T0053"),
  abuse:
    "It runs other tools by their name with any arguments. A rule that allows or denies tools by name sees only this one.",
  applies({ definition, classification }) {
    if (classification.category === "Read" || classification.category === "Write") return undefined;
    const top = readParameters(definition.inputSchema).filter(({ depth }) => depth === 0);
    const name = top.find(({ key }) => /^(?:toolname|tool|toolid|actionname)$/.test(key));
    const input = top.some(({ key }) =>
      /^(?:args|arguments|params|parameters|input|inputs|toolinput|toolargs)$/.test(key),
    );
    return name && input ? { quote: name.name, witness: "schema" } : undefined;
  },
} satisfies AttackPattern;
