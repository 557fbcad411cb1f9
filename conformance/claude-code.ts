import { writeFileSync } from "node:fs";
import path from "node:path";
import { normalise } from "../classifier/policies/formats/claude-code.ts";
import { type Client, playClient, versionOf } from "./client.ts";
import type { Enforcer } from "./enforcer.ts";
import { messages } from "./wires/messages.ts";

const answer = '{"behavior":"deny","message":"a person said no"}';

/** Claude Code, by `claude -p`: a second server plays the person, and refuses. */
const client: Client = {
  wire: messages,
  prepare({ alias, body }, { folder, model, server }) {
    const servers = path.join(folder, "servers.json");
    const settings = path.join(folder, "settings.json");
    const [script = ""] = server.args;
    const log = path.join(folder, "asked.log");
    writeFileSync(log, "");
    const person = {
      command: server.command,
      args: [script, log, '["answer"]', answer],
    };
    const mcpServers = Object.fromEntries([
      ["person", person],
      [alias, server],
    ]);
    writeFileSync(servers, JSON.stringify({ mcpServers }));
    writeFileSync(settings, body);
    return {
      args: [
        "-p",
        "go",
        "--settings",
        settings,
        "--setting-sources",
        "",
        "--mcp-config",
        servers,
        "--strict-mcp-config",
        "--permission-prompt-tool",
        "mcp__person__answer",
      ],
      env: {
        ANTHROPIC_BASE_URL: model,
        ANTHROPIC_API_KEY: "dummy",
        CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: "1",
        DISABLE_AUTOUPDATER: "1",
        ENABLE_TOOL_SEARCH: "false",
      },
    };
  },
  calledAs: (alias, tool) => ({ name: normalise(alias, tool) }),
  merges: true,
  refusal: /a person said no/,
  starts: (alias) => alias.trim() !== "",
};

/** Proprietary, so nothing here installs it. */
const enforcer: Enforcer = {
  id: "claude-code",
  isOptional: true,
  program: "",
  version: versionOf,
  byItself: (alias, tool) => (normalise(alias, tool).length > 128 ? "deny" : "ask"),
  play: (program, play) => playClient(client, program, play),
};
export default enforcer;
