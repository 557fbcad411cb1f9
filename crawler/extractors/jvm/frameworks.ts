/** How a library turns annotated methods into tools. */
export interface Framework {
  /** The full name of the annotation. */
  tool: RegExp;
  /** `always` where the annotation is only for MCP; `module` where the module must be an MCP server; `provider` where objects are handed over besides. */
  served: "always" | "module" | "provider";
  /** The element that is the tool's name, and what stands without a name of its own; `name` when absent. */
  name?: string;
  /** What it gives a tool that has no description. */
  blank?: "name" | "words";
}

/** https://docs.spring.io/spring-ai, https://docs.quarkiverse.io/quarkus-mcp-server, https://docs.langchain4j.dev, and what is alike. */
export const frameworks: Framework[] = [
  {
    tool: /^org\.springframework\.ai\.tool\.annotation\.Tool$/,
    served: "provider",
    blank: "words",
  },
  { tool: /(?:^|\.)mcp\.annotations?\.(?:[\w.]+\.)?McpTool$/, served: "always", blank: "name" },
  { tool: /^io\.quarkiverse\.mcp\.server\.Tool$/, served: "always" },
  { tool: /^dev\.langchain4j\.agent\.tool\.Tool$/, served: "module" },
  {
    tool: /^ai\.koog\.agents\.core\.tools\.annotations\.Tool$/,
    served: "module",
    name: "customName",
  },
  { tool: /^org\.noear\.solon\.ai\.(?:[\w.]+\.)?ToolMapping$/, served: "module" },
  { tool: /(?:^|[._])mcp\w*\.(?:[\w.]+\.)?(?:Mcp|MCP)?Tool(?:Mapping)?$/i, served: "always" },
  { tool: /(?:^|\.)[\w.]*mcp[\w.]*\.Mcp\.Tool$/i, served: "always" },
];

/** Types that a framework fills in by itself when a tool is called. */
export const injected =
  /^(?:io\.modelcontextprotocol\.|org\.springframework\.(?:ai|security|http|web)\.|org\.springaicommunity\.mcp\.|io\.quarkiverse\.mcp\.server\.|io\.micronaut\.mcp\.|io\.micronaut\.http\.|io\.helidon\.extensions\.mcp|dev\.langchain4j\.(?:invocation|agent\.tool\.ToolMemoryId)|kotlin\.coroutines\.|com\.intellij\.openapi\.project\.|org\.noear\.solon\.core\.handle\.|jakarta\.servlet\.|jakarta\.ws\.rs\.|java\.security\.Principal|org\.mcp_java\.|io\.openliberty\.mcp\.)/;

/** Annotations on parameters that a framework fills in. */
export const injectedBy =
  /(?:^|\.)(?:McpProgressToken|ToolMemoryId|Context|Header|Cookie|PathVar)$/;
