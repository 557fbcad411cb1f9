const libraries = [
  /^com\.logaritex\.mcp:/,
  /^io\.micronaut\.mcp:/,
  /^io\.modelcontextprotocol(?:\.sdk)?:/,
  /^io\.quarkiverse\.mcp:quarkus-mcp-server/,
  /^org\.springaicommunity:(?:spring-ai-)?mcp-/,
  /^org\.springframework\.ai:(?:spring-ai-mcp|spring-ai-starter-mcp-server|spring-ai-autoconfigure-mcp-server)/,
];

/** The MCP libraries of the JVM's languages, as `group:artifact`: most come as a family of artifacts. */
export const jvmLibraries = {
  has: (name: string): boolean =>
    !name.endsWith("-bom") && libraries.some((library) => library.test(name)),
};
