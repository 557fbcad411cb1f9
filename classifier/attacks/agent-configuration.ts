import { readParameters } from "../evidence/schema.ts";
import { atlas, onFacet, type AttackPattern } from "./attack.ts";

const texts =
  /^(?:content|contents|edits|newstring|newtext|newstr|replacement|filetext|patch|filecontent)$/;
const writing = /write|edit|append|replace|insert|save|patch|update|create_?(?:text_?)?file/i;
/** Files of these kinds configure no agent. */
const office =
  /\b(?:excel|word|docx|xlsx|workbook|worksheet|spreadsheet|presentation|slides?|pdf|image|audio|video|screenshot|notes?|vault)\b/i;

/** Files that agents are configured with. */
export default {
  id: "agent-configuration",
  standard: "MITRE ATLAS",
  code: "AML.T0081",
  title: "Modify AI Agent Configuration",
  url: atlas("AML.T0081"),
  abuse:
    "It writes files of any kind by their path, those among them from which agents take their instructions, servers and permissions. What is planted there works in every later session.",
  applies(tool) {
    const writes = tool.classification.effect === "write" && writing.test(tool.definition.name);
    const basis = writes ? onFacet(tool, "filesystem") : undefined;
    if (
      !basis ||
      office.test(
        `${tool.definition.name.replaceAll("_", " ")} ${tool.definition.description?.slice(0, 500) ?? ""}`,
      )
    )
      return undefined;
    return readParameters(tool.definition.inputSchema).some(({ key }) => texts.test(key))
      ? basis
      : undefined;
  },
} satisfies AttackPattern;
