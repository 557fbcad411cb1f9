/** An MCP server over stdio, started as `node logging-server.ts <log> <tools as JSON> [what it answers]`, that writes down each call: what is not in its log did not run. */
import { appendFileSync } from "node:fs";
import readline from "node:readline";
import { z } from "zod";

const Message = z.object({
  id: z.union([z.number(), z.string()]).optional(),
  method: z.string().default(""),
  params: z
    .looseObject({ name: z.string().optional(), arguments: z.unknown().optional() })
    .optional(),
});

const [log = "", names = "[]", answer = "ran"] = process.argv.slice(2);
const tools = z.array(z.string()).parse(JSON.parse(names));

const answers = new Map<string, (params: z.infer<typeof Message>["params"]) => object>([
  [
    "initialize",
    (params) => ({
      protocolVersion: params?.["protocolVersion"],
      capabilities: { tools: {} },
      serverInfo: { name: "logging", version: "1" },
    }),
  ],
  [
    "tools/list",
    () => {
      write({ listed: true });
      const inputSchema = { type: "object", properties: {} };
      return {
        tools: tools.map((name, index) => ({ name, description: `tool ${index}`, inputSchema })),
      };
    },
  ],
  [
    "tools/call",
    (params) => {
      write({ tool: params?.name ?? "", given: params?.arguments });
      return { content: [{ type: "text", text: answer }] };
    },
  ],
]);

for await (const line of readline.createInterface({ input: process.stdin })) {
  const { id, method, params } = Message.parse(JSON.parse(line));
  if (id === undefined) continue;
  const result = answers.get(method)?.(params) ?? {};
  process.stdout.write(`${JSON.stringify({ jsonrpc: "2.0", id, result })}\n`);
}

function write(entry: object): void {
  appendFileSync(log, `${JSON.stringify(entry)}\n`);
}
