import { externalBases } from "./attribute.ts";
import type { Run } from "./run.ts";
import { isComposite, likeliest, type Member, type Value } from "./values.ts";

/** Names from the SDKs whose objects hold tools. */
export const serverPath =
  /^(?:mcp|fastmcp|fastapi_mcp|chuk_mcp_server|arcade_mcp_server|mcp_agent)(?:\.\w+)*\.(?:\w*MCP\w*|\w*Server|LocalProvider|create_proxy)(?:\.(?:from_openapi|from_fastapi|as_proxy|from_client))?$/;
/** Parts of a server through which tools can be added too. */
const parts = new Set([
  "_tool_manager",
  "_mcp_server",
  "tool_manager",
  "local_provider",
  "_local_provider",
  "server",
  "mcp",
  "app",
]);

/** Whether a value is a server: `yes` when it comes from an SDK, `maybe` when it is not known, `no` when it is something else. */
export function serverLike(run: Run, value: Value): "yes" | "maybe" | "no" {
  const likely = likeliest(value);
  if (!isComposite(likely)) return "no";
  switch (likely.kind) {
    case "made":
      return serverPath.test(likely.path) ? "yes" : "no";
    case "instance":
      return externalBases(likely.class).some((base) => serverPath.test(base)) ? "yes" : "no";
    case "member":
      return memberLike(run, likely);
    case "external":
      return run.usesSdk &&
        /(?:^|[._])(?:mcp|server)$/.test(likely.path) &&
        !/^(?:mcp|fastmcp)\b/.test(likely.path)
        ? "maybe"
        : "no";
    case "unknown": {
      if (likely.type === undefined)
        return run.usesSdk && !otherKind.test(likely.reason) ? "maybe" : "no";
      return typedAsServer(likely.type);
    }
    default:
      return "no";
  }
}

/** Names of what has tools without being a server. */
const otherKind = /(?:agent|client|llm|model|celery|cli|group|toolkit|registry|parser)$/i;

function memberLike(run: Run, member: Member): "yes" | "maybe" | "no" {
  if (otherKind.test(member.name)) return "no";
  const of = likeliest(member.of);
  if (parts.has(member.name)) {
    const whole = serverLike(run, of);
    if (whole !== "no") return whole;
  }
  const open =
    isComposite(of) && (of.kind === "instance" || of.kind === "unknown" || of.kind === "member");
  return open && run.usesSdk && /(?:mcp|server|app)\w*$/i.test(member.name) ? "maybe" : "no";
}

function typedAsServer(type: Value): "yes" | "maybe" | "no" {
  const likely = likeliest(type);
  if (typeof likely === "string") return /(?:MCP|Server)\b/.test(likely) ? "yes" : "no";
  if (!isComposite(likely)) return "no";
  if (likely.kind === "external")
    return serverPath.test(likely.path)
      ? "yes"
      : /(?:Any|object)$/.test(likely.path)
        ? "maybe"
        : "no";
  if (likely.kind === "class")
    return externalBases(likely).some((base) => serverPath.test(base)) ? "yes" : "no";
  if (likely.kind === "generic")
    return [likely.of, ...likely.arguments].some((part) => typedAsServer(part) === "yes")
      ? "yes"
      : "no";
  return likely.kind === "unknown" ? "maybe" : "no";
}

/** Whether an unknown object is called or typed like a server. */
export function named(server: Value): boolean {
  if (!isComposite(server)) return false;
  if (server.kind === "member") return /mcp|server/i.test(server.name);
  return (
    server.kind === "unknown" &&
    (server.type !== undefined
      ? typedAsServer(server.type) === "yes"
      : /(?:mcp|server)\w*$/i.test(server.reason))
  );
}
