import { z } from "zod";
import { toolOf } from "../api-tools.ts";
import { readApprovals } from "../approvals.ts";
import { unknownKeys } from "../keys.ts";
import type { Reading } from "../reading.ts";

const Names = z.array(z.string());
const Filter = z
  .strictObject({
    toolNames: z.array(z.string().min(1)).optional(),
    readOnly: z.boolean().optional(),
  })
  .refine((filter) => Object.keys(filter).length > 0, "expected toolNames or readOnly");
const Lists = z
  .strictObject({ never: Filter.optional(), always: Filter.optional() })
  .refine((lists) => Object.keys(lists).length > 0, "expected never or always")
  .refine(
    ({ never, always }) => !never?.toolNames?.some((name) => always?.toolNames?.includes(name)),
    "a tool cannot stand in both lists",
  );
const Options = z.looseObject({
  serverLabel: z.string(),
  allowedTools: z.union([Names, z.strictObject({ toolNames: Names.optional() })]).optional(),
  requireApproval: z.union([z.enum(["always", "never"]), Lists]).optional(),
});

/** By the types of @openai/agents 0.20.0. */
const known = [
  ...Object.keys(Options.shape),
  "allowedCallers",
  "authorization",
  "connectorId",
  "deferLoading",
  "headers",
  "onApproval",
  "serverDescription",
  "serverUrl",
];

/** The options of `hostedMcpTool`, as version 0.20.0 of the SDK takes them: what it does not know it ignores, and without `requireApproval` nothing asks. */
export default function read(text: string, alias: string): Reading {
  const isFor = (options: unknown) => Object(options).serverLabel === alias;
  const what = `object with the \`serverLabel\` ${JSON.stringify(alias)}`;
  const options = toolOf(text, Options, isFor, what);
  const { allowedTools: allowed, requireApproval: approval = "never" } = options;
  const lists = typeof approval === "string" ? undefined : approval;
  const isTrusting = lists?.never?.readOnly === true;
  const said: (string | false)[] = [
    options.requireApproval === undefined &&
      'Without `requireApproval` the SDK sends `"require_approval": "never"`, so nothing asks.',
    isTrusting &&
      "`readOnly` under `never` takes the server's word for what only reads, so such calls run without asking.",
  ];
  return readApprovals(
    {
      allowed: Array.isArray(allowed) ? allowed : allowed && (allowed.toolNames ?? []),
      never: lists?.never?.toolNames ?? [],
      always: lists?.always?.toolNames ?? [],
      otherwise: approval === "never" || isTrusting ? "allow" : "ask",
    },
    "allowedTools",
    [
      ...said.filter((sentence) => sentence !== false),
      ...unknownKeys(options, known, "the options, and the SDK ignores it"),
    ],
  );
}
