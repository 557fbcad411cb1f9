import { agenticTop10, onWords, type AttackPattern } from "./attack.ts";

/** Orders that are passed on to another agent. */
export default {
  id: "agent-messages",
  standard: "OWASP Top 10 for Agentic Applications",
  code: "ASI07",
  title: "Insecure Inter-Agent Communication",
  url: agenticTop10,
  abuse:
    "It hands a task on to another agent, which takes the text for its orders. Instructions that were planted in this conversation go along, to an agent with tools of its own.",
  applies(tool) {
    if (tool.classification.category !== "Execute") return undefined;
    return onWords(
      { ...tool, definition: { name: tool.definition.name } },
      /(?:invoke|run|start|call|spawn|delegate|ask|launch)[-_a-zA-Z]{0,20}[Aa]gents?(?![a-z])|[Aa]gent[-_]?(?:[Rr]un|[Ii]nvoke)(?![a-z])/,
    );
  },
} satisfies AttackPattern;
