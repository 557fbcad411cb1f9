import { atlas, onWords, type AttackPattern } from "./attack.ts";

const kept = /memor(?:y|ies)\b|\bremember\b|knowledge[ _]graph/i;
/** Memory of a machine. */
const compute = /limit|usage|cpu|profil|leak|heap/i;

/** Memories that are planted. */
export default {
  id: "memory-poisoning",
  standard: "MITRE ATLAS",
  code: "AML.T0080.000",
  title: "AI Agent Context Poisoning: Memory",
  url: atlas("AML.T0080.000"),
  abuse:
    "It keeps what it is told for later sessions. One planted sentence is then believed again and again, long after the page that it came from is closed.",
  applies(tool) {
    const { category } = tool.classification;
    if (category !== "Write") return undefined;
    const { name, description = "" } = tool.definition;
    const opening = { name, description: description.slice(0, 200) };
    const basis = onWords({ ...tool, definition: opening }, kept);
    return basis && !compute.test(name) ? basis : undefined;
  },
} satisfies AttackPattern;
