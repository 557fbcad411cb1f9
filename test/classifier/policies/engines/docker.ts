import type { CedarValueJson, PolicyJson } from "@cedar-policy/cedar-wasm/nodejs";
import {
  cedarEngine,
  cedarPolicies,
  cedarPolicy,
} from "../../../../classifier/policies/cedar-engine.ts";
import { cedarDecimal, cedarRecord } from "./cedar.ts";
import type { Decided, Engine } from "./engine.ts";

const actions = new Set([
  "register",
  "invokeTool",
  "invokePrimordial",
  "readResource",
  "getPrompt",
]);

/** A server that runs on the user's machine; of any other, policies see no arguments. */
const isLocal = true;

/**
 * The language's engine, asked as https://docs.docker.com/ai/sandboxes/governance/reference/mcp-policy/ says: tools are named
 * attributes within their server, and a permit with `@requireApproval` asks even where another permits plainly.
 */
export const docker: Engine = {
  isSlow: true,
  neutral: [
    "",
    `permit (principal, action == MCP::Action::"invokeTool", resource)
     when { resource in MCP::Server::"another server" };\n`,
  ],
  naming: () => [
    "permit (principal, action, resource);\n",
    'forbid (principal, action == MCP::Action::"invokeTool", resource);\n',
  ],
  load: (text, alias) => dockerCall(text, alias, isLocal),
};

/** What a call gets of a server on the user's machine, or of a remote one, whose arguments policies don't see. */
export function dockerCall(
  text: string,
  alias: string,
  isLocalServer: boolean,
): ReturnType<Engine["load"]> {
  const policies = cedarPolicies(text);
  const asking = new Set<string>();
  for (const [at, one] of policies.entries()) {
    const policy = cedarPolicy(one);
    refuseForeign(policy);
    if (policy.annotations && Object.hasOwn(policy.annotations, "requireApproval"))
      asking.add(`p${at}`);
  }
  const decide = cedarEngine(Object.fromEntries(policies.map((one, at) => [`p${at}`, one])));
  return (tool, given = {}): Decided => {
    const server = { type: "MCP::Server", id: alias.toWellFormed() };
    const name = tool.toWellFormed();
    const resource = { type: "MCP::Tool", id: name };
    const attrs = { name, readOnly: false, destructive: true, idempotent: false, openWorld: true };
    const { isAllowed, reasons } = decide({
      principal: { type: "MCP::User", id: "someone" },
      action: { type: "MCP::Action", id: "invokeTool" },
      resource,
      context: isLocalServer ? { args: cedarRecord(valuesOf(given)) } : {},
      entities: [
        { uid: resource, attrs, parents: [server] },
        { uid: server, attrs: {}, parents: [] },
      ],
    });
    if (!isAllowed) return { action: "deny" };
    return { action: reasons.some((id) => asking.has(id)) ? "ask" : "allow" };
  };
}

/** What the documentation does not have, our snippets must not have either. */
function refuseForeign({ principal, action, annotations = {} }: PolicyJson): void {
  const ids = "entity" in action ? [action.entity] : "entities" in action ? action.entities : [];
  const isKnown = ids.every((id) => "id" in id && id.type === "MCP::Action" && actions.has(id.id));
  if (!isKnown) throw new Error(`expected actions of Docker, got ${JSON.stringify(action)}`);
  if (principal.op !== "All") throw new Error("expected no principal: Docker supplies it");
  const other = Object.keys(annotations).find((name) => name !== "requireApproval");
  if (other !== undefined) throw new Error(`expected @requireApproval, got @${other}`);
}

function valuesOf(given: Record<string, unknown>): [string, CedarValueJson | undefined][] {
  return Object.entries(given).map(([name, value]) => [name, valueOf(value)]);
}

/** What Cedar has no value for is left out. */
function valueOf(value: unknown): CedarValueJson | undefined {
  if (typeof value === "string") return value.toWellFormed();
  if (typeof value === "boolean") return value;
  if (typeof value === "number") return Number.isSafeInteger(value) ? value : cedarDecimal(value);
  if (Array.isArray(value)) return value.map(valueOf).filter((item) => item !== undefined);
  if (typeof value === "object" && value !== null) return cedarRecord(valuesOf({ ...value }));
  return undefined;
}
