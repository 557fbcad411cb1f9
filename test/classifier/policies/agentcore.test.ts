import { expect, test } from "vitest";
import { cedarPolicies } from "../../../classifier/policies/cedar-engine.ts";
import type { PolicyTool } from "../../../classifier/policies/format.ts";
import agentcore, { gatewayPlaceholder } from "../../../classifier/policies/formats/agentcore.ts";
import { decide } from "../../../classifier/policies/reading.ts";
import read from "../../../classifier/policies/readers/agentcore.ts";
import { agentcore as engine } from "./engines/agentcore.ts";

const push: PolicyTool = {
  name: "push",
  recommendation: { action: "allow", reason: "" },
  constraints: [
    { argument: "branch", must: { oneOf: ["main", "next"] } },
    { argument: "cost", must: { atMost: 9.5 } },
    { argument: "count", must: { atMost: 3, isWhole: true } },
    { argument: "force", must: { is: false } },
  ],
};
const tools = [push];
const { body } = agentcore.emit({ alias: "shop", tools });
const right = { branch: "next", cost: 9.5, count: 3, force: false };

test.each([
  [right, "allow"],
  [{ branch: "main", cost: 0, count: -1 }, "allow"],
  [{ ...right, cost: 9.51 }, "deny"],
  [{ ...right, count: 4 }, "deny"],
  [{ ...right, count: 2.5 }, "deny"],
  [{ ...right, branch: "Main" }, "deny"],
  [{ ...right, branch: ["main"] }, "deny"],
  [{ ...right, force: true }, "deny"],
  [{ cost: 1, count: 1 }, "deny"],
])("%j: %s, by the engine and by the reader", (given, expected) => {
  expect(engine.load(body, "shop", tools)("push", given).action).toBe(expected);
  expect(decide(read(body, "shop"), "push", given).action).toBe(expected);
});

const gateway = `resource == AgentCore::Gateway::"${gatewayPlaceholder}"`;
const permit = (action: string, when: string) =>
  `permit (principal, action == AgentCore::Action::"${action}", ${gateway}) when { ${when} };`;

test.each([
  ["a tool after two underscores", permit("shop__push", "true"), /shop__push/],
  [
    "an argument that the tool does not have",
    permit("shop___push", 'context.input.brunch == "x"'),
    /brunch/,
  ],
  [
    "an argument that may be missing",
    permit("shop___push", 'context.input.branch == "x"'),
    /optional/,
  ],
  [
    "a decimal as a whole number",
    permit("shop___push", "context.input has cost && context.input.cost <= 3"),
    /decimal/,
  ],
  [
    "a whole number as a decimal",
    permit(
      "shop___push",
      'context.input has count && context.input.count.lessThan(decimal("3.0"))',
    ),
    /decimal/,
  ],
  [
    "a named tool on any gateway",
    permit("shop___push", "true").replace(gateway, "resource"),
    /fits/,
  ],
  ["every tool of one gateway", `permit (principal, action, ${gateway});`, /fits/],
])("%s is refused when the policy is created", (_, text, message) => {
  expect(() => engine.load(text, "shop", tools)).toThrow(message);
});

test("for another gateway than the one named nothing runs, and the linter reads it for whichever is named", () => {
  const arn = "arn:aws:bedrock-agentcore:us-east-1:123456789012:gateway/shop-abcdefghij";
  const filled = body.replaceAll(gatewayPlaceholder, arn);
  expect(engine.load(filled, "shop", tools)("push", right).action).toBe("deny");
  expect(decide(read(filled, "shop"), "push", right).action).toBe("allow");
  expect(agentcore.emit({ alias: "shop", tools }).notes[0]).toContain(gatewayPlaceholder);
});

test("listed values are entities to its schema, so a rule about them is not written, and the tool is blocked", () => {
  const oneOf = { argument: "stage", must: { oneOf: ["dev"], isEnum: true } };
  const staged = { ...push, constraints: [oneOf] };
  const text = permit("shop___push", 'context.input has stage && context.input.stage == "dev"');
  expect(() => engine.load(text, "shop", [staged])).toThrow(/not compatible/);
  const emitted = agentcore.emit({ alias: "shop", tools: [staged] });
  expect(engine.load(emitted.body, "shop", [staged])("push", { stage: "dev" }).action).toBe("deny");
  expect(emitted.notes.join()).toContain("cannot hold all of these arguments");
});

test("a statement never outgrows what the API takes", () => {
  const many = Array.from({ length: 300 }, (_, at): PolicyTool => {
    const action = at % 2 === 0 ? "allow" : "deny";
    return { name: `${"long_".repeat(20)}${at}`, recommendation: { action, reason: "" } };
  });
  const policies = cedarPolicies(agentcore.emit({ alias: "shop", tools: many }).body);
  expect(policies.length).toBeGreaterThan(2);
  for (const policy of policies) expect(policy.length).toBeLessThan(10_000);
});

test.each([
  ["shop", false],
  ["my-shop2", false],
  ["my shop", true],
  ["my_shop", true],
  ["my--shop", true],
  ["-shop", true],
])("the name %j: refused for a target is %s", (alias, isRefused) => {
  const { notes } = agentcore.emit({ alias, tools });
  expect(notes.some((note) => note.includes("in the name of a target"))).toBe(isRefused);
});

test.each([
  [permit("shop__push", "true"), "three underscores"],
  [permit("shop___push", "true").replace(gateway, "resource"), "rejects this"],
  [`permit (principal, action, ${gateway});`, "rejects this"],
  [`@requireApproval("x") ${permit("shop___push", "true")}`, "runs without asking"],
  [permit("shop___push", 'principal.getTag("role") == "x"'), "some callers"],
])("the linter names what does not do what it seems to: %s", (text, problem) => {
  expect(read(text, "shop").problems).toEqual([expect.stringContaining(problem)]);
});

test("a statement that AgentCore rejects opens nothing", () => {
  const text = permit("shop___push", "true").replace(gateway, "resource");
  expect(decide(read(text, "shop"), "push").action).toBe("deny");
  expect(decide(read(`${text}\n${permit("shop___push", "true")}`, "shop"), "push").action).toBe(
    "allow",
  );
});
