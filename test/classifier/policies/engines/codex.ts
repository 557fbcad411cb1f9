import { parse } from "smol-toml";
import { z } from "zod";
import type { Decided, Engine } from "./engine.ts";

const Server = z.strictObject({
  command: z.string().optional(),
  enabled_tools: z.array(z.string()).optional(),
  disabled_tools: z.array(z.string()).optional(),
  default_tools_approval_mode: z.enum(["auto", "prompt", "approve"]).optional(),
});
const Tool = z.strictObject({ approval_mode: z.enum(["auto", "prompt", "approve"]) });

/**
 * From https://developers.openai.com/codex/mcp and from version 0.169.0 with `--strict-config` against a mock: a tool is offered when
 * `enabled_tools` is absent or has it and `disabled_tools` has not; then its own mode holds, or the server's, and `auto` asks for tools that
 * say nothing of themselves. Names are as the server has them. What the snippet is added to has the server's command, so that may be absent here.
 */
export const codex: Engine = {
  neutral: [
    "",
    'model = "m"\n[mcp_servers.another_server]\ncommand = "x"\nenabled_tools = ["a"]\n',
  ],
  naming(alias, tools) {
    const names = tools.filter((tool) => tool.isWellFormed());
    const table = `[mcp_servers.${quoted(alias)}`;
    const list = `[${names.map(quoted).join(", ")}]`;
    return [
      `${table}]\ncommand = "x"\nenabled_tools = ${list}\n`,
      `${table}]\ndisabled_tools = ${list}\ndefault_tools_approval_mode = "approve"\n`,
      names.map((tool) => `${table}.tools.${quoted(tool)}]\napproval_mode = "approve"\n`).join(""),
    ];
  },
  load(text, alias) {
    const servers = fieldsOf(fieldsOf(parse(text)).get("mcp_servers"));
    const { tools = {}, ...rest } = Object.fromEntries(fieldsOf(servers.get(alias)));
    const server = Server.parse(rest);
    const modes = new Map([...fieldsOf(tools)].map(([name, tool]) => [name, Tool.parse(tool)]));
    return (tool): Decided => {
      const isOffered = server.enabled_tools?.includes(tool) ?? true;
      if (!isOffered || server.disabled_tools?.includes(tool)) return { action: "deny" };
      if (!/^[\w-]+$/.test(alias) || !tool.isWellFormed()) return { action: "deny" };
      const mode = modes.get(tool)?.approval_mode ?? server.default_tools_approval_mode;
      return { action: mode === "approve" ? "allow" : "ask" };
    };
  },
};

const fieldsOf = (value: unknown): Map<string, unknown> =>
  new Map(Object.entries(Object(value ?? {})));

/** A key or a string of TOML. */
const quoted = (text: string): string =>
  JSON.stringify(text.toWellFormed()).replaceAll("\u007f", "\\u007f");
