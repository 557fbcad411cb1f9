import { z } from "zod";
import type { Decided, Engine } from "./engine.ts";

const Server = z.strictObject({
  command: z.string(),
  disabled: z.boolean().default(false),
  autoApprove: z.array(z.string()).default([]),
  disabledTools: z.array(z.string()).default([]),
});
const Config = z.strictObject({ mcpServers: z.unknown() });

const another = "another tool that nobody asked about";
const file = (alias: string, server: object = {}): string =>
  JSON.stringify({
    mcpServers: Object.fromEntries([
      ["a server that nobody asked about", { command: "true", autoApprove: ["*"] }],
      ...(alias.isWellFormed() ? [[alias, { command: "true", ...server }]] : []),
    ]),
  });

/** From https://kiro.dev/docs/mcp/configuration: `disabledTools` are not offered, `autoApprove` run without a question, and a star there is all of them. */
export const kiro: Engine = {
  cannotName: (alias) => !alias.isWellFormed(),
  neutral: [],
  neutralFor: (alias) => [
    file(alias),
    file(alias, { autoApprove: [another], disabledTools: ["one more"], disabled: false }),
  ],
  naming: (alias, tools) => [
    file(alias, { disabledTools: tools.filter((tool) => tool.isWellFormed()) }),
    file(alias, { disabled: true }),
  ],
  load(text, alias) {
    if (/\\ud[89a-f]/i.test(text.replaceAll(/\\ud[89ab]..\\ud[c-f]../gi, "")))
      throw new Error("expected text without halves of surrogate pairs");
    const servers = new Map(Object.entries(Object(Config.parse(JSON.parse(text)).mcpServers)));
    const own = servers.get(alias);
    if (own === undefined) return () => ({ action: "ask" });
    const { disabled, autoApprove, disabledTools } = Server.parse(own);
    return (tool): Decided => {
      if (disabled || disabledTools.includes(tool)) return { action: "deny" };
      const runs = autoApprove.some((name) => name === "*" || name === tool);
      return { action: runs ? "allow" : "ask" };
    };
  },
};
