import { expect, test } from "vitest";
import type { PolicyRequest } from "../../../classifier/policies/format.ts";
import docker from "../../../classifier/policies/formats/docker.ts";
import { decide } from "../../../classifier/policies/reading.ts";
import read from "../../../classifier/policies/readers/docker.ts";
import { docker as engine, dockerCall } from "./engines/docker.ts";

const request: PolicyRequest = {
  alias: "shop",
  tools: [
    { name: "drop", recommendation: { action: "deny", reason: "It removes." } },
    { name: "list", recommendation: { action: "allow", reason: "It reads." } },
    { name: "pay", recommendation: { action: "ask", reason: 'It pays "at once".' } },
    {
      name: "push",
      recommendation: { action: "allow", reason: "" },
      constraints: [
        { argument: "cents", must: { atMost: 9.5, isWhole: true } },
        { argument: "force", must: { is: false } },
      ],
    },
  ],
};
const { body, notes } = docker.emit(request);

test("of a remote server policies see no arguments: what is held to them is blocked, and the page says so", () => {
  const remote = dockerCall(body, "shop", false);
  expect(remote("push", { cents: 1 }).action).toBe("deny");
  expect(remote("list").action).toBe("allow");
  expect(remote("pay").action).toBe("ask");
  expect(engine.load(body, "shop")("push", { cents: 1 }).action).toBe("allow");
  expect(notes[0]).toContain("of a remote server, tools with rules about arguments are blocked");
});

test.each([
  [{ cents: 9 }, "allow"],
  [{ cents: 9, force: false }, "allow"],
  [{ cents: 10 }, "deny"],
  [{ cents: 1.5 }, "deny"],
  [{ cents: "1" }, "deny"],
  [{}, "deny"],
  [{ cents: 1, force: true }, "deny"],
  [{ cents: 1, force: "false" }, "deny"],
  [{ cents: 1, force: {} }, "deny"],
])("%j: %s, by the engine and by the reader", (given, expected) => {
  expect(engine.load(body, "shop")("push", given).action).toBe(expected);
  expect(decide(read(body, "shop"), "push", given).action).toBe(expected);
});

test("after the permit for everything that Docker documents, what we ask for still asks, and the rest is blocked", () => {
  const call = engine.load(`permit (principal, action, resource);\n${body}`, "shop");
  expect(["list", "pay", "drop", "later"].map((tool) => call(tool).action)).toEqual([
    "allow",
    "ask",
    "deny",
    "deny",
  ]);
});

test("a tool of the same name on another server is not ours to say", () => {
  const before = "permit (principal, action, resource);\n";
  const call = engine.load(`${before}${body}`, "another");
  for (const { name } of request.tools) expect(call(name).action).toBe("allow");
  const reading = read(`${before}${body}`, "another");
  for (const { name } of request.tools) expect(decide(reading, name).action).toBe("allow");
});

test("the question shows why, and nothing in it ends the string", () => {
  expect(body).toContain('@requireApproval("It pays \\"at once\\".")');
});

test("a forbid wins over approval, and approval over a plain permit", () => {
  const permit = `permit (principal, action == MCP::Action::"invokeTool", resource);\n`;
  const asks = `@requireApproval("why")\n${permit}`;
  const forbid = permit.replace("permit", "forbid");
  const got = (text: string) => {
    const byEngine = engine.load(text, "shop")("x").action;
    expect(decide(read(text, "shop"), "x").action).toBe(byEngine);
    return byEngine;
  };
  expect(got(permit + asks)).toBe("ask");
  expect(got(permit + asks + forbid)).toBe("deny");
  expect(got("")).toBe("deny");
});

const server = 'resource in MCP::Server::"shop"';
const invoke = 'principal, action == MCP::Action::"invokeTool", resource';

test.each([
  [
    `@requireConsent("why")\npermit (${invoke}) when { ${server} };`,
    "Only `@requireApproval` asks",
    "allow",
  ],
  [`@requireApproval("why")\nforbid (${invoke}) when { ${server} };`, "never asks", "deny"],
  [`permit (${invoke}) when { resource.name == "x" };`, "no server", "allow"],
  [`permit (${invoke}) when { ${server} && principal.role == "admin" };`, "no principal", "deny"],
  [`permit (principal in MCP::Team::"a", action, resource);`, "no principal", "deny"],
  [`permit (principal, action == MCP::Action::"callTool", resource);`, "holds for nothing", "deny"],
  [`permit (${invoke}) when { ${server} && resource.readOnly };`, "says of its tools", "deny"],
])("the linter names what does not do what it seems to: %s", (text, problem, got) => {
  const reading = read(text, "shop");
  expect(reading.problems).toEqual([expect.stringContaining(problem)]);
  expect(decide(reading, "x").action).toBe(got);
});

test("a forbid about arguments blocks nothing where they are missing or of another kind", () => {
  const text = `permit (${invoke}) when { ${server} };
forbid (${invoke}) when { ${server} && context has args && context.args.cents > 5 };`;
  const reading = read(text, "shop");
  expect(reading.problems).toEqual([expect.stringContaining("does not block the call")]);
  for (const [given, got] of [
    [{ cents: 6 }, "deny"],
    [{ cents: 5 }, "allow"],
    [{ cents: "6" }, "allow"],
    [{}, "allow"],
  ] as const) {
    expect(engine.load(text, "shop")("x", given).action).toBe(got);
    expect(decide(reading, "x", given).action).toBe(got);
  }
  expect(dockerCall(text, "shop", false)("x", { cents: 6 }).action).toBe("allow");
});
