import { z } from "zod";
import { toolOf } from "../api-tools.ts";
import { unknownKeys } from "../keys.ts";
import type { Reading } from "../reading.ts";
import { shaped } from "../shape.ts";

const Config = z.looseObject({ enabled: z.boolean().optional() });
const Toolset = z.looseObject({
  type: z.literal("mcp_toolset"),
  mcp_server_name: z.string(),
  default_config: Config.optional(),
  configs: z.custom<Record<string, unknown>>(isRecord, "expected an object by tool name").nullish(),
});

/** By the types of @anthropic-ai/sdk 1.12.0. */
const known = [...Object.keys(Toolset.shape), "cache_control", "tools"];
const knownOfTool = ["enabled", "defer_loading"];

/** A tool's own entry, then the default, which is to be there. By Anthropic's documentation. */
export default function read(text: string, alias: string): Reading {
  const isFor = (tool: unknown) =>
    Object(tool).type === "mcp_toolset" && Object(tool).mcp_server_name === alias;
  const what = `\`mcp_toolset\` with the \`mcp_server_name\` ${JSON.stringify(alias)}`;
  const toolset = toolOf(text, Toolset, isFor, what);
  const isThere = toolset.default_config?.enabled ?? true;
  const configs = Object.entries(toolset.configs ?? {}).map(
    ([name, config]) => [name, shaped(Config, config, ["configs", name])] as const,
  );
  return {
    rules: configs.map(([name, { enabled = isThere }]) => ({
      text: name,
      action: enabled ? "allow" : "deny",
      matches: (tool) => tool === name,
    })),
    wins: "first",
    isOwn: true,
    unlisted: isThere ? "allow" : "deny",
    problems: [
      ...(isThere
        ? [
            "Tools that are not listed run, and so does every one that the server adds: set `enabled` of `default_config` to false.",
          ]
        : []),
      ...unknownKeys(toolset, known, "the toolset"),
      ...unknownKeys(
        toolset.default_config ?? {},
        knownOfTool,
        "`default_config`; this API cannot ask",
      ),
      ...configs.flatMap(([name, config]) =>
        unknownKeys(config, knownOfTool, `\`${name}\`; this API cannot ask`),
      ),
    ],
  };
}

function isRecord(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
