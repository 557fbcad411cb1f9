import { z } from "zod";
import { parseJson } from "../documents.ts";
import type { ReadRule, Reading } from "../reading.ts";

const Limit = z.looseObject({ window: z.enum(["minute", "hour", "day"]), max: z.number() });
const Policy = z.looseObject({
  version: z.literal("1"),
  default: z.enum(["allow", "deny"]),
  hide: z.array(z.string()).default([]),
  all_tools: z.unknown().optional(),
  tools: z.unknown().optional(),
});
const Tool = z.looseObject({ limits: z.array(Limit).optional() });
const known = new Set(["version", "default", "hide", "tools", "all_tools"]);
const knownOfTool = new Set(["limits", "require", "deny_if"]);

/** `hide` first, then the tool's own entry, then the default; by its documentation. */
export default function read(text: string): Reading {
  const value = parseJson(text);
  const policy = Policy.parse(value);
  const problems = unknownKeys(value, known, "the policy");
  const rules: ReadRule[] = policy.hide.map((name) => ({
    text: `hide: ${name}`,
    action: "deny",
    matches: (tool) => name === "*" || tool === name,
  }));
  for (const [name, entry] of Object.entries(Object(policy.tools ?? {}))) {
    const { limits: [limit] = [] } = Tool.parse(entry);
    problems.push(...unknownKeys(entry, knownOfTool, `\`${name}\``));
    rules.push({
      text: `tools: ${name}`,
      action: limit === undefined ? "allow" : "limit",
      ...(limit && { limit: { max: limit.max, window: limit.window } }),
      matches: (tool) => tool === name,
    });
  }
  return { rules, wins: "first", unlisted: policy.default, problems };
}

const unknownKeys = (value: unknown, keys: ReadonlySet<string>, where: string): string[] =>
  Object.keys(Object(value)).flatMap((key) =>
    keys.has(key) ? [] : [`\`${key}\` of ${where} is not in the documentation.`],
  );
