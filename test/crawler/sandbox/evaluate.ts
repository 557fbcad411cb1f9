import type { Evaluation } from "../../../crawler/merge.ts";
import evaluator from "../../../crawler/sandbox/evaluator.ts";
import type { Snapshot, Tool } from "../../../model.ts";

/** A snapshot of a few files; a manifest that names `index.ts` is added when there is none. */
export function snapshotOf(files: Record<string, string>): Snapshot {
  const manifest = JSON.stringify({
    name: "server",
    bin: "index.ts",
    dependencies: { "@modelcontextprotocol/sdk": "^1.20.0", zod: "^3.25.0" },
  });
  const all = { "package.json": manifest, ...files };
  return {
    repository: { source: "path:fixture", id: "path.local/fixture" },
    files: new Map(Object.entries(all).toSorted(([a], [b]) => (a < b ? -1 : 1))),
    skipped: [],
  };
}

export async function evaluate(files: Record<string, string>): Promise<Evaluation> {
  return evaluator.extract(snapshotOf(files));
}

/** What a client would see of a tool. */
export function seen({ name, description, inputSchema }: Tool): object {
  return { name, description, inputSchema };
}

/** The start and the end of a server with one tool of the given name, round other code. */
export function serverWith(code: string, name = "greet"): string {
  return `import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { z } from "zod";
const server = new McpServer({ name: "fixture", version: "1.0.0" });
server.registerTool(${JSON.stringify(name)}, { description: "Says hello", inputSchema: { to: z.string() } }, async ({ to }) => {
  return { content: [{ type: "text", text: to }] };
});
${code}
await server.connect(new StdioServerTransport());
`;
}
