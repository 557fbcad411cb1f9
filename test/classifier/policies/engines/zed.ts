import { z } from "zod";
import type { Decided, Engine } from "./engine.ts";

const Mode = z.enum(["allow", "confirm", "deny"]);
const Settings = z.strictObject({
  theme: z.string().optional(),
  agent: z.strictObject({
    tool_permissions: z.strictObject({ default: Mode.default("confirm"), tools: z.unknown() }),
  }),
});
const Rules = z.strictObject({ default: Mode });

const settings = (tools: object, more: object = {}): string =>
  JSON.stringify({ agent: { tool_permissions: { ...more, tools } } });

/** From https://zed.dev/docs/ai/tool-permissions and the source of `ToolPermissionDecision`: the exact key decides, else the default, which is to confirm. */
export const zed: Engine = {
  neutral: [
    settings({}),
    settings({ "mcp:another:tool": { default: "allow" } }, { default: "confirm" }),
    settings({ terminal: { default: "deny" } }),
  ],
  naming(alias, tools) {
    const all = (mode: string) =>
      settings(
        Object.fromEntries(
          [alias, ...tools].every((name) => name.isWellFormed())
            ? tools.map((tool) => [`mcp:${alias}:${tool}`, { default: mode }])
            : [],
        ),
      );
    return [all("allow"), all("confirm"), all("deny")];
  },
  load(text, alias) {
    const { tool_permissions: permissions } = Settings.parse(JSON.parse(text)).agent;
    const tools = new Map(Object.entries(Object(permissions.tools ?? {})));
    for (const key of tools.keys())
      if (!key.isWellFormed()) throw new Error("expected text without halves of surrogate pairs");
    return (tool): Decided => {
      // Such a server can be neither configured nor spoken to.
      if (!alias.isWellFormed() || !tool.isWellFormed()) return { action: "deny" };
      const found = tools.get(["mcp", alias, tool].join(":"));
      const mode = found === undefined ? permissions.default : Rules.parse(found).default;
      return { action: mode === "confirm" ? "ask" : mode };
    };
  },
};
