import { parse } from "yaml";
import { expect, test } from "vitest";
import type { Action } from "../../../model.ts";
import agentgateway from "../../../classifier/policies/formats/agentgateway.ts";
import read from "../../../classifier/policies/readers/agentgateway.ts";
import { decide } from "../../../classifier/policies/reading.ts";
import { agentgateway as engine, ask } from "./engines/agentgateway.ts";

const tools = (actions: Record<string, Action>) =>
  Object.entries(actions).map(([name, action]) => ({
    name,
    recommendation: { action, reason: "" },
  }));
const file = (...rules: unknown[]) =>
  JSON.stringify({ mcp: { policies: { mcpAuthorization: { rules } } } });
const rulesOf = (body: string): Record<string, string>[] =>
  parse(body).mcp.policies.mcpAuthorization.rules;

test("a whole policy has only rules that allow, so what fails stays blocked", () => {
  const { body } = agentgateway.emit({
    alias: "a",
    tools: tools({ x: "allow", y: "deny", z: "ask" }),
  });
  expect(rulesOf(body)).toEqual([{ allow: 'mcp.tool.target == "a" && mcp.tool.name == "x"' }]);
});

test("where no tool may run there still is a rule, since none at all allows everything", () => {
  const { body, notes } = agentgateway.emit({ alias: "a", tools: tools({ y: "deny" }) });
  expect(engine.load(file(), "a")("y").action).toBe("allow");
  expect(engine.load(body, "a")("y").action).toBe("deny");
  expect(notes.join("\n")).toMatch(/without any rule agentgateway would allow everything/);
});

test("a whole policy also blocks prompts and other targets, and says so", () => {
  const { body, notes } = agentgateway.emit({ alias: "a", tools: tools({ x: "allow" }) });
  const holds = rulesOf(body).map(({ allow }) => ask(allow!));
  expect(holds.some((rule) => rule({ prompt: { target: "a", name: "x" } }))).toBe(false);
  expect(holds.some((rule) => rule({ tool: { target: "b", name: "x" } }))).toBe(false);
  expect(notes.join("\n")).toMatch(/prompts and resources too, and other targets/);
  expect(ask("has(mcp.prompt)")({ prompt: { target: "a", name: "x" } })).toBe(true);
  expect(ask("has(mcp.prompt)")({ tool: { target: "a", name: "x" } })).toBe(false);
});

test("blocking one tool leaves prompts, other targets and other tools alone", () => {
  const { body } = agentgateway.emit({ alias: "a", tools: tools({ x: "deny" }), only: "x" });
  const [{ require } = {}] = rulesOf(body);
  const holds = ask(require!);
  expect(holds({ tool: { target: "a", name: "x" } })).toBe(false);
  expect(holds({ tool: { target: "a", name: "y" } })).toBe(true);
  expect(holds({ tool: { target: "b", name: "x" } })).toBe(true);
  expect(holds({ prompt: { target: "a", name: "x" } })).toBe(true);
});

test.each(["my server", "a_b", "A", "a+b", "-a", "é", "a".repeat(254)])(
  "a target that it refuses is named: %s",
  (alias) => {
    const { notes } = agentgateway.emit({ alias, tools: [] });
    expect(notes[0]).toMatch(/refuses this name for a target/);
    const config = JSON.stringify({ mcp: { targets: [{ name: alias }] } });
    expect(() => read(config, alias)).toThrow(/expected a target/);
  },
);

test.each([
  { rules: ["("] },
  { rules: [{ denny: "true" }] },
  { rules: [{ allow: "true", deny: "true" }] },
  { rulez: ["true"] },
])("%j is refused", (mcpAuthorization) => {
  const config = JSON.stringify({ mcp: { policies: { mcpAuthorization } } });
  expect(() => engine.load(config, "a")).toThrow();
  expect(() => read(config, "a")).toThrow();
});

test("lint says what does not hold", () => {
  const failing = { deny: 'mcp.tool.name == "x" && mcp.tool.arguments.force == true' };
  const reading = read(file(failing), "a");
  expect(reading.problems).toEqual([
    `\`${failing.deny}\` under \`deny\` blocks nothing where it fails; write its opposite under \`require\`.`,
    `\`${failing.deny}\` looks at what is not known yet when a rule is asked, and always fails.`,
    "No rule allows anything, so all that is not blocked is allowed, also what comes later.",
  ]);
  expect(decide(reading, "x").action).toBe("allow");
  expect(engine.load(file(failing), "a")("x").action).toBe("allow");
  expect(read(file(), "a").problems).toEqual(["Without a rule agentgateway allows everything."]);
  expect(read(file('jwt.sub == "me"'), "a").problems[0]).toMatch(/depends on who calls/);
});

test("lint finds the rules of a route", () => {
  const policies = { mcpAuthorization: { rules: ['mcp.tool.name == "x"'] } };
  const backends = [{ mcp: { targets: [{ name: "a" }] } }];
  const reading = read(
    JSON.stringify({ binds: [{ listeners: [{ routes: [{ policies, backends }] }] }] }),
    "a",
  );
  expect([decide(reading, "x").action, decide(reading, "y").action]).toEqual(["allow", "deny"]);
});
