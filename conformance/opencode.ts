import { writeFileSync } from "node:fs";
import path from "node:path";
import { mergePolicies } from "../classifier/policies/documents.ts";
import { type Client, playClient, versionOf } from "./client.ts";
import type { Enforcer } from "./enforcer.ts";
import { chat } from "./wires/chat.ts";

/** opencode 1, by `opencode run`. */
const client: Client = {
  wire: chat,
  prepare({ alias, body }, { folder, model, server }) {
    const models = { mock: { name: "mock", tool_call: true } };
    const base = JSON.stringify({
      model: "mock/mock",
      provider: {
        mock: {
          npm: "@ai-sdk/openai-compatible",
          options: { baseURL: `${model}/v1`, apiKey: "dummy" },
          models,
        },
      },
      // Else it asks about calls that are repeated, and the first refusal ends the run.
      permission: { doom_loop: "allow" },
      experimental: { continue_loop_on_deny: true },
      mcp: Object.fromEntries([
        [alias, { type: "local", command: [server.command, ...server.args] }],
      ]),
    });
    writeFileSync(path.join(folder, "opencode.json"), mergePolicies("json", base, body));
    return {
      args: ["run", "--format", "json", "--title", "t", "go"],
      env: {
        OPENCODE_DISABLE_AUTOUPDATE: "1",
        OPENCODE_DISABLE_MODELS_FETCH: "1",
        OPENCODE_DISABLE_LSP_DOWNLOAD: "1",
        OPENCODE_DISABLE_DEFAULT_PLUGINS: "1",
        OPENCODE_DISABLE_CLAUDE_CODE: "1",
        OPENCODE_DISABLE_FFF: "1",
        OPENCODE_EXPERIMENTAL_DISABLE_FILEWATCHER: "1",
        OPENCODE_FAST_BOOT: "1",
        OPENCODE_PURE: "1",
      },
    };
  },
  calledAs: (alias, tool) => ({ name: `${safe(alias)}_${safe(tool)}` }),
  merges: true,
  refusal: /rejected permission/i,
  starts: () => true,
};

const enforcer: Enforcer = {
  id: "opencode",
  program: `opencode-${process.platform}-${process.arch}/bin/opencode`,
  version: versionOf,
  byItself: () => "allow",
  play: (program, play) => playClient(client, program, play),
};
export default enforcer;

const safe = (name: string): string => name.replaceAll(/[^A-Za-z0-9_-]/g, "_");
