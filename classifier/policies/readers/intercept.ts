import { parse } from "yaml";
import { z } from "zod";
import type { Limit } from "../../../model.ts";
import { Condition, holds } from "../intercept-conditions.ts";
import { unknownKeys } from "../keys.ts";
import type { ReadRule, Reading } from "../reading.ts";
import { shaped } from "../shape.ts";

const Window = z.enum(["minute", "hour", "day"]);
const limited = /^\+?(\d*[1-9]\d*)\/(minute|hour|day)$/;
const State = z.looseObject({ counter: z.string().min(1), window: Window });
const Parts = z.looseObject({
  name: z.string().nullish(),
  action: z.enum(["evaluate", "deny", ""]).nullish(),
  rate_limit: z.string().regex(limited, "expected a limit like 5/hour").nullish(),
  conditions: z.array(Condition).nullish(),
  state: State.nullish(),
});
type Rule = z.infer<typeof Parts>;
const Rule = Parts.refine(
  isRule,
  "expected a name, and conditions, a rate_limit or `action: deny`, one of them",
);
const Tool = z
  .looseObject({ rules: z.array(Rule).nullish() })
  .nullable()
  .transform((tool) => tool?.rules ?? []);
const Policy = z.looseObject({
  version: z.union([z.literal("1"), z.literal(1)]),
  default: z.enum(["allow", "deny", ""]).nullish(),
  hide: z
    .array(z.string().regex(/\S/, "expected a tool"))
    .refine((names) => new Set(names).size === names.length, "expected each tool once")
    .nullish(),
  tools: z.unknown().optional(),
});
const known = new Map([
  ["the policy", new Set(["version", "description", "default", "hide", "tools"])],
  ["a tool", new Set(["rules"])],
  ["a rule", new Set(["name", "action", "rate_limit", "conditions", "on_deny", "state"])],
  ["a condition", new Set(["path", "op", "value"])],
  ["a state", new Set(["counter", "window", "increment", "increment_from"])],
]);

/**
 * `hide` first, then what is not listed under `default: deny`, then every rule of the tool and of `*` must let the call pass; by its
 * POLICY.md. Throws where `intercept validate` would complain.
 */
export default function read(text: string): Reading {
  const policy = shaped(Policy, parse(text));
  const given = Object.entries(Object(policy.tools ?? {}));
  const entries = given.map(([name, tool]) => [name, shaped(Tool, tool, ["tools", name])] as const);
  for (const [name, rules] of entries) checkCounters(name, rules);
  const every = entries.find(([name]) => name === "*")?.[1] ?? [];
  const isClosed = policy.default === "deny";
  const rules: ReadRule[] = (policy.hide ?? []).map((name) => ({
    text: `hide: ${name}`,
    action: "deny",
    matches: (tool) => name === "*" || tool === name,
  }));
  for (const [name, own] of entries)
    if (name !== "*")
      rules.push(...gates(`tools: ${name}`, [...own, ...every], (tool) => tool === name));
  if (!isClosed && every.length > 0) rules.push(...gates("tools: *", every, () => true));
  const problems = ignored(policy, "the policy");
  for (const [name, own] of entries) {
    problems.push(...ignored(Object(policy.tools)[name], "a tool"), ...own.flatMap(problemsOf));
    if (name === "*" && isClosed)
      problems.push("`*` lists no tool: under `default: deny` only tools that are named can run.");
  }
  return {
    rules,
    wins: "first",
    unlisted: isClosed ? "deny" : "allow",
    problems: [...new Set(problems)],
  };
}

function isRule({ name, action, rate_limit, conditions, state }: Rule): boolean {
  const has = (conditions?.length ?? 0) > 0;
  if (rate_limit) return action !== "deny" && !has && !state;
  return Boolean(name) && has === (action !== "deny");
}

function counterOf({ rate_limit, state }: Rule): string | undefined {
  return rate_limit ? `_rate_${rate_limit.split("/")[1]}` : state?.counter;
}

function checkCounters(tool: string, rules: readonly Rule[]): void {
  const counters = rules.map(counterOf).filter((counter) => counter !== undefined);
  const twice = counters.find((counter, at) => counters.indexOf(counter) !== at);
  if (twice !== undefined)
    throw new Error(
      `expected one counter ${JSON.stringify(twice)} for ${JSON.stringify(tool)}, got two`,
    );
  if (tool.includes(".") && rules.some(({ rate_limit }) => rate_limit))
    throw new Error(
      `expected a name without a dot where calls are limited, got ${JSON.stringify(tool)}`,
    );
}

/** What all rules of a tool come to: it runs where every one lets it pass, else it is blocked. */
function gates(text: string, rules: readonly Rule[], matches: ReadRule["matches"]): ReadRule[] {
  const blocked: ReadRule = { text, action: "deny", matches };
  if (rules.some(({ action }) => action === "deny")) return [blocked];
  const conditions = rules
    .flatMap((rule) => rule.conditions ?? [])
    .filter(({ path }) => path.startsWith("args."));
  const limit = rules.map(limitOf).find((found) => found !== undefined);
  const open: ReadRule = {
    text,
    action: limit ? "limit" : "allow",
    ...(limit && { limit }),
    matches,
  };
  if (conditions.length === 0) return [open];
  return [{ ...open, holds: (given) => conditions.every((one) => holds(one, given)) }, blocked];
}

/** Of a rule that counts calls; absent for others. */
function limitOf(rule: Rule): Limit | undefined {
  const [, max, window] = limited.exec(rule.rate_limit ?? "") ?? [];
  if (max !== undefined) return { max: Number(max), window: shaped(Window, window) };
  const most = rule.conditions?.find(
    ({ path, op }) => path.endsWith(`.${rule.state?.counter}`) && /^lte?$/.test(op),
  );
  if (!rule.state || typeof most?.value !== "number") return undefined;
  return { max: most.op === "lt" ? most.value - 1 : most.value, window: rule.state.window };
}

function problemsOf(rule: Rule): string[] {
  const conditions = rule.conditions ?? [];
  return [
    ...ignored(rule, "a rule"),
    ...conditions.flatMap((condition) => ignored(condition, "a condition")),
    ...(rule.state ? ignored(rule.state, "a state") : []),
    ...conditions.flatMap(({ path, op, value }) =>
      typeof value === "boolean" && op === "eq"
        ? [`\`${path}\` is compared as text: the text "${value}" counts as ${value} too.`]
        : [],
    ),
  ];
}

const ignored = (value: unknown, where: string): string[] =>
  unknownKeys(value, known.get(where) ?? [], where, ", and Intercept ignores it");
