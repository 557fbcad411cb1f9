/** An honest file of one tool in each language, to stand beside what is hostile: file name, and text for a tool's name. */
export interface Honest {
  extractor: string;
  path: string;
  text(tool: string): string;
  /** The manifest beside it, where the language wants one. */
  manifest?: [path: string, text: string];
}

/** By language, in the order of the extractors. */
export const honest: readonly Honest[] = [
  {
    extractor: "typescript",
    path: "honest.ts",
    text: (tool) => `import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
export const server = new McpServer({ name: "honest", version: "1.0.0" });
server.registerTool("${tool}", { description: "Is honest" }, async () => ({ content: [] }));
`,
  },
  {
    extractor: "python",
    path: "honest.py",
    text: (tool) => `from mcp.server.fastmcp import FastMCP
mcp = FastMCP("honest")
@mcp.tool()
def ${tool}() -> str:
    """Is honest."""
    return ""
`,
  },
  {
    extractor: "go",
    path: "honest.go",
    manifest: [
      "go.mod",
      "module example.com/honest\n\nrequire github.com/mark3labs/mcp-go v0.30.0\n",
    ],
    text: (tool) => `package main

import (
	"context"

	"github.com/mark3labs/mcp-go/mcp"
	"github.com/mark3labs/mcp-go/server"
)

func main() {
	s := server.NewMCPServer("honest", "1.0.0")
	s.AddTool(mcp.NewTool("${tool}", mcp.WithDescription("Is honest")), answer)
	server.ServeStdio(s)
}

func answer(ctx context.Context, request mcp.CallToolRequest) (*mcp.CallToolResult, error) {
	return mcp.NewToolResultText(""), nil
}
`,
  },
  {
    extractor: "rust",
    path: "src/main.rs",
    manifest: [
      "Cargo.toml",
      '[package]\nname = "honest"\nversion = "1.0.0"\n\n[dependencies]\nrmcp = "0.8"\n',
    ],
    text: (tool) => `use rmcp::{tool, tool_handler, tool_router, ServerHandler};

#[derive(Clone)]
pub struct Honest;

#[tool_router]
impl Honest {
    #[tool(description = "Is honest")]
    async fn ${tool}(&self) -> String {
        String::new()
    }
}

#[tool_handler]
impl ServerHandler for Honest {}
`,
  },
  {
    extractor: "java",
    path: "src/main/java/Honest.java",
    text: (tool) => `package example;

import org.springaicommunity.mcp.annotation.McpTool;
import org.springframework.stereotype.Component;

@Component
public class Honest {
    @McpTool(name = "${tool}", description = "Is honest")
    public String answer() {
        return "";
    }
}
`,
  },
  {
    extractor: "kotlin",
    path: "src/main/kotlin/Honest.kt",
    text: (tool) => `package example

import io.modelcontextprotocol.kotlin.sdk.CallToolResult
import io.modelcontextprotocol.kotlin.sdk.Implementation
import io.modelcontextprotocol.kotlin.sdk.server.Server

fun main() {
    val server = Server(Implementation("honest", "1.0.0"))
    server.addTool(name = "${tool}", description = "Is honest") { CallToolResult(content = listOf()) }
}
`,
  },
  {
    extractor: "csharp",
    path: "Honest.cs",
    text: (tool) => `using System.ComponentModel;
using ModelContextProtocol.Server;

Host.CreateApplicationBuilder(args).Services.AddMcpServer().WithStdioServerTransport().WithTools<Honest>();

[McpServerToolType]
public static class Honest
{
    [McpServerTool(Name = "${tool}"), Description("Is honest")]
    public static string Answer() => "";
}
`,
  },
  {
    extractor: "php",
    path: "src/Honest.php",
    text: (tool) => `<?php

namespace Example;

use PhpMcp\\Server\\Attributes\\McpTool;

class Honest
{
    #[McpTool(name: '${tool}', description: 'Is honest')]
    public function answer(): string
    {
        return '';
    }
}
`,
  },
  {
    extractor: "ruby",
    path: "honest.rb",
    text: (tool) => `require "mcp"

class HonestTool < MCP::Tool
  tool_name "${tool}"
  description "Is honest"

  def self.call(server_context:)
    MCP::Tool::Response.new([])
  end
end

server = MCP::Server.new(name: "honest", tools: [HonestTool])
`,
  },
];

/** The files of an honest server in one language. */
export function honestFiles(one: Honest, tool = "stays"): Record<string, string> {
  return {
    [one.path]: one.text(tool),
    ...(one.manifest && { [one.manifest[0]]: one.manifest[1] }),
  };
}
