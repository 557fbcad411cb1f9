import { Ajv2020 } from "ajv/dist/2020.js";
import { z } from "zod";
import type { Decision, Engine } from "./engine.ts";
import schema from "./policylayer.schema.json" with { type: "json" };

interface Policy {
  version: string;
  default: "allow" | "deny";
  hide?: string[];
  tools?: Record<string, { limits?: { window: "minute" | "hour"; max: number }[] }>;
}

const Keys = z.strictObject({
  hide: z.array(z.string()).optional(),
  tools: z.unknown().optional(),
});

const isPolicy = new Ajv2020({ allErrors: true }).compile<Policy>(schema);

/** From https://policylayer.com/docs/writing-policies: `hide` first, then the tool's own entry, then the default. */
export const policylayer: Engine = {
  neutral: [
    { version: "1", default: "deny" },
    { version: "1", default: "allow", hide: [], tools: {} },
    { version: "1", default: "deny", tools: { another: {} }, hide: ["a third"] },
  ],
  naming(_alias, tools) {
    const entries = tools.filter((tool) => tool !== "*");
    return [
      { version: "1", default: "deny", tools: entriesOf(entries.map((tool) => [tool, {}])) },
      { version: "1", default: "allow", hide: entries },
    ];
  },
  merge(policy, keys) {
    const base = read(policy);
    const { hide = [] } = Keys.parse(keys);
    const tools: object = Object(Object(keys).tools ?? {});
    return {
      ...base,
      hide: [...new Set([...(base.hide ?? []), ...hide])],
      tools: entriesOf([...Object.entries(base.tools ?? {}), ...Object.entries(tools)]),
    };
  },
  decide(policy, _alias, tool): Decision {
    const { hide = [], tools = {}, default: otherwise } = read(policy);
    if (hide.includes("*") || hide.includes(tool)) return { action: "deny" };
    if (!Object.hasOwn(tools, tool)) return { action: otherwise };
    const [limit] = tools[tool]?.limits ?? [];
    if (limit === undefined) return { action: "allow" };
    return { action: "limit", limit: { max: limit.max, window: limit.window } };
  },
  validate: read,
};

function read(policy: unknown): Policy {
  if (!isPolicy(policy))
    throw new Error(`expected a policy, got ${JSON.stringify(isPolicy.errors)}`);
  return policy;
}

/** Keeps a key that is called `__proto__`, unlike assignment. */
function entriesOf(entries: [string, unknown][]): Record<string, unknown> {
  return Object.fromEntries(new Map(entries));
}
