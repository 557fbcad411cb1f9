import type { PolicyJson } from "@cedar-policy/cedar-wasm/nodejs";
import { cedarEngine, cedarPolicy, type CedarCall, type CedarDecision } from "./cedar-engine.ts";
import type { ReadRule } from "./reading.ts";

/** How an enforcer asks its Cedar engine. */
export interface CedarEnforcer {
  /** The request that it makes of a call. */
  call(tool: string, given: Record<string, unknown>): CedarCall;
  /** Whether this part of a policy is about the arguments of a call. */
  isArgument(part: unknown): boolean;
  /** Whether this part of a policy is about who calls: such parts are left out. */
  isCaller(part: unknown): boolean;
  /** Whether a permit with these annotations asks a person. */
  asks(annotations: Record<string, unknown>): boolean;
  /** Whether a policy is about something else than calls of this server's tools. */
  isForeign(policy: PolicyJson): boolean;
  /** The tools of this server that a policy lists by their own names. */
  namesOf(policy: PolicyJson): string[];
  /** Whether a policy that errs refuses the call; the language itself skips it. */
  refusesErrors: boolean;
}

/** A policy of somebody's file, and what it is as data. */
export interface CedarSource {
  text: string;
  policy: PolicyJson;
}

/** Characters of a policy that a report shows. */
const longestText = 160;

/** The policy at this place of a file, its text cut where it is long. Throws an error that says where it is no Cedar. */
export function cedarSource(text: string, at: number): CedarSource {
  const line = text.trim().replaceAll(/\s+/g, " ");
  const isLong = line.length > longestText;
  return {
    text: isLong ? `${line.slice(0, longestText)}… (policy ${at + 1})` : line,
    policy: cedarPolicy(text),
  };
}

/** The rules of these policies, decided by the language's own engine; who calls is not looked at. */
export function cedarRules(sources: readonly CedarSource[], enforcer: CedarEnforcer): ReadRule[] {
  const isSaid = (part: unknown) => enforcer.isArgument(part);
  const isCaller = (part: unknown) => enforcer.isCaller(part);
  const about = asker(
    sources.map(({ policy }) => without(policy, (part) => isSaid(part) || isCaller(part))),
  );
  const exactly = asker(sources.map(({ policy }) => without(policy, isCaller)));
  const matching = remembered((tool: string) => about(enforcer.call(tool, {})));
  const holding = rememberedCall((given, tool) => exactly(enforcer.call(tool, given)));
  return sources.flatMap(({ text, policy }, at): ReadRule[] => {
    const id = `p${at}`;
    const matches = (tool: string) => matching(tool).reasons.includes(id);
    const looks = policy.conditions.some(({ body }) => mentions(body, isSaid));
    const isPermit = policy.effect === "permit";
    const rule: ReadRule = {
      text,
      // One that holds for names that no tool has yet is about all tools, or all but some.
      foreign: enforcer.isForeign(policy) || matches(nobody),
      action: !isPermit ? "deny" : enforcer.asks(policy.annotations ?? {}) ? "ask" : "allow",
      matches,
      names: enforcer.isForeign(policy) ? [] : enforcer.namesOf(policy),
      ...(looks && {
        holds: (given: Record<string, unknown>, tool: string) =>
          holding(given, tool).reasons.includes(id),
      }),
    };
    if (!looks || !enforcer.refusesErrors) return [rule];
    const error: ReadRule = {
      text: `an error in ${text}`,
      foreign: true,
      action: "deny",
      matches,
      holds: (given, tool) => holding(given, tool).errors.includes(id),
    };
    return [rule, error];
  });
}

const nobody = "a tool that no server has: \u{10ffff}";

/** The actions that a policy names; none where it is about every action. */
export function actionsOf({ action }: PolicyJson): string[] {
  const ids = "entity" in action ? [action.entity] : "entities" in action ? action.entities : [];
  return ids.flatMap((id) => ("id" in id ? [id.id] : []));
}

/** Whether a policy, or a part of one, has a part like that. */
export function mentions(part: unknown, isLike: (part: unknown) => boolean): boolean {
  if (isLike(part)) return true;
  if (typeof part !== "object" || part === null) return false;
  return Object.values(part).some((inner) => mentions(inner, isLike));
}

/** What is written in a part of a policy that `pick` takes, at any depth. */
export function collect(part: unknown, pick: (part: unknown) => string[]): string[] {
  if (typeof part !== "object" || part === null) return pick(part);
  return [...pick(part), ...Object.values(part).flatMap((inner) => collect(inner, pick))];
}

/** Whether it is the variable of that name. */
export const isVariable = (part: unknown, name: string): boolean =>
  isRecord(part) && part["Var"] === name;

/** An attribute that is read, or asked for with `has`: of what, and its name. */
export function attributeOf(part: unknown): { of: unknown; name: unknown } | undefined {
  if (!isRecord(part)) return undefined;
  const access = part["."] ?? part["has"];
  return isRecord(access) ? { of: access["left"], name: access["attr"] } : undefined;
}

/** Which of all policies hold: as permits, so that none hides another. */
function asker(policies: PolicyJson[]): (call: CedarCall) => CedarDecision {
  return cedarEngine(Object.fromEntries(policies.map((policy, at) => [`p${at}`, policy])));
}

/** A permit for every caller under the same conditions, but for those that say something like that. */
function without(policy: PolicyJson, isOut: (part: unknown) => boolean): PolicyJson {
  const conditions = policy.conditions.flatMap(({ kind, body }) =>
    (kind === "when" ? conjuncts(body) : [body])
      .filter((part) => !mentions(part, isOut))
      .map((part) => ({ kind, body: part })),
  );
  return { ...policy, effect: "permit", principal: { op: "All" }, conditions };
}

type Expression = PolicyJson["conditions"][number]["body"];

function conjuncts(body: Expression): Expression[] {
  const both = "&&" in body ? body["&&"] : undefined;
  return both !== undefined && "left" in both
    ? [...conjuncts(both.left), ...conjuncts(both.right)]
    : [body];
}

function remembered<Value>(make: (key: string) => Value): (key: string) => Value {
  const known = new Map<string, Value>();
  return (key) => {
    const value = known.get(key) ?? make(key);
    known.set(key, value);
    return value;
  };
}

/** The last call only: every rule is asked about it before the next. */
function rememberedCall<Value>(
  make: (given: Record<string, unknown>, tool: string) => Value,
): (given: Record<string, unknown>, tool: string) => Value {
  let last: { given: Record<string, unknown>; tool: string; value: Value } | undefined;
  return (given, tool) => {
    if (last?.given !== given || last.tool !== tool)
      last = { given, tool, value: make(given, tool) };
    return last.value;
  };
}

/** Whether it is an object with keys, as policies are as data. */
export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
