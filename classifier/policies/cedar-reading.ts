import type { CedarValueJson, PolicyJson } from "@cedar-policy/cedar-wasm/nodejs";
import { cedarPolicies } from "./cedar-engine.ts";
import { cedarRules, cedarSource, type CedarEnforcer, type CedarSource } from "./cedar-rules.ts";
import type { Reading } from "./reading.ts";

/** What an enforcer does with a file of policies. */
export interface CedarDialect {
  /** A policy as it counts here; undefined where it doesn't count at all. */
  held(source: CedarSource): CedarSource | undefined;
  /** Asked with those that count. */
  enforcerOf(held: CedarSource[]): CedarEnforcer;
  problemsOf(source: CedarSource): string[];
}

/** Forbid wins, and nothing is permitted by default. */
export function readCedar(text: string, dialect: CedarDialect): Reading {
  const sources = cedarPolicies(text).map(cedarSource);
  const held = sources.flatMap((source) => dialect.held(source) ?? []);
  return {
    rules: cedarRules(held, dialect.enforcerOf(held)),
    wins: "strictest",
    unlisted: "deny",
    problems: sources.flatMap((source) => dialect.problemsOf(source)),
  };
}

/** Arguments as Cedar has them; what `valueOf` has no value for is left out. */
export function cedarRecord(
  given: object,
  valueOf: (value: unknown, name: string) => CedarValueJson | undefined,
): Record<string, CedarValueJson> {
  const entries = Object.entries(given).flatMap(([name, value]) => {
    const held = valueOf(value, name);
    return held === undefined ? [] : [[name.toWellFormed(), held] as const];
  });
  return Object.fromEntries(new Map(entries));
}

/** Words about a person's yes that an enforcer doesn't know. */
export const strangeApproval = (policy: PolicyJson, known = ""): string | undefined =>
  Object.keys(policy.annotations ?? {}).find(
    (name) => name !== known && /approv|consent|confirm|ask/i.test(name),
  );
