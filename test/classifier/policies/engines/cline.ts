import { createHash } from "node:crypto";
import { z } from "zod";
import type { Decided, Engine } from "./engine.ts";

const Server = z.strictObject({
  command: z.string(),
  disabled: z.boolean().default(false),
  autoApprove: z.array(z.string()).default([]),
});
const Settings = z.strictObject({ mcpServers: z.unknown() });
const GlobalSettings = z.strictObject({
  telemetryOptOut: z.boolean().optional(),
  disabledTools: z.array(z.string()).default([]),
});

const file = (alias: string, server: object = {}): string =>
  JSON.stringify({
    mcpServers: Object.fromEntries([
      ["a server that nobody asked about", { command: "true", autoApprove: ["*"] }],
      ...(alias.isWellFormed() ? [[alias, { command: "true", ...server }]] : []),
    ]),
  });

/** From the source of 4.1.13, in an editor and with “Use MCP servers” on: `sdk-tool-policies.ts`, `name-transform.ts` and `global-settings.ts`. */
export const cline: Engine = {
  neutral: [],
  neutralFor: (alias) => [
    file(alias),
    file(alias, { autoApprove: ["another tool that nobody asked about"], disabled: false }),
  ],
  neutralAlso: JSON.stringify({ telemetryOptOut: true, disabledTools: ["web_search"] }),
  naming: (alias) => [file(alias, { disabled: true })],
  load(text, alias, _tools, also = "{}") {
    const servers = new Map(Object.entries(Object(Settings.parse(JSON.parse(text)).mcpServers)));
    const { disabledTools } = GlobalSettings.parse(JSON.parse(also));
    const own = servers.get(alias);
    if (own === undefined) return () => ({ action: alias.isWellFormed() ? "ask" : "deny" });
    const { disabled, autoApprove } = Server.parse(own);
    return (tool): Decided => {
      const name = transformed(alias, tool);
      const isLeftOut = disabledTools.map((entry) => entry.trim()).includes(name);
      if (disabled || isLeftOut) return { action: "deny" };
      // The rule to ask is kept under the name as it was; a tool without a rule runs.
      if (name !== `${alias}__${tool}`) return { action: "allow" };
      const at = name.indexOf("__");
      const isOwn = at > 0 && name.slice(0, at) === alias && name.slice(at + 2) === tool;
      return { action: isOwn && tool !== "" && autoApprove.includes(tool) ? "allow" : "ask" };
    };
  },
};

function transformed(server: string, tool: string): string {
  const raw = `${server}__${tool}`;
  const clean = raw.replaceAll(/[^a-zA-Z0-9_-]+/g, "_");
  if (clean === raw && raw.length <= 64) return raw;
  const hash = createHash("sha1").update(raw).digest("hex").slice(0, 8);
  return `${clean.slice(0, 55) || "mcp_tool"}_${hash}`;
}
