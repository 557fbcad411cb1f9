import { Ajv2020 } from "ajv/dist/2020.js";
import type { Decided, Engine } from "./engine.ts";
import schema from "./policylayer.schema.json" with { type: "json" };

interface Policy {
  version: string;
  default: "allow" | "deny";
  hide?: string[];
  tools?: Record<string, { limits?: { window: "minute" | "hour"; max: number }[] }>;
}

const isPolicy = new Ajv2020({ allErrors: true }).compile<Policy>(schema);

/** From https://policylayer.com/docs/writing-policies: `hide` first, then the tool's own entry, then the default. */
export const policylayer: Engine = {
  neutral: [
    { version: "1", default: "deny" },
    { version: "1", default: "allow", hide: [], tools: {} },
    { version: "1", default: "deny", tools: { another: {} }, hide: ["a third"] },
  ].map((policy) => JSON.stringify(policy)),
  naming(_alias, tools) {
    const entries = tools.filter((tool) => tool !== "*");
    return [
      { version: "1", default: "deny", tools: entriesOf(entries.map((tool) => [tool, {}])) },
      { version: "1", default: "allow", hide: entries },
    ].map((policy) => JSON.stringify(policy));
  },
  load(text) {
    const { hide = [], tools = {}, default: otherwise } = read(JSON.parse(text));
    return (tool): Decided => {
      if (hide.includes("*") || hide.includes(tool)) return { action: "deny" };
      if (!Object.hasOwn(tools, tool)) return { action: otherwise };
      const [limit] = tools[tool]?.limits ?? [];
      if (limit === undefined) return { action: "allow" };
      return { action: "limit", limit: { max: limit.max, window: limit.window } };
    };
  },
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
