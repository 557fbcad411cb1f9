import type { CedarValueJson } from "@cedar-policy/cedar-wasm/nodejs";
import {
  actionsOf,
  attributeOf,
  collect,
  isRecord,
  isVariable,
  mentions,
  type CedarEnforcer,
  type CedarSource,
} from "../cedar-rules.ts";
import { cedarRecord, readCedar, strangeApproval } from "../cedar-reading.ts";
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
  return readCedar(text, {
    held: (source) => (isAboutCaller(source) ? undefined : source),
    enforcerOf: () => enforcerOf(alias),
    problemsOf: (source) => problemsOf(source, alias),
  });
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
        context: { args: cedarRecord(given, valueOf) },
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
    namesOf: (policy) => collect(policy.conditions, comparedNames),
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
  const asks = strangeApproval(source.policy, "requireApproval");
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

/** Of `resource.name == "a"` and `["a", "b"].contains(resource.name)`. */
function comparedNames(part: unknown): string[] {
  if (!isRecord(part)) return [];
  const sides = [part["=="], part["!="], part["contains"]].find(isRecord);
  if (sides === undefined || !Object.values(sides).some(isName)) return [];
  return collect(sides, (inner) =>
    isRecord(inner) && typeof inner["Value"] === "string" ? [inner["Value"]] : [],
  );
}

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

/** Of fractions it is not documented what they become, so they stay texts that compare with no amount. */
function valueOf(value: unknown): CedarValueJson | undefined {
  if (typeof value === "boolean") return value;
  if (typeof value === "string") return value.toWellFormed();
  if (typeof value === "number") return Number.isSafeInteger(value) ? value : String(value);
  if (Array.isArray(value))
    return value.map((item) => valueOf(item)).filter((item) => item !== undefined);
  return typeof value === "object" && value !== null ? cedarRecord(value, valueOf) : undefined;
}
