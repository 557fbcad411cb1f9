import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import type { Tool as ListedTool } from "@modelcontextprotocol/sdk/types.js";

export type { ListedTool };

/** Starts an MCP server over stdio with the official SDK's client, lists its tools page by page and stops it. */
export async function listServer(
  command: string,
  args: string[],
  env: Record<string, string>,
): Promise<ListedTool[]> {
  const transport = new StdioClientTransport({
    command,
    args,
    env: { PATH: process.env["PATH"] ?? "", HOME: "/nonexistent", ...env },
    stderr: "pipe",
  });
  let said = "";
  transport.stderr?.on("data", (chunk: Buffer) => (said = (said + chunk.toString()).slice(-2000)));
  const client = new Client({ name: "almanac-tests", version: "0.0.0" });
  try {
    await client.connect(transport, { timeout: 60_000 });
    const tools: ListedTool[] = [];
    let cursor: string | undefined;
    do {
      const page = await client.listTools(cursor === undefined ? {} : { cursor }, {
        timeout: 60_000,
      });
      tools.push(...page.tools);
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    return tools;
  } catch (error) {
    throw new Error(`${[command, ...args].join(" ")} could not be listed; it said: ${said}`, {
      cause: error,
    });
  } finally {
    await client.close();
  }
}
