/**
 * Asks the real Claude Code, by hand: `node test/classifier/policies/claude-code.conformance.ts <path of its binary> [runs]`.
 * Its model is a server on this machine that calls every tool once, and the log of the MCP server is the oracle.
 * It is proprietary, so nothing here installs it: `npm i --no-save @anthropic-ai/claude-code` somewhere else.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import http from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import readline from "node:readline";
import fc from "fast-check";
import { z } from "zod";
import format, { normalise } from "../../../classifier/policies/formats/claude-code.ts";
import type { PolicyRequest } from "../../../classifier/policies/format.ts";
import { anyRequest } from "./any-request.ts";

const Call = z.object({ server: z.string(), tool: z.string(), asked: z.string().optional() });
type Call = z.infer<typeof Call>;
const Message = z.object({
  id: z.number().optional(),
  method: z.string(),
  params: z
    .object({
      name: z.string().optional(),
      protocolVersion: z.string().optional(),
      arguments: z.object({ tool_name: z.string().optional() }).optional(),
    })
    .optional(),
});
const Turn = z.object({ model: z.string(), tools: z.array(z.unknown()).default([]) });

const later = "later";
const [mode = "", first = "", second = "", third = ""] = process.argv.slice(2);
if (mode === "--serve") await serve(first, second, z.array(z.string()).parse(JSON.parse(third)));
else await compare(mode, Number(first || 20));

/** One decision for each tool, for the whole server and for its first tool; exits with 1 when one is not as stated. */
async function compare(binary: string, runs: number): Promise<void> {
  let [decisions, wrong] = [0, 0];
  const usable = anyRequest.filter(({ alias, tools }) => alias.trim() !== "" && tools.length > 2);
  for (const request of fc.sample(usable, { seed: 20261121, numRuns: runs })) {
    for (const only of [undefined, request.tools[0]?.name]) {
      const emitted = format.emit({ ...request, ...(only !== undefined && { only }) });
      const decide = await play(binary, request, emitted.body);
      if (decide === undefined) continue;
      const stated = [
        ...emitted.coverage.map(({ tool, got }) => ({ tool, got })),
        { tool: later, got: "unchanged" as const },
      ];
      for (const { tool, got } of stated) {
        const byItself = normalise(request.alias, tool).length > 128 ? "deny" : "ask";
        const [expected, decided] = [got === "unchanged" ? byItself : got, decide(tool)];
        decisions++;
        if (expected === decided) continue;
        wrong++;
        console.log(JSON.stringify({ alias: request.alias, tool, only, expected, decided }));
      }
    }
  }
  console.log(`${decisions} decisions, ${wrong} not as stated`);
  process.exitCode = wrong === 0 ? 0 : 1;
}

async function play(binary: string, request: PolicyRequest, settings: string) {
  const folder = mkdtempSync(path.join(tmpdir(), "conformance-"));
  const [log, servers] = [path.join(folder, "log"), path.join(folder, "servers.json")];
  const tools = [...request.tools.map(({ name }) => name), later];
  const entry = (server: string, names: string[]) => ({
    command: process.execPath,
    args: [import.meta.filename, "--serve", server, log, JSON.stringify(names)],
  });
  const mcpServers = Object.fromEntries([
    ["person", entry("person", ["answer"])],
    [request.alias, entry("server", tools)],
  ]);
  writeFileSync(log, "");
  writeFileSync(servers, JSON.stringify({ mcpServers }));
  writeFileSync(path.join(folder, "settings.json"), settings);
  const model = await modelThatCalls([
    ...new Set(tools.map((tool) => normalise(request.alias, tool))),
  ]);
  const child = spawn(
    binary,
    [
      "-p",
      "go",
      "--settings",
      path.join(folder, "settings.json"),
      "--setting-sources",
      "",
      "--mcp-config",
      servers,
      "--strict-mcp-config",
      "--permission-prompt-tool",
      "mcp__person__answer",
    ],
    {
      cwd: folder,
      stdio: "ignore",
      timeout: 60_000,
      env: {
        HOME: folder,
        PATH: "/usr/bin:/bin",
        ANTHROPIC_BASE_URL: model.url,
        ANTHROPIC_API_KEY: "dummy",
        CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: "1",
        DISABLE_AUTOUPDATER: "1",
        ENABLE_TOOL_SEARCH: "false",
      },
    },
  );
  await once(child, "exit");
  model.close();
  const calls = readFileSync(log, "utf8").split("\n").filter(Boolean).map(readCall);
  rmSync(folder, { recursive: true });
  const ran = new Set(calls.flatMap(({ server, tool }) => (server === "server" ? [tool] : [])));
  const names = new Set([...ran].map((tool) => normalise(request.alias, tool)));
  const asked = new Set(calls.map((call) => call.asked));
  if (!asked.has(normalise(request.alias, later))) {
    console.log(`not decided: the server ${JSON.stringify(request.alias)} was not there in time`);
    return undefined;
  }
  return (tool: string) => {
    const name = normalise(request.alias, tool);
    if (names.has(name)) return "allow";
    return asked.has(name) ? "ask" : "deny";
  };
}

function readCall(line: string): Call {
  return Call.parse(JSON.parse(line));
}

/** A model that calls each tool once, a turn each, and then says that it is done. */
async function modelThatCalls(names: string[]): Promise<{ url: string; close: () => void }> {
  const queue = [...names];
  const server = http.createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += String(chunk);
    if (!request.url?.includes("/v1/messages") || request.url.includes("count_tokens")) {
      response.setHeader("content-type", "application/json").end('{"input_tokens":1}');
      return;
    }
    const { model, tools } = Turn.parse(JSON.parse(body));
    const name = tools.length > 3 ? queue.shift() : undefined;
    const block =
      name === undefined
        ? { type: "text", text: "" }
        : { type: "tool_use", id: `toolu_${queue.length}`, name, input: {} };
    const delta =
      name === undefined
        ? { type: "text_delta", text: "done" }
        : { type: "input_json_delta", partial_json: "{}" };
    const usage = { input_tokens: 1, output_tokens: 1 };
    const message = { id: "m", type: "message", role: "assistant", model, content: [], usage };
    const stop = { stop_reason: name === undefined ? "end_turn" : "tool_use" };
    const events: [string, object][] = [
      ["message_start", { message: { ...message, stop_reason: null, stop_sequence: null } }],
      ["content_block_start", { index: 0, content_block: block }],
      ["content_block_delta", { index: 0, delta }],
      ["content_block_stop", { index: 0 }],
      ["message_delta", { delta: stop, usage }],
      ["message_stop", {}],
    ];
    response.setHeader("content-type", "text/event-stream");
    for (const [type, fields] of events) {
      response.write(`event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`);
    }
    response.end();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  return { url: `http://127.0.0.1:${port}`, close: () => void server.close() };
}

/** An MCP server over stdio that logs each call; the one that plays the person refuses, and logs what it was asked. */
async function serve(server: string, log: string, tools: string[]): Promise<void> {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const { id, method, params } = Message.parse(JSON.parse(line));
    if (id === undefined) continue;
    const text = server === "person" ? '{"behavior":"deny","message":"no"}' : "ran";
    const results = new Map<string, object>([
      [
        "initialize",
        {
          protocolVersion: params?.protocolVersion,
          capabilities: { tools: {} },
          serverInfo: { name: server, version: "1" },
        },
      ],
      ["tools/list", { tools: tools.map((name) => ({ name, inputSchema: { type: "object" } })) }],
      ["tools/call", { content: [{ type: "text", text }] }],
    ]);
    if (method === "tools/call") {
      const call: Call = { server, tool: params?.name ?? "" };
      const asked = params?.arguments?.tool_name;
      appendFileSync(log, `${JSON.stringify(asked === undefined ? call : { ...call, asked })}\n`);
    }
    const result = results.get(method) ?? {};
    process.stdout.write(`${JSON.stringify({ jsonrpc: "2.0", id, result })}\n`);
  }
}
