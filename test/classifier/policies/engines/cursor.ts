import { z } from "zod";
import type { Decided, Engine } from "./engine.ts";

const word = "[A-Za-z0-9_./@-]+";
const cannotName = (alias: string): boolean => !new RegExp(`^${word}$`).test(alias);
const words = (tools: string[]): string[] => tools.filter((tool) => !cannotName(tool));

const Rule = z
  .string()
  .regex(new RegExp(`^(Mcp\\(${word}:(${word}|\\*)\\)|(Shell|Read)\\(.*\\))$`));
const Config = z.strictObject({
  version: z.literal(1).optional(),
  permissions: z.strictObject({
    allow: z.array(Rule).default([]),
    deny: z.array(Rule).default([]),
  }),
});

/** From https://cursor.com/docs/cli/reference/permissions: a block wins, what neither list names asks, and a star is any tool of the server. */
export const cursorCli: Engine = {
  cannotName,
  neutral: [
    JSON.stringify({ version: 1, permissions: {} }),
    JSON.stringify({
      permissions: { allow: ["Shell(ls)", "Mcp(another:tool)"], deny: ["Mcp(another:*)"] },
    }),
  ],
  naming: (alias, tools) =>
    cannotName(alias)
      ? []
      : [
          JSON.stringify({
            permissions: { deny: words(tools).map((tool) => `Mcp(${alias}:${tool})`) },
          }),
          JSON.stringify({ permissions: { deny: [`Mcp(${alias}:*)`] } }),
        ],
  load(text, alias) {
    const { permissions } = Config.parse(JSON.parse(text));
    return (tool): Decided => {
      const own = [`Mcp(${alias}:${tool})`, `Mcp(${alias}:*)`];
      if (permissions.deny.some((rule) => own.includes(rule))) return { action: "deny" };
      return { action: permissions.allow.some((rule) => own.includes(rule)) ? "allow" : "ask" };
    };
  },
};

const Permissions = z.strictObject({
  mcpAllowlist: z.array(z.string().regex(new RegExp(`^${word}:(${word}|\\*)$`))).optional(),
  terminalAllowlist: z.array(z.string()).optional(),
});

/** From https://cursor.com/docs/reference/permissions: what the list names may run without a question, and everything else asks. */
export const cursor: Engine = {
  cannotName,
  neutral: [
    "{}",
    JSON.stringify({ mcpAllowlist: ["another:tool"], terminalAllowlist: ["git status"] }),
  ],
  naming: () => [],
  load(text, alias) {
    const { mcpAllowlist = [] } = Permissions.parse(JSON.parse(text));
    return (tool): Decided => {
      const isListed = mcpAllowlist.some((entry) =>
        [`${alias}:${tool}`, `${alias}:*`].includes(entry),
      );
      return { action: isListed ? "allow" : "ask" };
    };
  },
};
