import type { Files } from "./github/repositories.ts";

/** A small MCP server with one tool a name, for tests that need some server and not a certain one. */
export function pythonServer(name: string, tools: string[]): Files {
  const functions = tools.map(
    (tool) =>
      `@mcp.tool()\ndef ${tool}(id: str) -> str:\n    """${tool.replaceAll("_", " ")} by id."""\n    return id\n`,
  );
  return {
    "pyproject.toml": `[project]\nname = "${name}"\nversion = "1.0.0"\ndependencies = ["mcp"]\n`,
    "server.py": `from mcp.server.fastmcp import FastMCP\n\nmcp = FastMCP("${name}")\n\n${functions.join("\n")}`,
  };
}
