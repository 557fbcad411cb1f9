import { agenticTop10, onFacet, type AttackPattern } from "./attack.ts";

/** Pass-through tools that do more than a task needs. */
export default {
  id: "tool-misuse",
  standard: "OWASP Top 10 for Agentic Applications",
  code: "ASI02",
  title: "Tool Misuse and Exploitation",
  url: agenticTop10,
  abuse:
    "It passes on any statement or request, so it can do far more than the task that it was given for. A misled agent needs no other tool to change or remove things.",
  applies(tool) {
    const { category, evidence } = tool.classification;
    if (category !== "Execute") return undefined;
    const query = onFacet(tool, "arbitrary-query");
    if (query) return query;
    const request = evidence.find(
      ({ shows }) => shows === "lets the caller choose the request method",
    );
    return request && { category, quote: request.quote, witness: request.witness };
  },
} satisfies AttackPattern;
