import { z } from "zod";
import { cedarEngine, cedarPolicies } from "../../../../classifier/policies/cedar-engine.ts";
import { cedarDecimal, cedarRecord } from "./cedar.ts";
import type { Decided, Engine } from "./engine.ts";

const Policies = z.array(z.string()).min(1);
const Config = z.strictObject({
  version: z.literal("1.0"),
  type: z.literal("cedarv1"),
  cedar: z.strictObject({ policies: Policies, entities_json: z.literal("[]") }),
});

const config = (...policies: string[]): string =>
  JSON.stringify({ version: "1.0", type: "cedarv1", cedar: { policies, entities_json: "[]" } });

const policy = (effect: string, tool: string): string =>
  `${effect}(principal, action == Action::"call_tool", resource == Tool::${JSON.stringify(tool)});`;

/** JSON's short escapes of control characters are no Cedar. */
const isPlain = (tool: string): boolean => tool.isWellFormed() && !/\p{Cc}/u.test(tool);

/**
 * The language's engine, asked as ToolHive asks its own (https://github.com/stacklok/toolhive/tree/main/pkg/authz/authorizers/cedar, read
 * in August 2026): one policy a string, arguments as `arg_…`, numbers as decimals, and a policy that errs refuses the call.
 */
export const toolhive: Engine = {
  isSlow: true,
  neutral: [
    config(policy("permit", "another")),
    config(
      'permit(principal, action == Action::"get_prompt", resource);',
      policy("forbid", "another"),
    ),
  ],
  naming(_alias, tools) {
    const names = tools.filter(isPlain);
    return [
      config('permit(principal, action == Action::"call_tool", resource);'),
      config(policy("forbid", "another"), ...names.map((tool) => policy("forbid", tool))),
    ];
  },
  load(text) {
    const { cedar } = Config.parse(JSON.parse(text));
    for (const one of cedar.policies)
      if (cedarPolicies(one).length !== 1) throw new Error(`expected one policy, got ${one}`);
    const decide = cedarEngine(
      Object.fromEntries(cedar.policies.map((one, at) => [`policy${at}`, one])),
    );
    return (tool, given = {}): Decided => {
      const context = contextOf(given);
      const resource = { type: "Tool", id: tool.toWellFormed() };
      const attrs = { ...context, name: resource.id, operation: "call", feature: "tool" };
      const { isAllowed, errors } = decide({
        principal: { type: "Client", id: "anonymous" },
        action: { type: "Action", id: "call_tool" },
        resource,
        context,
        entities: [{ uid: resource, attrs, parents: [] }],
      });
      return { action: isAllowed && errors.length === 0 ? "allow" : "deny" };
    };
  },
};

function contextOf(given: Record<string, unknown>) {
  return cedarRecord(
    Object.entries(given).map(([name, value]) => {
      if (typeof value === "string") return [`arg_${name}`, value.toWellFormed()];
      if (typeof value === "boolean") return [`arg_${name}`, value];
      if (typeof value === "number") return [`arg_${name}`, cedarDecimal(value)];
      return [`arg_${name}_present`, true];
    }),
  );
}
