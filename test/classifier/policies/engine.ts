import type { Action, Limit } from "../../../model.ts";

export interface Decision {
  action: Action;
  limit?: Limit;
}

/** An enforcer as we understand it, written from what it documents and was seen to do, and not from our formats. */
export interface Engine {
  /** Policies that a reader may have already, none of which names a tool of the request. */
  neutral: unknown[];
  /** A policy that a reader may have already, which names every tool. */
  naming(alias: string, tools: string[]): unknown[];
  /** As a reader does it who follows the snippet's text. */
  merge(policy: unknown, keys: unknown): unknown;
  decide(policy: unknown, alias: string, tool: string): Decision;
  /** Throws when the enforcer would refuse the policy. */
  validate(policy: unknown): void;
}
