import { expect, test } from "vitest";
import type { PolicyRequest, PolicyTool } from "../../../classifier/policies/format.ts";
import intercept from "../../../classifier/policies/formats/intercept.ts";
import { holds, type Condition } from "../../../classifier/policies/intercept-conditions.ts";
import read from "../../../classifier/policies/readers/intercept.ts";
import { decide } from "../../../classifier/policies/reading.ts";
import { intercept as engine } from "./engines/intercept.ts";
import { meets } from "./engines/intercept-values.ts";

/** Operator, value of the rule, what passes, what does not: from POLICY.md and from its engine, run. */
const vectors: [op: Condition["op"], value: unknown, passes: unknown[], fails: unknown[]][] = [
  ["eq", "main", ["main"], ["Main", ["main"], null, {}]],
  ["eq", 5, [5, 5.0, "5"], [5.5, "5.0", "five"]],
  ["eq", false, [false, "false"], [true, 0, "", null]],
  ["eq", "[main]", ["[main]", ["main"]], ["main"]],
  ["eq", "map[a:1 b:2]", [{ b: 2, a: 1 }], [{ a: 1 }]],
  ["eq", "<nil>", [null], ["nil"]],
  ["neq", "draft", ["final", 1, null], ["draft"]],
  ["in", ["usd", "eur"], ["usd", "eur"], ["gbp", ["usd"], "usd,eur"]],
  ["in", [1, "2"], [1, "1", 2, "2"], [3, [1]]],
  ["not_in", ["admin"], ["user", ["admin"]], ["admin"]],
  ["lt", 100, [99, -5, 99.9], [100, 101, "99", true, null, [1]]],
  ["lte", 100, [100, 0], [100.5, "100"]],
  ["gt", 0, [1, 0.1], [0, -1, "1"]],
  ["gte", 1, [1, 2], [0, 0.9, "1"]],
  ["regex", "^feat/", ["feat/a"], ["a feat/", 5, ["feat/a"], null]],
  ["regex", "", ["", "a"], [5, false, ["a"], {}]],
  ["contains", "test", ["a test", ["test"]], ["tes", ["tests"], 5, { test: 1 }]],
  ["contains", 5, [[4, 5], ["5"]], ["5", 5, [55]]],
  ["exists", true, ["", 0, false, []], [null]],
  ["exists", false, [null], ["", 0, false]],
];

test.each(vectors)("%s %j", (op, value, passes, fails) => {
  for (const [found, expected] of [
    ...passes.map((found) => [found, true] as const),
    ...fails.map((found) => [found, false] as const),
  ]) {
    expect([found, meets(op, found, value)]).toEqual([found, expected]);
    expect([found, holds({ path: "args.x", op, value }, { x: found })]).toEqual([found, expected]);
  }
});

test("an argument that is missing fails every operator but exists", () => {
  for (const [op, value] of vectors) {
    const expected = op === "exists" && value === false;
    expect([op, holds({ path: "args.a.b", op, value }, { a: {} })]).toEqual([op, expected]);
  }
  expect(holds({ path: "args.a.b", op: "eq", value: 1 }, { "a.b": 1 })).toBe(false);
  expect(holds({ path: "args.a.b", op: "eq", value: 1 }, { a: { b: 1 } })).toBe(true);
});

const top = 'version: "1"\ndefault: deny\ntools:\n';
const refused: [why: string, policy: string][] = [
  ["no version", "default: deny\ntools: {}"],
  ["an action that it does not have", `${top}  a: {rules: [{name: x, action: ask}]}`],
  ["a rule without a name", `${top}  a: {rules: [{action: deny}]}`],
  ["a rule without conditions", `${top}  a: {rules: [{name: x}]}`],
  [
    "a denial with conditions",
    `${top}  a: {rules: [{name: x, action: deny, conditions: [{path: args.a, op: eq, value: 1}]}]}`,
  ],
  ["another window", `${top}  a: {rules: [{name: x, rate_limit: 5/second}]}`],
  ["a limit of none", `${top}  a: {rules: [{name: x, rate_limit: 0/hour}]}`],
  [
    "two limits of one window",
    `${top}  a: {rules: [{name: x, rate_limit: 5/hour}, {name: y, rate_limit: 9/hour}]}`,
  ],
  ["a limit for a name with a dot", `${top}  a.b: {rules: [{name: x, rate_limit: 5/hour}]}`],
  [
    "a path of nothing",
    `${top}  a: {rules: [{name: x, conditions: [{path: arguments.a, op: eq, value: 1}]}]}`,
  ],
  [
    "text where a number must be",
    `${top}  a: {rules: [{name: x, conditions: [{path: args.a, op: lte, value: "5"}]}]}`,
  ],
  [
    "no list for in",
    `${top}  a: {rules: [{name: x, conditions: [{path: args.a, op: in, value: b}]}]}`,
  ],
  ["an empty name under hide", 'version: "1"\nhide: [" "]\ntools: {}'],
  ["a name twice under hide", 'version: "1"\nhide: [a, a]\ntools: {}'],
];

test.each(refused)("%s is refused", (_why, policy) => {
  expect(() => engine.load(policy, "x")).toThrow();
  expect(() => read(policy)).toThrow();
});

test("lint names what is ignored and what does not hold", () => {
  const { problems, ...reading } = read(
    `${top}  "*": {rules: [{name: x, rate_limit: 60/minute, window: hour}]}\n  a: {rules: [{name: y, conditions: [{path: args.force, op: eq, value: false}]}]}\nask: [a]\n`,
  );
  expect(problems).toEqual([
    "`ask` is no key of the policy, and Intercept ignores it.",
    "`window` is no key of a rule, and Intercept ignores it.",
    "`*` lists no tool: under `default: deny` only tools that are named can run.",
    '`args.force` is compared as text: the text "false" counts as false too.',
  ]);
  expect(decide({ ...reading, problems }, "a", { force: false }).limit).toEqual({
    max: 60,
    window: "minute",
  });
  expect(decide({ ...reading, problems }, "a", { force: true }).action).toBe("deny");
  expect(decide({ ...reading, problems }, "b").action).toBe("deny");
});

test("`*` limits tools that are not named where all are allowed", () => {
  const reading = read('version: "1"\ntools: {"*": {rules: [{name: x, rate_limit: 60/minute}]}}\n');
  expect(decide(reading, "a").action).toBe("limit");
});

const tool = (name: string, more: Partial<PolicyTool> = {}): PolicyTool => ({
  name,
  recommendation: { action: "limit", limit: { max: 5, window: "day" }, reason: "" },
  ...more,
});

test("what it cannot hold is blocked, and the notes say why", () => {
  const request: PolicyRequest = {
    alias: "a",
    tools: [
      tool("*"),
      tool("files.write"),
      tool("merge", { constraints: [{ argument: "a.b", must: { oneOf: ["x"] } }] }),
      tool("push", { constraints: [{ argument: "force", must: { is: false } }] }),
    ],
  };
  const { coverage, notes } = intercept.emit(request);
  expect(coverage.map(({ got }) => got)).toEqual(["deny", "deny", "deny", "deny"]);
  expect(notes.join("\n")).toMatch(/whose name has a dot/);
  expect(notes.join("\n")).toMatch(/takes the text "false" for false/);
});

test("text that reads like a list does not let a list pass", () => {
  const constraints = [{ argument: "branch", must: { oneOf: ["[main]"] } }];
  const call = engine.load(
    intercept.emit({ alias: "a", tools: [tool("t", { constraints })] }).body,
    "a",
  );
  expect(call("t", { branch: "[main]" }).action).toBe("limit");
  expect(call("t", { branch: ["main"] }).action).toBe("deny");
});
