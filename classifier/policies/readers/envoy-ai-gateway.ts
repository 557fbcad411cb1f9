import type { CelInput } from "@bufbuild/cel";
import { parseAllDocuments } from "yaml";
import { z } from "zod";
import { celNames, celOutcome } from "../cel-expression.ts";
import type { ReadRule, Reading } from "../reading.ts";
import { shaped, shapeOf } from "../shape.ts";

const Action = z.enum(["Allow", "Deny"]);
const Names = z.array(z.string()).max(32).optional();
const Rule = z.looseObject({
  action: Action.default("Allow"),
  target: z
    .strictObject({
      tools: z
        .array(z.strictObject({ backend: z.string(), tool: z.string() }))
        .min(1)
        .max(16),
    })
    .optional(),
  source: z.unknown().optional(),
  cel: z.string().max(4096).optional(),
});
type Rule = z.infer<typeof Rule>;
const Selector = z.strictObject({
  include: Names,
  includeRegex: Names,
  exclude: Names,
  excludeRegex: Names,
});
const Route = z.looseObject({
  kind: z.string().default("MCPRoute"),
  spec: z.looseObject({
    backendRefs: z
      .array(z.looseObject({ name: z.string(), toolSelector: Selector.optional() }))
      .optional(),
    securityPolicy: z
      .looseObject({
        authorization: z
          .strictObject({
            defaultAction: Action.default("Deny"),
            rules: z.array(Rule).max(32).default([]),
          })
          .optional(),
      })
      .optional(),
  }),
});

/**
 * What the selector of the backend leaves out is blocked; then the first rule decides whose target and expression match, else the default.
 * By version 1.1.0. Throws where Kubernetes or the gateway would refuse the route.
 */
export default function read(text: string, alias: string): Reading {
  const documents = parseAllDocuments(text).map((document): unknown => {
    if (document.errors[0] !== undefined) throw document.errors[0];
    return document.toJS();
  });
  const found =
    documents.length === 1
      ? [shaped(Route, documents[0])]
      : documents.flatMap((value) => shapeOf(Route, value).found?.value ?? []);
  const routes = found.flatMap(({ kind, spec }) => (kind === "MCPRoute" ? [spec] : []));
  const selected = routes.flatMap(({ backendRefs = [] }) =>
    backendRefs.flatMap(({ name, toolSelector }) =>
      name === alias && toolSelector ? selectorRules(toolSelector, name) : [],
    ),
  );
  const authorization = routes.find(({ securityPolicy }) => securityPolicy?.authorization)
    ?.securityPolicy?.authorization;
  const given = authorization?.rules ?? [];
  return {
    rules: [...selected, ...given.map((rule) => readRule(rule, alias))],
    wins: "first",
    unlisted: authorization?.defaultAction === "Deny" ? "deny" : "allow",
    problems: authorization
      ? [...new Set(given.flatMap((rule) => problemsOf(rule, alias)))]
      : ["Without `authorization` every tool that the route offers may be called."],
  };
}

function selectorRules(
  { include, includeRegex, exclude, excludeRegex }: z.infer<typeof Selector>,
  backend: string,
): ReadRule[] {
  const names = (list: string[] | undefined, patterns: string[] | undefined) => (tool: string) =>
    (list?.includes(tool) ?? false) ||
    (patterns ?? []).some((pattern) => new RegExp(`^(?:${pattern})$`, "u").test(tool));
  const isIn = names(include, includeRegex);
  const isOut = names(exclude, excludeRegex);
  const has = (include ?? includeRegex ?? []).length > 0;
  return [
    {
      text: `toolSelector of ${backend}`,
      action: "deny",
      // It may leave out nothing that is there.
      foreign: true,
      names: [...(include ?? []), ...(exclude ?? [])],
      matches: (tool) => isOut(tool) || (has && !isIn(tool)),
    },
  ];
}

function readRule(rule: Rule, alias: string): ReadRule {
  const ask = rule.cel === undefined ? () => true : celOutcome(rule.cel);
  const isAbout = (tool: string) =>
    rule.target?.tools.some((one) => one.backend === alias && one.tool === tool) ?? true;
  const action = rule.action === "Allow" ? "allow" : "deny";
  const { target: { tools = [] } = {}, cel = "true" } = rule;
  const backends = [
    ...tools.map(({ backend }) => backend),
    ...celNames(cel, "request.mcp.backend"),
  ];
  const own = tools.filter(({ backend }) => backend === alias).map(({ tool }) => tool);
  return {
    text: `${rule.action}: ${rule.cel ?? rule.target?.tools.map(({ tool }) => tool).join(", ") ?? "everything"}`,
    action,
    // An error without arguments says that it looks at them.
    matches: (tool) =>
      rule.source === undefined && isAbout(tool) && ask(request(alias, tool, null)) !== false,
    ...(rule.cel !== undefined && {
      holds: (given: Record<string, unknown>, tool: string) =>
        ask(request(alias, tool, given)) === true,
    }),
    ...(backends.length > 0 && !backends.includes(alias)
      ? { foreign: true }
      : { names: [...own, ...celNames(cel, "request.mcp.tool")] }),
  };
}

const request = (backend: string, tool: string, given: Record<string, unknown> | null) => ({
  request: {
    method: "POST",
    mcp: {
      method: "tools/call",
      backend,
      tool,
      params: given && { name: `${backend}__${tool}`, arguments: fromJson(given) },
    },
  },
});

function problemsOf({ action, cel, source, target }: Rule, alias: string): string[] {
  const said: (string | false)[] = [
    source !== undefined && "A rule with `source` depends on who calls; here it is left out.",
  ];
  if (cel !== undefined) {
    const listed = celOutcome(cel)(request(alias, target?.tools[0]?.tool ?? "", null));
    const looks = /\brequest\.mcp\.params\b/.test(cel);
    said.push(
      /\brequest\.(?:auth|headers|headers_all|path|host)\b/.test(cel) &&
        `\`${cel}\` depends on who calls; here what it asks of that is taken as not true.`,
      action === "Deny" && looks && `\`${cel}\` under \`Deny\` blocks nothing where it fails.`,
      action === "Allow" &&
        looks &&
        listed !== true &&
        !/params\s*==\s*null/.test(cel) &&
        `\`${cel}\` is also asked where tools are listed, without params, so its tool is not offered; begin it with \`request.mcp.params == null ||\`.`,
    );
  }
  return said.filter((sentence) => sentence !== false);
}

function fromJson(value: unknown): CelInput {
  if (Array.isArray(value)) return value.map(fromJson);
  if (typeof value === "object" && value !== null)
    return new Map(Object.entries(value).map(([key, item]) => [key, fromJson(item)]));
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? value
    : null;
}
