import { parse } from "yaml";
import { z } from "zod";
import type { Decided, Engine } from "./engine.ts";

const Names = z.array(z.string());
const Server = z.strictObject({
  url: z.string().optional(),
  transport: z.enum(["http", "sse", "stdio"]).optional(),
  allowed_tools: Names.optional(),
  disallowed_tools: Names.optional(),
});
const Config = z.strictObject({ model_list: z.unknown().optional(), mcp_servers: z.unknown() });

const another = "another tool that nobody asked about";
const file = (alias: string, server: object): string =>
  JSON.stringify({
    mcp_servers: Object.fromEntries([
      ["a server that nobody asked about", { url: "http://localhost:1/mcp" }],
      ...(alias.isWellFormed() ? [[alias, { url: "http://localhost:2/mcp", ...server }]] : []),
    ]),
  });

/**
 * From https://docs.litellm.ai/docs/mcp_control and the check of calls of versions since 1.77: `allowed_tools` where it names anything, else
 * `disallowed_tools`. Versions differ in case and prefixes; a tool is allowed here where any of them allows it.
 */
export const litellm: Engine = {
  isSlow: true,
  neutral: [],
  neutralFor: (alias) => [
    file(alias, { allowed_tools: [another] }),
    file(alias, { allowed_tools: [another], disallowed_tools: ["and one more"] }),
  ],
  naming: (alias, tools) => [
    file(alias, {
      allowed_tools: [another],
      disallowed_tools: tools.filter((tool) => tool.isWellFormed()),
    }),
  ],
  load(text, alias) {
    const servers = new Map(Object.entries(Object(Config.parse(parse(text)).mcp_servers)));
    const own = servers.get(alias);
    // A server that is not there offers nothing.
    if (own === undefined) return () => ({ action: "deny" });
    const { allowed_tools: allowed = [], disallowed_tools: blocked = [] } = Server.parse(own);
    return (tool): Decided => {
      const spellings = [tool, `${alias}-${tool}`, `${alias.split(" ").join("_")}-${tool}`];
      const folded = new Set(spellings.map((name) => name.toLowerCase()));
      if (allowed.length > 0) {
        const isNamed = allowed.some((name) => folded.has(name.toLowerCase()));
        return { action: isNamed ? "allow" : "deny" };
      }
      return {
        action: spellings.slice(0, 2).some((name) => blocked.includes(name)) ? "deny" : "allow",
      };
    };
  },
};
