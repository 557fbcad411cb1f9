import { z } from "zod";
import { parseJson } from "../../../../classifier/policies/documents.ts";
import type { Decided, Engine } from "./engine.ts";

const Enabled = z.strictObject({ enabled: z.boolean() });
const MessagesToolset = z.strictObject({
  type: z.literal("mcp_toolset"),
  mcp_server_name: z.string(),
  default_config: Enabled.optional(),
  configs: z.unknown().optional(),
});
const Managed = z.strictObject({
  enabled: z.boolean().optional(),
  permission_policy: z.strictObject({ type: z.enum(["always_allow", "always_ask"]) }).optional(),
});
const AgentToolset = z.strictObject({
  type: z.literal("mcp_toolset"),
  mcp_server_name: z.string(),
  default_config: Managed.optional(),
  configs: z.array(Managed.extend({ name: z.string().min(1) })).default([]),
});

const toolset = (more: object): string =>
  JSON.stringify({ type: "mcp_toolset", mcp_server_name: "a", ...more });

/** From the types of @anthropic-ai/sdk 1.12.0 and https://platform.claude.com/docs/en/agents-and-tools/mcp-connector: a tool's own entry, then the default, which is to be there. */
export const anthropicMessages: Engine = {
  neutral: [
    toolset({}),
    toolset({ default_config: { enabled: false }, configs: { another: { enabled: true } } }),
  ],
  naming: (_alias, tools) =>
    [true, false].map((enabled) =>
      toolset({ configs: Object.fromEntries(new Map(tools.map((tool) => [tool, { enabled }]))) }),
    ),
  load(text) {
    const { default_config: byDefault, configs } = MessagesToolset.parse(parseJson(text));
    const own = new Map(
      Object.entries(Object(configs)).map(([name, config]) => [name, Enabled.parse(config)]),
    );
    return (tool): Decided => {
      const { enabled } = own.get(tool) ?? byDefault ?? { enabled: true };
      return { action: enabled ? "allow" : "deny" };
    };
  },
};

/** From the same types and https://platform.claude.com/docs/en/managed-agents/permission-policies: what nobody speaks of is there and asks; a tool is listed once. */
export const anthropicManagedAgents: Engine = {
  neutral: [
    toolset({}),
    toolset({ default_config: { enabled: false }, configs: [{ name: "another", enabled: true }] }),
    toolset({ default_config: { permission_policy: { type: "always_allow" } } }),
  ],
  naming: (_alias, tools) => {
    const each = (config: object) =>
      tools.filter((tool) => tool !== "").map((name) => ({ name, ...config }));
    return [
      toolset({ configs: each({ permission_policy: { type: "always_allow" } }) }),
      toolset({ default_config: { enabled: false }, configs: each({ enabled: false }) }),
    ];
  },
  load(text) {
    const { default_config: byDefault = {}, configs } = AgentToolset.parse(parseJson(text));
    const own = new Map(configs.map((config) => [config.name, config]));
    if (own.size < configs.length) throw new Error("expected each tool once");
    return (tool): Decided => {
      const config = own.get(tool);
      if (!(config?.enabled ?? byDefault.enabled ?? true)) return { action: "deny" };
      const policy = config?.permission_policy ?? byDefault.permission_policy;
      return { action: policy?.type === "always_allow" ? "allow" : "ask" };
    };
  },
};
