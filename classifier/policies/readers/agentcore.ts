import type { CedarValueJson } from "@cedar-policy/cedar-wasm/nodejs";
import {
  actionsOf,
  attributeOf,
  isVariable,
  mentions,
  type CedarEnforcer,
  type CedarSource,
} from "../cedar-rules.ts";
import { cedarRecord, readCedar, strangeApproval } from "../cedar-reading.ts";
import type { Reading } from "../reading.ts";

/** Forbid wins, and nothing is permitted by default; statements whose scope AgentCore rejects are left out. By its documentation. */
export default function read(text: string, alias: string): Reading {
  return readCedar(text, {
    held: (source) => (rejection(source) === undefined ? anyGateway(source) : undefined),
    enforcerOf: (held) => enforcerOf(alias, held),
    problemsOf: (source) => problemsOf(source, alias),
  });
}

const everyAction = "*";
const gateway = { type: "AgentCore::Gateway", id: "any" };

/** Which gateway a file is for can't be known here. */
const anyGateway = ({ text, policy }: CedarSource): CedarSource => ({
  text,
  policy: { ...policy, resource: { op: "All" } },
});

function enforcerOf(alias: string, sources: CedarSource[]): CedarEnforcer {
  const decimals = new Set<string>();
  for (const { policy } of sources)
    for (const name of decimalsOf(policy.conditions))
      for (const action of policy.action.op === "All" ? [everyAction] : actionsOf(policy))
        decimals.add(JSON.stringify([action, name]));
  const isDecimal = (action: string) => (name: string) =>
    [action, everyAction].some((one) => decimals.has(JSON.stringify([one, name])));
  return {
    call: (tool, given) => ({
      principal: { type: "AgentCore::OAuthUser", id: "anyone" },
      action: { type: "AgentCore::Action", id: actionOf(alias, tool) },
      resource: gateway,
      context: { input: inputOf(given, isDecimal(actionOf(alias, tool))) },
      entities: [],
    }),
    isArgument: (part) => isVariable(part, "context"),
    isCaller: (part) => isVariable(part, "principal"),
    asks: () => false,
    isForeign(policy) {
      const actions = actionsOf(policy);
      return actions.length > 0 && !actions.some((action) => action.startsWith(`${alias}__`));
    },
    namesOf: (policy) =>
      actionsOf(policy).flatMap((action) =>
        action.startsWith(`${alias}___`) ? [action.slice(alias.length + 3)] : [],
      ),
    refusesErrors: false,
  };
}

const actionOf = (alias: string, tool: string): string => `${alias}___${tool}`.toWellFormed();

/** Why AgentCore would not create it. */
function rejection({ policy: { action, resource } }: CedarSource): string | undefined {
  if (action.op === "All")
    return resource.op === "is"
      ? undefined
      : "a statement for every action needs `resource is AgentCore::Gateway`";
  return resource.op === "=="
    ? undefined
    : "a statement that names tools needs `resource ==` and the ARN of the gateway";
}

function problemsOf(source: CedarSource, alias: string): string[] {
  const {
    text,
    policy: { conditions, effect, principal },
  } = source;
  const rejected = rejection(source);
  const short = actionsOf(source.policy).find(
    (name) => name.startsWith(`${alias}__`) && !name.startsWith(`${alias}___`),
  );
  const asks = strangeApproval(source.policy);
  const said: (string | false)[] = [
    rejected !== undefined && `AgentCore rejects this: ${rejected}. \`${text}\``,
    short !== undefined &&
      `"${short}" is no tool: the name of the target and of the tool are joined by three underscores.`,
    effect === "permit" &&
      asks !== undefined &&
      `\`@${asks}\` means nothing to AgentCore: the call runs without asking. \`${text}\``,
    effect === "forbid" &&
      mentions(conditions, (part) => isVariable(part, "context")) &&
      `Where this can't be evaluated it does not block the call; permit only what is right instead: \`${text}\``,
    (principal.op !== "All" && principal.op !== "is") ||
    mentions(conditions, (part) => isVariable(part, "principal"))
      ? `This is about some callers only, and is read here as if it were about all: \`${text}\``
      : false,
  ];
  return said.filter((sentence) => sentence !== false);
}

const decimalTests = ["lessThan", "lessThanOrEqual", "greaterThan", "greaterThanOrEqual"];

/** Arguments that the policies compare as decimals: since AgentCore checks them against the schema, that is what they are. */
function decimalsOf(part: unknown): string[] {
  if (typeof part !== "object" || part === null) return [];
  return Object.entries(part).flatMap(([key, inner]: [string, unknown]) => {
    const name = decimalTests.includes(key) && attributeOf(Object(inner)[0])?.name;
    return typeof name === "string" ? [name] : decimalsOf(inner);
  });
}

function inputOf(
  given: object,
  isDecimal: (name: string) => boolean,
): Record<string, CedarValueJson> {
  return cedarRecord(given, (value, name) => valueOf(value, isDecimal(name)));
}

function valueOf(value: unknown, isDecimal: boolean): CedarValueJson | undefined {
  if (typeof value === "boolean") return value;
  if (typeof value === "string") return value.toWellFormed();
  if (typeof value === "number" && isDecimal && Math.abs(value) < 9e14)
    return { __extn: { fn: "decimal", arg: (Math.trunc(value * 10_000) / 10_000).toFixed(4) } };
  if (typeof value === "number") return Number.isSafeInteger(value) ? value : undefined;
  if (Array.isArray(value))
    return value.map((item) => valueOf(item, false)).filter((item) => item !== undefined);
  return undefined;
}
