import type { CedarValueJson } from "@cedar-policy/cedar-wasm/nodejs";
import { parse as parseYaml } from "yaml";
import { z } from "zod";
import { cedarPolicies } from "../cedar-engine.ts";
import { strangeApproval } from "../cedar-reading.ts";
import {
  actionsOf,
  attributeOf,
  cedarRules,
  cedarSource,
  collect,
  isRecord,
  isVariable,
  mentions,
  type CedarEnforcer,
  type CedarSource,
} from "../cedar-rules.ts";
import { parseJson } from "../documents.ts";
import { unknownKeys } from "../keys.ts";
import type { Reading } from "../reading.ts";
import { shaped } from "../shape.ts";

const Config = z.looseObject({
  version: z.string().min(1),
  type: z.literal("cedarv1"),
  cedar: z.looseObject({ policies: z.array(z.string()).min(1) }),
});
const known = [
  "policies",
  "entities_json",
  "primary_upstream_provider",
  "group_claim_name",
  "role_claim_name",
  "group_entity_type",
  "multi_valued_claims",
];
const knownActions = new Set(["call_tool", "get_prompt", "read_resource"]);
const ownAttributes = new Set(["name", "operation", "feature"]);

/** One Cedar policy for each string; forbid wins, and nothing is permitted by default. By its source, read in August 2026. */
export default function read(text: string): Reading {
  const value = /^\s*\{/.test(text) ? parseJson(text) : parseYaml(text);
  const { cedar } = shaped(Config, value);
  const problems = unknownKeys(cedar, known, "`cedar`, and ToolHive ignores it");
  const sources = cedar.policies.map((one, at) => {
    const [first, ...dropped] = parsed(one, at);
    if (first === undefined) throw new Error(`expected a policy in string ${at + 1}, got none`);
    if (dropped.length > 0)
      problems.push(
        `String ${at + 1} holds ${dropped.length + 1} policies, and ToolHive reads only the first: give each a string of its own.`,
      );
    return cedarSource(first, at);
  });
  for (const source of sources) problems.push(...problemsOf(source));
  return { rules: cedarRules(sources, enforcer), wins: "strictest", unlisted: "deny", problems };
}

function parsed(text: string, at: number): string[] {
  try {
    return cedarPolicies(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const hint = /Tool::\s*\[/.test(text)
      ? ' Write `[Tool::"a", Tool::"b"].contains(resource)` instead of `resource in Tool::[…]`.'
      : "";
    throw new Error(`ToolHive refuses the file: policy ${at + 1} is no Cedar (${reason}).${hint}`, {
      cause: error,
    });
  }
}

const enforcer: CedarEnforcer = {
  call(tool, given) {
    const resource = { type: "Tool", id: tool.toWellFormed() };
    const context = contextOf(given);
    return {
      principal: { type: "Client", id: "anyone" },
      action: { type: "Action", id: "call_tool" },
      resource,
      context,
      entities: [
        {
          uid: resource,
          attrs: { ...context, name: resource.id, operation: "call", feature: "tool" },
          parents: [],
        },
      ],
    };
  },
  isArgument: (part) => startsWith(part, "arg_"),
  isCaller: (part) => isVariable(part, "principal") || startsWith(part, "claim"),
  asks: () => false,
  isForeign(policy) {
    const actions = actionsOf(policy);
    return actions.length > 0 && !actions.includes("call_tool");
  },
  namesOf: (policy) => collect(policy, (part) => (isTool(part) ? [part.id] : [])),
  refusesErrors: true,
};

const isTool = (part: unknown): part is { id: string } =>
  isRecord(part) && part["type"] === "Tool" && typeof part["id"] === "string";

function startsWith(part: unknown, prefix: string): boolean {
  const name = attributeOf(part)?.name;
  return typeof name === "string" && name.startsWith(prefix);
}

/** Numbers become decimals of four places; of objects, arrays and null only their presence is kept. */
function contextOf(given: object): Record<string, CedarValueJson> {
  const context = new Map<string, CedarValueJson>();
  for (const [name, value] of Object.entries(given)) {
    const key = `arg_${name}`.toWellFormed();
    if (typeof value === "string") context.set(key, value.toWellFormed());
    else if (typeof value === "boolean") context.set(key, value);
    else if (typeof value !== "number") context.set(`${key}_present`, true);
    else if (Math.abs(value) < 9e14) {
      const arg = (Math.trunc(value * 10_000) / 10_000).toFixed(4);
      context.set(key, { __extn: { fn: "decimal", arg } });
    }
  }
  return Object.fromEntries(context);
}

function problemsOf({ text, policy }: CedarSource): string[] {
  const { effect, principal } = policy;
  const unknown = actionsOf(policy).filter((action) => !knownActions.has(action));
  const has = (isLike: (part: unknown) => boolean) => mentions(policy.conditions, isLike);
  const asks = strangeApproval(policy);
  const said: (string | false)[] = [
    effect === "permit" &&
      asks !== undefined &&
      `\`@${asks}\` means nothing to ToolHive: the call runs without asking. \`${text}\``,
    unknown.length > 0 &&
      `ToolHive never asks about the action "${unknown[0]}", so this holds for nothing: \`${text}\``,
    has((part) => isNumberTest(part, ["<", "<=", ">", ">="])) &&
      `Numbers reach ToolHive's policies as decimals, so this errs and refuses every call with that argument; write \`.lessThanOrEqual(decimal("100.0"))\`: \`${text}\``,
    has((part) => isNumberTest(part, ["==", "!="])) &&
      `Numbers reach ToolHive's policies as decimals, which never equal a whole number; write \`decimal("100.0")\`: \`${text}\``,
    has(isAnnotation) &&
      `This depends on what the server says of its tools, which is not known here, so it is read as if it said nothing: \`${text}\``,
    (principal.op !== "All" || has(enforcer.isCaller)) &&
      `This is about some callers only, and is read here as if it were about all: \`${text}\``,
  ];
  return said.filter((sentence) => sentence !== false);
}

/** Whether an argument is compared with a whole number. */
function isNumberTest(part: unknown, operators: string[]): boolean {
  if (!isRecord(part)) return false;
  return operators.some((operator) => {
    const sides = part[operator];
    if (!isRecord(sides)) return false;
    const both = [sides["left"], sides["right"]];
    const isNumber = (side: unknown) => isRecord(side) && typeof side["Value"] === "number";
    return both.some(isNumber) && both.some((side) => startsWith(side, "arg_"));
  });
}

function isAnnotation(part: unknown): boolean {
  const attribute = attributeOf(part);
  return (
    attribute !== undefined &&
    isVariable(attribute.of, "resource") &&
    !ownAttributes.has(String(attribute.name)) &&
    !String(attribute.name).startsWith("arg_")
  );
}
