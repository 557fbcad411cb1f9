import { readParameters } from "../evidence/schema.ts";
import { mcpTop10, onFacet, type AttackPattern } from "./attack.ts";

const commands = /^(?:shell|bash)?(?:command|commands|cmd|cmdline|commandline|shellscript)$/;

/** Commands that a model puts together. */
export default {
  id: "command-injection",
  standard: "OWASP MCP Top 10",
  code: "MCP05:2025",
  title: "Command Injection & Execution",
  url: mcpTop10("MCP05-2025–Command-Injection&Execution"),
  abuse:
    "It runs a command line that the model writes. Words from a page, a ticket or a file can end up in that line and run with the rights of the server's user.",
  applies(tool) {
    const basis = onFacet(tool, "arbitrary-code");
    if (!basis || tool.classification.category !== "Execute") return undefined;
    const command = readParameters(tool.definition.inputSchema).find(({ key }) =>
      commands.test(key),
    );
    return command && { facet: "arbitrary-code", quote: command.name, witness: "schema" };
  },
} satisfies AttackPattern;
