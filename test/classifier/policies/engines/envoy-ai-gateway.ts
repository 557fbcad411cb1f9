import { celEnv, parse as parseCel, plan, type CelInput } from "@bufbuild/cel";
import { parse } from "yaml";
import { z } from "zod";
import type { Decided, Engine } from "./engine.ts";

const Action = z.enum(["Allow", "Deny"]);
const Rule = z.strictObject({
  action: Action.default("Allow"),
  target: z
    .strictObject({
      tools: z
        .array(z.strictObject({ backend: z.string(), tool: z.string() }))
        .min(1)
        .max(16),
    })
    .optional(),
  cel: z.string().max(4096).optional(),
});
const Route = z.strictObject({
  apiVersion: z.literal("aigateway.envoyproxy.io/v1beta1").optional(),
  kind: z.literal("MCPRoute").optional(),
  metadata: z.unknown().optional(),
  spec: z.strictObject({
    parentRefs: z.array(z.unknown()).max(16).optional(),
    backendRefs: z.array(z.unknown()).max(256).optional(),
    securityPolicy: z.strictObject({
      authorization: z.strictObject({
        defaultAction: Action.default("Deny"),
        rules: z.array(Rule).max(32).default([]),
      }),
    }),
  }),
});

const file = (...rules: z.input<typeof Rule>[]) => ({
  apiVersion: "aigateway.envoyproxy.io/v1beta1",
  kind: "MCPRoute",
  metadata: { name: "tools" },
  spec: { securityPolicy: { authorization: { rules } } },
});
const another = { backend: "elsewhere", tool: "another tool that nobody asked about" };

/**
 * From the CRD and internal/mcpproxy/authorization.go of Envoy AI Gateway 1.1.0: the first rule decides whose target and expression both
 * match, else the default; an error is no match. Where tools are listed, `request.mcp.params` is null, and that is how a tool is asked about
 * without arguments here.
 */
export const envoyAiGateway: Engine = {
  isSlow: true,
  neutral: [
    JSON.stringify(file({ target: { tools: [another] } })),
    JSON.stringify(
      file({
        action: "Deny",
        cel: 'request.mcp.backend == "elsewhere"',
        target: { tools: [another] },
      }),
    ),
  ],
  naming(backend, tools) {
    const [first = "x", ...rest] = tools;
    const list = [first, ...rest].slice(0, 16).map((tool) => ({ backend, tool }));
    const open = file({ action: "Deny", target: { tools: [another] } });
    Object.assign(open.spec.securityPolicy.authorization, { defaultAction: "Allow" });
    return [
      JSON.stringify(file({ target: { tools: list } })),
      JSON.stringify(file({ action: "Deny", target: { tools: list } }, { cel: "true" })),
      JSON.stringify(open),
    ];
  },
  load(text, backend) {
    const { rules, defaultAction } = Route.parse(parse(text)).spec.securityPolicy.authorization;
    const compiled = rules.map(({ cel, ...rule }) => ({
      ...rule,
      holds: cel === undefined ? undefined : compile(cel),
    }));
    return (tool, given): Decided => {
      const params =
        given === undefined ? null : { name: `${backend}__${tool}`, arguments: fromJson(given) };
      const request = { method: "POST", mcp: { method: "tools/call", backend, tool, params } };
      const rule = compiled.find(
        ({ target, holds }) =>
          (holds === undefined || holds(request)) &&
          (target === undefined ||
            target.tools.some((one) => one.backend === backend && one.tool === tool)),
      );
      return { action: (rule?.action ?? defaultAction) === "Allow" ? "allow" : "deny" };
    };
  },
};

/** Throws where the expression does not parse. */
function compile(cel: string): (request: CelInput) => boolean {
  const evaluate = plan(celEnv(), parseCel(cel));
  return (request) => evaluate({ request }) === true;
}

/** As it comes over the wire: maps, whose keys are not those of objects. */
function fromJson(value: unknown): CelInput {
  if (Array.isArray(value)) return value.map(fromJson);
  if (typeof value === "object" && value !== null)
    return new Map(Object.entries(value).map(([key, item]) => [key, fromJson(item)]));
  return value as string | number | boolean | null;
}
