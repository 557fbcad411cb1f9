import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { type Client, playClient, versionOf } from "./client.ts";
import type { Enforcer } from "./enforcer.ts";
import { chat } from "./wires/chat.ts";

/** Copilot CLI, by `copilot -p` with a model of one's own, which needs no account. */
const client: Client = {
  wire: chat,
  prepare({ alias, body }, { folder, model, server }) {
    const servers = path.join(folder, "servers.json");
    const mcpServers = Object.fromEntries([
      [alias, { type: "local", command: server.command, args: server.args, tools: ["*"] }],
    ]);
    writeFileSync(servers, JSON.stringify({ mcpServers }));
    return {
      args: ["-p", "go", "--additional-mcp-config", `@${servers}`, ...flagsOf(body)],
      env: {
        COPILOT_OFFLINE: "true",
        COPILOT_AUTO_UPDATE: "false",
        COPILOT_PROVIDER_BASE_URL: `${model}/v1`,
        COPILOT_MODEL: "mock",
      },
    };
  },
  calledAs: (alias, tool) => ({ name: `${safe(alias)}-${safe(tool)}` }),
  merges: true,
  refusal: /no interactive user response was available/,
  blocked: /denied due to the following rules/,
  starts: () => true,
};

/** Proprietary, so nothing here installs it. */
const enforcer: Enforcer = {
  id: "copilot-cli",
  isOptional: true,
  program: "",
  version: versionOf,
  byItself: () => "ask",
  play: (program, play) => playClient(client, program, play),
};
export default enforcer;

/** What a shell hands to a program that is started so. */
function flagsOf(body: string): string[] {
  const script = `copilot() { printf '%s\\0' "$@"; }\n${body}`;
  const handed = execFileSync("/bin/sh", ["-euc", script], { encoding: "utf8" });
  return handed.split("\0").filter(Boolean);
}

const safe = (name: string): string => name.replaceAll(/[^A-Za-z0-9_-]/g, "-");
