import { mcpTop10, onWords, type AttackPattern } from "./attack.ts";

/** Packages and extensions that a call installs. */
export default {
  id: "supply-chain",
  standard: "OWASP MCP Top 10",
  code: "MCP04:2025",
  title: "Software Supply Chain Attacks & Dependency Tampering",
  url: mcpTop10("MCP04-2025–Software-Supply-Chain-Attacks&Dependency-Tampering"),
  abuse:
    "It installs what it is told to. A look-alike or tampered package brings its own code along, which runs at once or when it is next used.",
  applies(tool) {
    const { category } = tool.classification;
    if (category !== "Execute" && category !== "Write") return undefined;
    return onWords(
      { ...tool, definition: { name: tool.definition.name } },
      /(?<![a-z]|un)[Ii]nstall(?!ation|ed|er)|add_?[Pp]ackage|add_?[Dd]ependency/,
    );
  },
} satisfies AttackPattern;
