import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { mergePolicies } from "../classifier/policies/documents.ts";
import { printToml } from "../classifier/policies/print.ts";
import { type Client, playClient, versionOf } from "./client.ts";
import type { Enforcer } from "./enforcer.ts";
import { responses } from "./wires/responses.ts";

/** Codex, by `codex exec --strict-config`, which refuses keys that it does not know. */
const client: Client = {
  wire: responses,
  prepare({ alias, body }, { folder, model, server }) {
    const home = path.join(folder, "codex");
    mkdirSync(home);
    const base = printToml({
      model: "mock",
      model_provider: "mock",
      model_providers: {
        mock: { name: "mock", base_url: `${model}/v1`, wire_api: "responses" },
      },
      mcp_servers: Object.fromEntries([[alias, server]]),
    });
    writeFileSync(path.join(home, "config.toml"), mergePolicies("toml", base, body));
    return {
      args: ["exec", "--strict-config", "--skip-git-repo-check", "--json", "go"],
      env: { CODEX_HOME: home },
    };
  },
  calledAs: (alias, tool) => ({ name: safe(tool), namespace: `mcp__${safe(alias)}` }),
  refusal: /requires approval|approval|rejected/i,
  starts: (alias) => /^[\w-]+$/.test(alias),
};

const enforcer: Enforcer = {
  id: "codex",
  program: "@openai/codex/bin/codex.js",
  version: versionOf,
  byItself: (alias) => (client.starts(alias) ? "ask" : "deny"),
  play: (program, play) => playClient(client, program, play),
};
export default enforcer;

const safe = (name: string): string => name.replaceAll(/[^A-Za-z0-9_]/g, "_");
