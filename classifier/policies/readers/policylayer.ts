import { z } from "zod";
import { parseJson } from "../documents.ts";
import { unknownKeys } from "../keys.ts";
import type { ReadRule, Reading } from "../reading.ts";
import { shaped } from "../shape.ts";

const Limit = z.looseObject({ window: z.enum(["minute", "hour", "day"]), max: z.number() });
const Policy = z.looseObject({
  version: z.literal("1"),
  default: z.enum(["allow", "deny"]),
  hide: z.array(z.string()).default([]),
  all_tools: z.unknown().optional(),
  tools: z.unknown().optional(),
});
const Tool = z.looseObject({ limits: z.array(Limit).optional() });
const knownOfTool = ["limits", "require", "deny_if"];

/** `hide` first, then the tool's own entry, then the default; by its documentation. */
export default function read(text: string): Reading {
  const value = parseJson(text);
  const policy = shaped(Policy, value);
  const problems = unknownKeys(value, Object.keys(Policy.shape), "a PolicyLayer policy");
  const rules: ReadRule[] = policy.hide.map((name) => ({
    text: `hide: ${name}`,
    action: "deny",
    matches: (tool) => name === "*" || tool === name,
  }));
  for (const [name, entry] of Object.entries(Object(policy.tools ?? {}))) {
    const { limits: [limit] = [] } = shaped(Tool, entry, ["tools", name]);
    problems.push(...unknownKeys(entry, knownOfTool, `a tool of PolicyLayer (\`${name}\`)`));
    rules.push({
      text: `tools: ${name}`,
      action: limit === undefined ? "allow" : "limit",
      ...(limit && { limit: { max: limit.max, window: limit.window } }),
      matches: (tool) => tool === name,
    });
  }
  return { rules, wins: "first", unlisted: policy.default, problems };
}
