import type { CedarValueJson } from "@cedar-policy/cedar-wasm/nodejs";
import { cedarPolicies } from "../cedar-engine.ts";
import {
  actionsOf,
  attributeOf,
  cedarRules,
  cedarSource,
  isVariable,
  mentions,
  type CedarEnforcer,
  type CedarSource,
} from "../cedar-rules.ts";
import type { Reading } from "../reading.ts";

const knownActions = new Set([
  "register",
  "invokeTool",
  "invokePrimordial",
  "readResource",
  "getPrompt",
]);

/** Forbid wins over permits that ask, and those over plain ones; nothing is permitted by default. By its documentation. */
export default function read(text: string, alias: string): Reading {
  const sources = cedarPolicies(text).map(cedarSource);
  const held = sources.filter((source) => !isAboutCaller(source));
  return {
    rules: cedarRules(held, enforcerOf(alias)),
    wins: "strictest",
    unlisted: "deny",
    problems: sources.flatMap((source) => problemsOf(source, alias)),
  };
}

function enforcerOf(alias: string): CedarEnforcer {
  const server = { type: "MCP::Server", id: alias.toWellFormed() };
  return {
    call(tool, given) {
      const name = tool.toWellFormed();
      const resource = { type: "MCP::Tool", id: name };
      const undeclared = { readOnly: false, destructive: true, idempotent: false, openWorld: true };
      return {
        principal: { type: "MCP::User", id: "anyone" },
        action: { type: "MCP::Action", id: "invokeTool" },
        resource,
        context: { args: recordOf(given) },
        entities: [
          { uid: resource, attrs: { name, ...undeclared }, parents: [server] },
          { uid: server, attrs: {}, parents: [] },
        ],
      };
    },
    isArgument: (part) => isVariable(part, "context"),
    isCaller: () => false,
    asks: (annotations) => Object.hasOwn(annotations, "requireApproval"),
    isForeign(policy) {
      const actions = actionsOf(policy);
      if (actions.length > 0 && !actions.includes("invokeTool")) return true;
      const isThis = (part: unknown) => isServer(part) && Object(part).id === server.id;
      return mentions(policy, isServer) && !mentions(policy, isThis);
    },
    refusesErrors: false,
  };
}

/** Docker supplies the principal, so that a policy about one never matches. */
const isAboutCaller = ({ policy }: CedarSource): boolean =>
  policy.principal.op !== "All" ||
  mentions(policy.conditions, (part) => isVariable(part, "principal"));

function problemsOf(source: CedarSource, alias: string): string[] {
  const {
    text,
    policy: { annotations = {}, effect, conditions, resource },
  } = source;
  const unknown = actionsOf(source.policy).filter((action) => !knownActions.has(action));
  const names = Object.keys(annotations);
  const asks = names.find(
    (name) => name !== "requireApproval" && /approv|consent|confirm|ask/i.test(name),
  );
  const isForbid = effect === "forbid";
  const has = (isLike: (part: unknown) => boolean) => mentions(conditions, isLike);
  const said: (string | false)[] = [
    isAboutCaller(source) &&
      `Docker's policies know no principal, so this never holds${isForbid ? ", and blocks nothing" : ""}; scope the policy to teams instead: \`${text}\``,
    !isForbid &&
      asks !== undefined &&
      `Only \`@requireApproval\` asks; with \`@${asks}\` the call runs without asking: \`${text}\``,
    isForbid &&
      names.includes("requireApproval") &&
      `A \`forbid\` never asks, whatever its annotations: \`${text}\``,
    isForbid &&
      has((part) => isVariable(part, "context")) &&
      `Where arguments are missing or of another kind, as they always are for remote servers, this does not block the call; permit only what is right instead: \`${text}\``,
    unknown.length > 0 &&
      `Docker never asks about the action "${unknown[0]}", so this holds for nothing: \`${text}\``,
    has(isAnnotation) &&
      `This depends on what the server says of its tools, which is not known here, so it is read as if it said nothing: \`${text}\``,
    !isForbid &&
      alias !== "" &&
      has(isName) &&
      !mentions([resource, conditions], isServer) &&
      `This names a tool but no server, so it holds for a tool of that name on any server: \`${text}\``,
  ];
  return said.filter((sentence) => sentence !== false);
}

const isName = (part: unknown): boolean => {
  const attribute = attributeOf(part);
  return attribute?.name === "name" && isVariable(attribute.of, "resource");
};

const isServer = (part: unknown): boolean =>
  typeof part === "object" && part !== null && "type" in part && part.type === "MCP::Server";

function isAnnotation(part: unknown): boolean {
  const attribute = attributeOf(part);
  return (
    attribute !== undefined &&
    isVariable(attribute.of, "resource") &&
    ["readOnly", "destructive", "idempotent", "openWorld"].includes(String(attribute.name))
  );
}

/** What Cedar has no value for is left out; of fractions it is not documented what they become, so they stay texts that compare with no amount. */
function recordOf(given: object): Record<string, CedarValueJson> {
  const entries = Object.entries(given).flatMap(([name, value]) => {
    const held = valueOf(value);
    return held === undefined ? [] : [[name.toWellFormed(), held] as const];
  });
  return Object.fromEntries(new Map(entries));
}

function valueOf(value: unknown): CedarValueJson | undefined {
  if (typeof value === "boolean") return value;
  if (typeof value === "string") return value.toWellFormed();
  if (typeof value === "number") return Number.isSafeInteger(value) ? value : String(value);
  if (Array.isArray(value)) return value.map(valueOf).filter((item) => item !== undefined);
  return typeof value === "object" && value !== null ? recordOf(value) : undefined;
}
