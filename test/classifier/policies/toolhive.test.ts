import { expect, test } from "vitest";
import { cedarEngine } from "../../../classifier/policies/cedar-engine.ts";
import type { PolicyTool } from "../../../classifier/policies/format.ts";
import toolhive from "../../../classifier/policies/formats/toolhive.ts";
import { decide } from "../../../classifier/policies/reading.ts";
import read from "../../../classifier/policies/readers/toolhive.ts";
import { toolhive as engine } from "./engines/toolhive.ts";

const push: PolicyTool = {
  name: "push",
  recommendation: { action: "allow", reason: "" },
  constraints: [
    { argument: "branch", must: { oneOf: ["main", "next"] } },
    { argument: "cost", must: { atMost: 9.5 } },
    { argument: "force", must: { is: false } },
  ],
};
const right = { branch: "next", cost: 9.5, force: false };

test.each([
  [right, "allow"],
  [{ branch: "main", cost: -1 }, "allow"],
  [{ ...right, cost: 9.51 }, "deny"],
  [{ ...right, cost: 10 }, "deny"],
  [{ ...right, cost: 1e300 }, "deny"],
  [{ ...right, cost: "1" }, "deny"],
  [{ ...right, branch: ["next"] }, "deny"],
  [{ ...right, branch: undefined }, "deny"],
  [{ ...right, force: true }, "deny"],
  [{ ...right, force: "false" }, "deny"],
  [{ ...right, force: null }, "deny"],
  [{ ...right, force: {} }, "deny"],
  [{ ...right, force: [] }, "deny"],
])("%j: %s, by the engine and by the reader", (given, expected) => {
  const { body } = toolhive.emit({ alias: "a", tools: [push] });
  expect(engine.load(body, "a")("push", given).action).toBe(expected);
  expect(decide(read(body), "push", given).action).toBe(expected);
});

test("a whole number and a decimal don't compare in Cedar, and a forbid that errs is skipped: ToolHive refuses the call then", () => {
  const permit = 'permit(principal, action, resource == Tool::"pay");';
  const forbid = 'forbid(principal, action, resource == Tool::"pay") when { context.arg_n > 100 };';
  const skipped = cedarEngine({ permit, forbid })({
    principal: { type: "Client", id: "c" },
    action: { type: "Action", id: "call_tool" },
    resource: { type: "Tool", id: "pay" },
    context: { arg_n: { __extn: { fn: "decimal", arg: "500.0" } } },
    entities: [],
  });
  expect(skipped).toEqual({ isAllowed: true, reasons: ["permit"], errors: ["forbid"] });
  const file = config(permit, forbid);
  expect(engine.load(file, "a")("pay", { n: 500 })).toEqual({ action: "deny" });
  const reading = read(file);
  expect(decide(reading, "pay", { n: 500 }).action).toBe("deny");
  expect(decide(reading, "pay", { n: 5 }).action).toBe("deny");
  expect(reading.problems).toEqual([expect.stringContaining('.lessThanOrEqual(decimal("100.0"))')]);
});

test("no amount that we write is a whole number", () => {
  const { body } = toolhive.emit({ alias: "a", tools: [push] });
  expect(body).toContain('context.arg_cost.lessThanOrEqual(decimal(\\"9.5\\"))');
  expect(body).not.toMatch(/[<>]=? ?\d/);
});

test("an equality with a whole number never holds, so a forbid of that kind blocks nothing", () => {
  const file = config(
    'permit(principal, action, resource == Tool::"pay");',
    'forbid(principal, action, resource == Tool::"pay") when { context has arg_n && context.arg_n == 5 };',
  );
  expect(engine.load(file, "a")("pay", { n: 5 }).action).toBe("allow");
  expect(read(file).problems).toEqual([expect.stringContaining("never equal a whole number")]);
});

test("the list of tools that ToolHive's own example has is no Cedar", () => {
  const file = config(
    'permit(principal, action == Action::"call_tool", resource in Tool::["calculator", "translator"]);',
  );
  expect(() => engine.load(file, "a")).toThrow(/unexpected token/);
  expect(() => read(file)).toThrow(/policy 1 is no Cedar.*\.contains\(resource\)/);
});

test("only the first policy of a string is read: a forbid after it blocks nothing", () => {
  const both =
    'permit(principal, action, resource);\nforbid(principal, action, resource == Tool::"b");';
  const reading = read(config(both));
  expect(reading.problems).toEqual([expect.stringContaining("holds 2 policies")]);
  expect(decide(reading, "b").action).toBe("allow");
});

test.each([
  ['@requireApproval("why")\npermit(principal, action, resource);', "runs without asking"],
  ['permit(principal, action == Action::"callTool", resource);', "holds for nothing"],
  [
    "permit(principal, action, resource) when { resource.readOnlyHint == true };",
    "says of its tools",
  ],
  [
    'permit(principal, action, resource) when { principal.claim_roles.contains("x") };',
    "some callers",
  ],
  ['permit(principal in THVGroup::"x", action, resource);', "some callers"],
])("the linter names what does not do what it seems to: %s", (policy, problem) => {
  expect(read(config(policy)).problems).toEqual([expect.stringContaining(problem)]);
});

test.each([
  [
    "no version",
    { type: "cedarv1", cedar: { policies: ["permit(principal, action, resource);"] } },
  ],
  ["another type", { version: "1.0", type: "httpv1", pdp: {} }],
  ["no policies", { version: "1.0", type: "cedarv1", cedar: { policies: [] } }],
])("a file with %s is refused", (_, file) => {
  expect(() => read(JSON.stringify(file))).toThrow();
  expect(() => engine.load(JSON.stringify(file), "a")).toThrow();
});

test("the same file in YAML reads the same, and a key that it does not know is named", () => {
  const reading = read(
    `version: "1.0"\ntype: cedarv1\ncedar:\n  policy: []\n  policies:\n    - 'permit(principal, action == Action::"call_tool", resource == Tool::"a");'\n`,
  );
  expect(reading.problems).toEqual(["`policy` is no key of `cedar`, and ToolHive ignores it."]);
  expect(decide(reading, "a").action).toBe("allow");
  expect(decide(reading, "b").action).toBe("deny");
});

test("a tool that is held to arguments is said to be left out of the list", () => {
  const [first] = toolhive.emit({ alias: "a", tools: [push] }).notes;
  expect(first).toContain("out of the list that the agent sees");
  const optional = { ...push, constraints: [{ argument: "force", must: { is: false } }] };
  const { body, notes } = toolhive.emit({ alias: "a", tools: [optional] });
  expect(notes.join()).not.toContain("out of the list");
  expect(engine.load(body, "a")("push", {}).action).toBe("allow");
});

function config(...policies: string[]): string {
  return JSON.stringify({
    version: "1.0",
    type: "cedarv1",
    cedar: { policies, entities_json: "[]" },
  });
}
