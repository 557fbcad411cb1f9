import { parse as parseToml } from "smol-toml";
import { z } from "zod";
import { isServerName } from "../formats/codex.ts";
import { misspeltKeys, unknownKeys } from "../keys.ts";
import type { ReadRule, Reading } from "../reading.ts";
import { shaped } from "../shape.ts";

const Mode = z.enum(["auto", "prompt", "writes", "approve"]);
const Server = z.looseObject({
  command: z.string().optional(),
  url: z.string().optional(),
  enabled: z.boolean().default(true),
  enabled_tools: z.array(z.string()).optional(),
  disabled_tools: z.array(z.string()).default([]),
  default_tools_approval_mode: Mode.default("auto"),
  tools: z.unknown().optional(),
});
type Server = z.infer<typeof Server>;
const Tool = z.looseObject({ approval_mode: Mode.optional() });
const Config = z.looseObject({
  mcp_servers: z.unknown().optional(),
  approval_policy: z.unknown().optional(),
  sandbox_mode: z.unknown().optional(),
});

/** The keys of a server that version 0.169.0 knows. */
const known = (
  "command args env env_vars cwd url http_headers env_http_headers bearer_token_env_var http_headers_helper environment_id auth " +
  "startup_timeout_sec startup_timeout_ms tool_timeout_sec enabled required supports_parallel_tool_calls omit_tools_from " +
  "default_tools_approval_mode enabled_tools disabled_tools scopes oauth oauth_resource name tools"
).split(" ");
const knownOfTool = ["approval_mode", "output_token_limit"];

/** `disabled_tools` first, then `enabled_tools`, then the tool's own mode, then the server's; names are as the server has them. Seen with version 0.169.0. */
export default function read(text: string, alias: string): Reading {
  const config = shaped(Config, parseToml(text));
  const servers = new Map(Object.entries(Object(config.mcp_servers ?? {})));
  const at = ["mcp_servers", alias];
  const server = shaped(Server, servers.get(alias) ?? {}, at);
  const tools = new Map(
    Object.entries(Object(server.tools ?? {})).map(([name, tool]) => [
      name,
      shaped(Tool, tool, [...at, "tools", name]),
    ]),
  );
  const byMode = [...tools].flatMap(([name, { approval_mode: mode }]): ReadRule[] =>
    mode === undefined
      ? []
      : [
          {
            text: `tools: ${name}`,
            action: mode === "approve" ? "allow" : "ask",
            matches: (tool) => tool === name,
          },
        ],
  );
  return {
    rules: [...blocks(server, alias), ...byMode],
    wins: "strictest",
    unlisted: server.default_tools_approval_mode === "approve" ? "allow" : "ask",
    isOwn: true,
    problems: [
      ...misspeltKeys(config, ["mcp_servers"], "Codex's configuration"),
      ...(servers.has(alias) ? aboutServer(server, alias) : [noTable(alias, [...servers.keys()])]),
      ...aboutModes(server, tools),
      ...aboutAll(config),
    ],
  };
}

function blocks({ enabled, enabled_tools, disabled_tools }: Server, alias: string): ReadRule[] {
  const rules: ReadRule[] = disabled_tools.map((name) => ({
    text: `disabled_tools: ${name}`,
    action: "deny",
    matches: (tool) => tool === name,
  }));
  if (enabled_tools !== undefined) {
    const names = new Set(enabled_tools);
    const matches = (tool: string) => !names.has(tool);
    // It speaks of all tools that it does not name, and there may be none yet.
    rules.push({
      text: "enabled_tools",
      action: "deny",
      foreign: true,
      matches,
      names: enabled_tools,
    });
  }
  if (!enabled) rules.push({ text: "enabled = false", action: "deny", matches: () => true });
  if (!isServerName(alias))
    rules.push({ text: "the server's name", action: "deny", matches: () => true });
  return rules;
}

function noTable(alias: string, others: string[]): string {
  const seen = others.map((name) => JSON.stringify(name)).join(", ");
  return `There is no table \`mcp_servers.${alias}\`${seen && `: the servers of this file are ${seen}`}.`;
}

function aboutServer(server: Server, alias: string): string[] {
  const problems = unknownKeys(
    server,
    known,
    "a server's table, and Codex ignores it without a word",
  );
  if (!isServerName(alias))
    problems.push(
      "Codex does not start a server whose name has other characters than letters, digits, `_` and `-`.",
    );
  if (server.command === undefined && server.url === undefined)
    problems.push("The server has neither `command` nor `url`, so Codex refuses the whole file.");
  return problems;
}

function aboutModes(server: Server, tools: ReadonlyMap<string, z.infer<typeof Tool>>): string[] {
  const problems: string[] = [];
  for (const [name, tool] of tools) {
    const where = `the table of the tool ${JSON.stringify(name)}, and Codex ignores it without a word`;
    problems.push(...unknownKeys(tool, knownOfTool, where));
  }
  const modes = [
    server.default_tools_approval_mode,
    ...[...tools.values()].map((tool) => tool.approval_mode),
  ];
  if (modes.some((mode) => mode === "auto" || mode === "writes"))
    problems.push(
      "Under `auto`, the default, and `writes`, a tool runs without asking where the server says that it only reads.",
    );
  return problems;
}

function aboutAll({ approval_policy, sandbox_mode }: z.infer<typeof Config>): string[] {
  return approval_policy === "never" && sandbox_mode === "danger-full-access"
    ? [
        'With `approval_policy = "never"` and `sandbox_mode = "danger-full-access"` what should ask runs; only tools that are not offered stay blocked.',
      ]
    : [];
}
