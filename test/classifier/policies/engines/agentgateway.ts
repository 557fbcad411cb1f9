import { celEnv, parse as parseCel, plan } from "@bufbuild/cel";
import { parse } from "yaml";
import { z } from "zod";
import type { Decided, Engine } from "./engine.ts";

const Rule = z.union([
  z.string(),
  z.strictObject({ allow: z.string() }),
  z.strictObject({ deny: z.string() }),
  z.strictObject({ require: z.string() }),
]);
const Config = z.strictObject({
  mcp: z.strictObject({
    port: z.int().optional(),
    targets: z.array(z.unknown()).optional(),
    policies: z
      .strictObject({ mcpAuthorization: z.strictObject({ rules: z.array(Rule) }).optional() })
      .optional(),
  }),
});

const file = (...rules: unknown[]): string =>
  JSON.stringify({ mcp: { port: 3000, policies: { mcpAuthorization: { rules } } } });
const elsewhere = 'mcp.tool.target == "a target that nobody asked about"';

/**
 * Expressions are decided by a CEL engine, and how rules go together is from schema/config.json and the authorization of agentgateway 1.4.1:
 * deny, then all that is required, then any that allows; else nothing where something is allowed at all. Errors are not true.
 */
export const agentgateway: Engine = {
  isSlow: true,
  neutral: [
    file({ allow: elsewhere }),
    file({ allow: "has(mcp.prompt)" }, elsewhere, { require: "has(mcp.tool) || has(mcp.prompt)" }),
  ],
  naming(alias) {
    const target = alias.isWellFormed() ? `mcp.tool.target == ${JSON.stringify(alias)}` : "true";
    return [
      file(target),
      file({ allow: "true" }, { deny: target }),
      file(elsewhere, { require: `!(${target})` }),
    ];
  },
  load(text, alias) {
    const rules = Config.parse(parse(text)).mcp.policies?.mcpAuthorization?.rules ?? [];
    const allow = rules.flatMap((rule) =>
      typeof rule === "string" ? [ask(rule)] : "allow" in rule ? [ask(rule.allow)] : [],
    );
    const deny = rules.flatMap((rule) =>
      typeof rule === "object" && "deny" in rule ? [ask(rule.deny)] : [],
    );
    const require = rules.flatMap((rule) =>
      typeof rule === "object" && "require" in rule ? [ask(rule.require)] : [],
    );
    return (name): Decided => {
      const mcp = { tool: { target: alias, name } };
      if (deny.some((holds) => holds(mcp))) return { action: "deny" };
      if (!require.every((holds) => holds(mcp))) return { action: "deny" };
      if (allow.some((holds) => holds(mcp)) || allow.length === 0) return { action: "allow" };
      return { action: "deny" };
    };
  },
};

type Asked = Record<string, { target: string; name: string }>;

/** Throws where the expression does not parse. */
export function ask(text: string): (mcp: Asked) => boolean {
  const evaluate = plan(celEnv(), parseCel(text));
  return (mcp) => evaluate({ mcp }) === true;
}
