import { z } from "zod";
import { toolOf } from "../api-tools.ts";
import { readApprovals } from "../approvals.ts";
import { unknownKeys } from "../keys.ts";
import type { Reading } from "../reading.ts";

const Filter = z.strictObject({
  tool_names: z.array(z.string()).optional(),
  read_only: z.boolean().optional(),
});
const Tool = z.looseObject({
  type: z.literal("mcp"),
  server_label: z.string(),
  allowed_tools: z.union([z.array(z.string()), Filter]).nullish(),
  require_approval: z
    .union([
      z.enum(["always", "never"]),
      z.strictObject({ never: Filter.optional(), always: Filter.optional() }),
    ])
    .nullish(),
});

/** By the types of openai 7.57.0. */
const known = [
  ...Object.keys(Tool.shape),
  "allowed_callers",
  "authorization",
  "connector_id",
  "defer_loading",
  "headers",
  "server_description",
  "server_url",
  "tunnel_id",
];

/** What `allowed_tools` does not list is not there; without a word about approval, a call asks. By OpenAI's documentation. */
export default function read(text: string, alias: string): Reading {
  const isFor = (tool: unknown) =>
    Object(tool).type === "mcp" && Object(tool).server_label === alias;
  const what = `\`mcp\` tool with the \`server_label\` ${JSON.stringify(alias)}`;
  const tool = toolOf(text, Tool, isFor, what);
  const { allowed_tools: allowed, require_approval: approval } = tool;
  const filter = Array.isArray(allowed) ? { tool_names: allowed } : allowed;
  const lists = typeof approval === "string" ? undefined : approval;
  const never = lists?.never?.tool_names ?? [];
  const always = lists?.always?.tool_names ?? [];
  const isTrusting = lists?.never?.read_only === true;
  const said: (string | false)[] = [
    filter?.read_only === true &&
      "`read_only` takes the server's word for what only reads, so who writes the server decides what is there.",
    isTrusting &&
      "`read_only` under `never` takes the server's word for what only reads, so such calls run without asking.",
    always.some((name) => never.includes(name)) &&
      "A tool stands in both lists of `require_approval`, which no documentation explains.",
  ];
  return readApprovals(
    {
      allowed: filter?.tool_names,
      never,
      always,
      otherwise: approval === "never" || isTrusting ? "allow" : "ask",
    },
    "allowed_tools",
    [
      ...said.filter((sentence) => sentence !== false),
      ...unknownKeys(tool, known, "the `mcp` tool"),
    ],
  );
}
