import type { PolicyFormat } from "./format.ts";

const tools = (["ask", "deny"] as const).map((action) => ({
  name: action,
  recommendation: { action, reason: "" },
}));

/** Where a policy's second file goes, in one sentence: asked of a policy that asks and blocks, since that is what it is for. Undefined where one file says it all. */
export function secondFile(format: PolicyFormat): string | undefined {
  return format.emit({ alias: "server", tools }).also?.goesInto;
}
