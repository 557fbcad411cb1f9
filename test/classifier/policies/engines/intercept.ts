import { parse } from "yaml";
import { z } from "zod";
import type { Decided, Engine } from "./engine.ts";
import { isValueFor, meets } from "./intercept-values.ts";

const windows = ["minute", "hour", "day"] as const;
const Condition = z
  .strictObject({ path: z.string().regex(/^(?:args|state)\./), op: z.string(), value: z.unknown() })
  .refine(({ op, value }) => isValueFor(op, value));
const Rule = z.union([
  z.strictObject({
    name: z.string().min(1),
    action: z.literal("deny"),
    on_deny: z.string().optional(),
  }),
  z.strictObject({
    name: z.string().min(1),
    rate_limit: z.string().regex(/^[1-9]\d*\/(?:minute|hour|day)$/),
    on_deny: z.string().optional(),
  }),
  z.strictObject({
    name: z.string().min(1),
    action: z.literal("evaluate").optional(),
    conditions: z.array(Condition).min(1),
    on_deny: z.string().optional(),
    state: z
      .strictObject({
        counter: z.string().min(1),
        window: z.enum(windows),
        increment: z.int().optional(),
      })
      .optional(),
  }),
]);
type Rule = z.infer<typeof Rule>;
const Top = z.strictObject({
  version: z.literal("1"),
  description: z.string().optional(),
  default: z.enum(["allow", "deny"]).default("allow"),
  hide: z.array(z.string()).default([]),
  tools: z.unknown().optional(),
});
const Tool = z.strictObject({ rules: z.array(Rule).default([]) });

/** From POLICY.md of https://github.com/PolicyLayer/Intercept, and from its validator and engine at 77f0429, run on samples. */
export const intercept: Engine = {
  isSlow: true,
  neutral: [
    'version: "1"\ndefault: deny\ntools: {}\n',
    'version: "1"\ntools: {another: {rules: [{name: x, rate_limit: 5/hour}]}}\n',
    'version: "1"\ndefault: deny\nhide: [a third]\ntools: {another: {rules: []}}\n',
  ],
  naming(_alias, tools) {
    const names = tools.filter((tool) => tool !== "*" && tool.isWellFormed());
    const listed = (rules: string) =>
      names.map((name) => `  ${JSON.stringify(name)}: {rules: ${rules}}\n`).join("");
    const top = 'version: "1"\ndefault: deny\ntools:\n  another: {rules: []}\n';
    return [`${top}${listed("[]")}`, `${top}${listed("[{name: x, action: deny}]")}`];
  },
  load(text) {
    const policy = Top.parse(parse(text));
    const tools = new Map(
      Object.entries(Object(policy.tools ?? {})).map(([name, tool]) => [
        name,
        Tool.parse(tool).rules,
      ]),
    );
    for (const [name, rules] of tools) checkCounters(name, rules);
    checkHidden(policy.hide);
    return (tool, given): Decided => {
      if (policy.hide.includes(tool) || policy.hide.includes("*")) return { action: "deny" };
      if (policy.default === "deny" && !tools.has(tool)) return { action: "deny" };
      const rules = [...(tools.get(tool) ?? []), ...(tool === "*" ? [] : (tools.get("*") ?? []))];
      return given === undefined ? outcome(rules) : outcomeOf(rules, given);
    };
  },
};

/** What it comes to where all conditions about arguments are met. */
function outcome(rules: readonly Rule[]): Decided {
  if (rules.some((rule) => "action" in rule && rule.action === "deny")) return { action: "deny" };
  for (const rule of rules) {
    if (!("rate_limit" in rule)) continue;
    const [max, window] = rule.rate_limit.split("/");
    return { action: "limit", limit: { max: Number(max), window: z.enum(windows).parse(window) } };
  }
  return { action: "allow" };
}

function outcomeOf(rules: readonly Rule[], given: Record<string, unknown>): Decided {
  for (const rule of rules) {
    if (!("conditions" in rule)) continue;
    for (const { path, op, value } of rule.conditions) {
      if (path.startsWith("state.")) continue;
      const found = at(given, path.slice("args.".length).split("."));
      if (found === undefined && op !== "exists") return { action: "deny" };
      if (!meets(op, found, value)) return { action: "deny" };
    }
  }
  return outcome(rules);
}

function at(given: unknown, [key, ...rest]: string[]): unknown {
  if (key === undefined) return given;
  if (given === null || typeof given !== "object" || Array.isArray(given)) return undefined;
  const own = Object.getOwnPropertyDescriptor(given, key);
  return own && at(own.value, rest);
}

/** Two counters of one name are refused, and so is a path to a counter of a tool whose name has a dot. */
function checkCounters(tool: string, rules: readonly Rule[]): void {
  const seen = new Set<string>();
  for (const rule of rules) {
    const counter =
      "rate_limit" in rule
        ? `_rate_${rule.rate_limit.split("/")[1]}`
        : "state" in rule
          ? rule.state?.counter
          : undefined;
    if (counter === undefined) continue;
    if (seen.has(counter)) throw new Error(`duplicate state counter ${counter}`);
    seen.add(counter);
    if ("rate_limit" in rule && tool.includes("."))
      throw new Error(
        `condition references state.${tool}.${counter} but no matching state block found`,
      );
  }
}

function checkHidden(hide: readonly string[]): void {
  if (new Set(hide).size < hide.length) throw new Error("hide: duplicate entry");
  if (hide.some((name) => /^[\s\u0085]*$/.test(name)))
    throw new Error("hide: entry must not be empty");
}
