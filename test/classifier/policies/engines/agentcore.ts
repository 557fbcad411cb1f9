import * as cedar from "@cedar-policy/cedar-wasm/nodejs";
import {
  cedarEngine,
  cedarPolicies,
  cedarPolicy,
} from "../../../../classifier/policies/cedar-engine.ts";
import type { PolicyTool } from "../../../../classifier/policies/format.ts";
import { cedarDecimal, cedarRecord } from "./cedar.ts";
import type { Decided, Engine } from "./engine.ts";

const gateway = { type: "AgentCore::Gateway", id: "<gateway ARN>" };
const user = { type: "AgentCore::OAuthUser", id: "someone" };
/** Of values that a schema lists, the gateway's schema makes entities. */
const choice = { type: "AgentCore::Choice" };
const other = "another___tool";

/**
 * The language's engine and its strict validator, over a schema made of the tools' arguments as
 * https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/policy-schema-constraints.html says, with the rules on scopes of
 * https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/example-policies-action-resource.html. The gateway is called as the
 * placeholder, as if the reader had replaced it everywhere.
 */
export const agentcore: Engine = {
  isSlow: true,
  neutral: ["", statement("permit", other), statement("forbid", other)],
  naming: () => [
    "permit (principal, action, resource is AgentCore::Gateway);\n",
    "forbid (principal, action, resource is AgentCore::Gateway);\n",
  ],
  load(text, alias, tools = []) {
    const policies = cedarPolicies(text);
    policies.forEach(checkScope);
    const types = new Map(tools.map((tool) => [actionOf(alias, tool.name), inputOf(tool)]));
    types.set(other, {});
    checkTypes(policies, types);
    const decide = cedarEngine(Object.fromEntries(policies.map((one, at) => [`p${at}`, one])));
    return (tool, given = {}): Decided => {
      const action = actionOf(alias, tool);
      const input = inputValues(given, types.get(action) ?? {});
      if (input === undefined) return { action: "deny" };
      const { isAllowed } = decide({
        principal: user,
        action: { type: "AgentCore::Action", id: action },
        resource: gateway,
        context: { input },
        entities: [{ uid: user, attrs: { id: user.id }, parents: [] }],
      });
      return { action: isAllowed ? "allow" : "deny" };
    };
  },
};

function statement(effect: string, action: string): string {
  return `${effect} (principal, action == AgentCore::Action::"${action}", resource == AgentCore::Gateway::"${gateway.id}");\n`;
}

const actionOf = (alias: string, tool: string): string => `${alias}___${tool}`.toWellFormed();

/** Refused when a policy is created: one that names tools has to name the gateway, and one that names none must not. */
function checkScope(text: string): void {
  const { action, resource } = cedarPolicy(text);
  if (text.length > 10_000) throw new Error(`expected 10,000 characters, got ${text.length}`);
  if (action.op === "All" ? resource.op !== "is" : resource.op !== "==")
    throw new Error(`expected a resource that fits the action, got ${text}`);
}

type Input = Record<string, "String" | "Long" | "Boolean" | "decimal" | "Choice">;

/** Against a schema of the tools that they name, since reading one of all tools takes longer than all else. */
function checkTypes(policies: string[], types: ReadonlyMap<string, Input>): void {
  const named = JSON.stringify(policies.map((one) => cedarPolicy(one).action));
  const used = [...types].filter(([action]) => named.includes(JSON.stringify(action)));
  const answer = cedar.validate({
    schema: schemaOf(new Map(used.length === 0 ? types : used)),
    policies: { staticPolicies: Object.fromEntries(policies.map((one, at) => [`p${at}`, one])) },
    validationSettings: { mode: "strict" },
  });
  const errors = answer.type === "failure" ? answer.errors : answer.validationErrors;
  if (errors.length > 0) throw new Error(`expected valid policies, got ${JSON.stringify(errors)}`);
}

function schemaOf(types: ReadonlyMap<string, Input>): cedar.SchemaJson<string> {
  const record = (attributes: Record<string, cedar.TypeOfAttribute<string>>) =>
    ({ type: "Record", attributes }) as const;
  const actions = [...types].map(([name, input]) => {
    const attributes = Object.entries(input).map(
      ([argument, type]) => [argument, { ...typeOf(type), required: false }] as const,
    );
    const appliesTo = {
      principalTypes: ["OAuthUser", "IamEntity"],
      resourceTypes: ["Gateway"],
      context: record({ input: record(Object.fromEntries(new Map(attributes))) }),
    };
    return [name, { appliesTo }] as const;
  });
  const id = record({ id: { type: "String" } });
  return {
    AgentCore: {
      entityTypes: {
        OAuthUser: { shape: id, tags: { type: "String" } },
        IamEntity: { shape: id },
        Gateway: {},
        Choice: {},
      },
      actions: Object.fromEntries(new Map(actions)),
    },
  };
}

function typeOf(type: Input[string]) {
  if (type === "Choice") return { type: "Entity", name: choice.type } as const;
  return type === "decimal" ? ({ type: "Extension", name: type } as const) : ({ type } as const);
}

function inputOf({ constraints = [] }: PolicyTool): Input {
  return Object.fromEntries(
    new Map(
      constraints.map(({ argument, must }) => {
        if ("oneOf" in must) return [argument, must.isEnum ? "Choice" : "String"];
        if ("is" in must) return [argument, "Boolean"];
        return [argument, must.isWhole ? "Long" : "decimal"];
      }),
    ),
  );
}

/** Undefined where the schema would refuse the call before any policy is asked. */
function inputValues(given: Record<string, unknown>, types: Input) {
  const values = Object.entries(given).map(([name, value]) => {
    const type = Object.hasOwn(types, name) ? types[name] : undefined;
    if (type === "String" && typeof value === "string")
      return [name, value.toWellFormed()] as const;
    if (type === "Boolean" && typeof value === "boolean") return [name, value] as const;
    if (type === "Choice" && typeof value === "string")
      return [name, { __entity: { ...choice, id: value.toWellFormed() } }] as const;
    if (type === "Long" && Number.isSafeInteger(value)) return [name, Number(value)] as const;
    if (type === "decimal" && typeof value === "number")
      return [name, cedarDecimal(value)] as const;
    return undefined;
  });
  if (!values.every((entry) => entry !== undefined)) return undefined;
  return values.some(([, value]) => value === undefined) ? undefined : cedarRecord(values);
}
