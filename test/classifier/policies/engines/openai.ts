import { z } from "zod";
import { parseJson } from "../../../../classifier/policies/documents.ts";
import type { Decided, Engine } from "./engine.ts";

const unique = (names: string[]) => new Set(names).size === names.length;
const isApart = ({ never, always }: Lists) =>
  !never?.tool_names.some((name) => always?.tool_names.includes(name));

const Filter = z.strictObject({ tool_names: z.array(z.string()).refine(unique) });
const Lists = z.strictObject({ never: Filter.optional(), always: Filter.optional() });
type Lists = z.infer<typeof Lists>;
const Tool = z.strictObject({
  type: z.literal("mcp"),
  server_label: z.string(),
  server_url: z.string().optional(),
  allowed_tools: z.array(z.string()).refine(unique).optional(),
  require_approval: z
    .union([z.enum(["always", "never"]), Lists.refine(isApart, "a tool is in both lists")])
    .optional(),
});

const SdkFilter = z.strictObject({ toolNames: z.array(z.string().min(1)).refine(unique) });
const Options = z.strictObject({
  serverLabel: z.string(),
  serverUrl: z.string().optional(),
  allowedTools: z.array(z.string()).optional(),
  requireApproval: z
    .union([
      z.enum(["always", "never"]),
      z
        .strictObject({ never: SdkFilter.optional(), always: SdkFilter.optional() })
        .refine((lists) => Object.keys(lists).length > 0),
    ])
    .optional(),
});

/**
 * From the types of openai 7.57.0 and https://developers.openai.com/api/docs/guides/tools-connectors-mcp: only allowed tools are there, and
 * a call asks unless it is said that it does not. A tool in both lists is refused, as the Agents SDK refuses it.
 */
export const openaiResponses: Engine = {
  neutral: [
    { require_approval: "always" },
    { server_url: "https://example.com" },
    { require_approval: { never: { tool_names: ["another"] } } },
  ].map((more) => JSON.stringify({ type: "mcp", server_label: "a", ...more })),
  naming: (_alias, tools) =>
    [
      { allowed_tools: tools },
      { allowed_tools: tools, require_approval: "always" },
      { allowed_tools: ["another"] },
    ].map((more) => JSON.stringify({ type: "mcp", server_label: "a", ...more })),
  load: (text) => decideBy(Tool.parse(parseJson(text))),
};

/** The request that version 0.20.0 of the SDK was seen to build; `conformance/openai-agents.ts` compares it. */
export const openaiAgents: Engine = {
  neutral: [
    { requireApproval: "always" },
    { serverUrl: "https://example.com", requireApproval: { always: { toolNames: ["another"] } } },
  ].map((more) => JSON.stringify({ serverLabel: "a", ...more })),
  naming: (_alias, tools) =>
    [
      { allowedTools: tools, requireApproval: "always" },
      { allowedTools: ["another"], requireApproval: { never: { toolNames: ["another"] } } },
    ].map((more) => JSON.stringify({ serverLabel: "a", ...more })),
  load: (text) => decideBy(Tool.parse(requestOf(parseJson(text)))),
};

/** Without `requireApproval` it sends `never`. */
export function requestOf(options: unknown): z.infer<typeof Tool> {
  const { serverLabel, serverUrl, allowedTools, requireApproval } = Options.parse(options);
  const list = (filter: z.infer<typeof SdkFilter> | undefined) =>
    filter && { tool_names: filter.toolNames };
  const approval =
    typeof requireApproval === "object"
      ? {
          ...(requireApproval.never && { never: list(requireApproval.never) }),
          ...(requireApproval.always && { always: list(requireApproval.always) }),
        }
      : (requireApproval ?? "never");
  return Tool.parse({
    type: "mcp",
    server_label: serverLabel,
    ...(serverUrl !== undefined && { server_url: serverUrl }),
    ...(allowedTools && { allowed_tools: allowedTools }),
    require_approval: approval,
  });
}

function decideBy(tool: z.infer<typeof Tool>): (name: string) => Decided {
  const { allowed_tools: allowed, require_approval: approval = "always" } = tool;
  return (name) => {
    if (allowed !== undefined && !allowed.includes(name)) return { action: "deny" };
    if (typeof approval === "string") return { action: approval === "never" ? "allow" : "ask" };
    return { action: approval.never?.tool_names.includes(name) ? "allow" : "ask" };
  };
}
