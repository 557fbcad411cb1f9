import { z } from "zod";
import { toolOf } from "../api-tools.ts";
import { unknownKeys } from "../keys.ts";
import type { Reading } from "../reading.ts";

const Config = z.looseObject({
  enabled: z.boolean().nullish(),
  permission_policy: z
    .looseObject({ type: z.enum(["always_allow", "always_ask", "auto"]) })
    .nullish(),
});
const Named = Config.extend({ name: z.string().min(1).max(128) });
const Toolset = z.looseObject({
  type: z.literal("mcp_toolset"),
  mcp_server_name: z.string(),
  default_config: Config.nullish(),
  configs: z.array(Named).optional(),
});

/** By the types of @anthropic-ai/sdk 1.12.0. */
const known = Object.keys(Toolset.shape);
const knownOfTool = Object.keys(Named.shape);

/** A tool's own entry, then the default, which is to be there and to ask. By Anthropic's documentation. */
export default function read(text: string, alias: string): Reading {
  const isFor = (tool: unknown) =>
    Object(tool).type === "mcp_toolset" && Object(tool).mcp_server_name === alias;
  const what = `\`mcp_toolset\` with the \`mcp_server_name\` ${JSON.stringify(alias)}`;
  const toolset = toolOf(text, Toolset, isFor, what);
  const byDefault = toolset.default_config ?? {};
  const configs = toolset.configs ?? [];
  const names = configs.map(({ name }) => name);
  const actionOf = (own: z.infer<typeof Config>) => {
    if (!(own.enabled ?? byDefault.enabled ?? true)) return "deny";
    const type = (own.permission_policy ?? byDefault.permission_policy)?.type ?? "always_ask";
    return type === "always_ask" ? "ask" : "allow";
  };
  const isAuto = [byDefault, ...configs].some((each) => each.permission_policy?.type === "auto");
  const unlisted = actionOf({});
  const said: (string | false)[] = [
    isAuto && "Under `auto` Anthropic decides about each call, and may let it run.",
    unlisted === "allow" &&
      "Tools that are not listed run, and so does every one that the server adds.",
    new Set(names).size < names.length &&
      "A tool is listed twice, and no documentation says which entry holds.",
  ];
  return {
    rules: configs.map((config) => ({
      text: config.name,
      action: actionOf(config),
      matches: (tool) => tool === config.name,
    })),
    wins: "strictest",
    isOwn: true,
    unlisted,
    problems: [
      ...said.filter((sentence) => sentence !== false),
      ...unknownKeys(toolset, known, "the toolset"),
      ...[byDefault, ...configs].flatMap((each) =>
        unknownKeys(each, knownOfTool, "a tool's entry"),
      ),
    ],
  };
}
