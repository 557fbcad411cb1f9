import { expect, test } from "vitest";
import type { PolicyTool } from "../../../classifier/policies/format.ts";
import envoy from "../../../classifier/policies/formats/envoy-ai-gateway.ts";
import read from "../../../classifier/policies/readers/envoy-ai-gateway.ts";
import { decide } from "../../../classifier/policies/reading.ts";
import { envoyAiGateway as engine } from "./engines/envoy-ai-gateway.ts";

const allowed = (name: string, more: Partial<PolicyTool> = {}): PolicyTool => ({
  name,
  recommendation: { action: "allow", reason: "" },
  ...more,
});
const pages = [{ argument: "page", must: { oneOf: ["1"] } }];
const route = (authorization: object, more: object = {}) =>
  JSON.stringify({ kind: "MCPRoute", spec: { securityPolicy: { authorization }, ...more } });

test.each([
  [500, 40],
  [16, 31],
])(
  "%i tools and %i that are held fit, within 32 rules, 16 tools and 4096 characters",
  (plain, held) => {
    const tools = [
      ...Array.from({ length: plain }, (_, at) => allowed(`list_all_the_things_${at}`)),
      ...Array.from({ length: held }, (_, at) =>
        allowed(`show_page_${at}`, { constraints: pages }),
      ),
    ];
    const { body, coverage } = envoy.emit({ alias: "shop", tools });
    const call = engine.load(body, "shop");
    expect(coverage.map(({ got }) => got)).toEqual(tools.map(() => "allow"));
    for (const { name, constraints } of tools) {
      expect([name, call(name, { page: "1" }).action]).toEqual([name, "allow"]);
      expect([name, call(name, { page: "2" }).action]).toEqual([
        name,
        constraints ? "deny" : "allow",
      ]);
    }
    expect(call("show_page_", { page: "1" }).action).toBe("deny");
    expect(engine.load(body, "another")("show_page_1", { page: "1" }).action).toBe("deny");
  },
);

test("tools that there is no room for are blocked, and it says how many", () => {
  const constraints = [{ argument: "page", must: { oneOf: ["1", "x".repeat(1500)] } }];
  const tools = Array.from({ length: 70 }, (_, at) => allowed(`show_page_${at}`, { constraints }));
  const { body, coverage, notes } = envoy.emit({ alias: "shop", tools });
  const call = engine.load(body, "shop");
  const blocked = coverage.filter(({ got }) => got === "deny");
  expect(blocked.length).toBe(6);
  expect(notes[0]).toContain("Replace each placeholder");
  expect(notes[1]).toContain(`no room for ${blocked.length} of the tools`);
  for (const { tool, got } of coverage) expect(call(tool, { page: "1" }).action).toBe(got);
});

test("a tool that is held is still offered where tools are listed", () => {
  const { body } = envoy.emit({ alias: "shop", tools: [allowed("show", { constraints: pages })] });
  expect(engine.load(body, "shop")("show").action).toBe("allow");
  expect(engine.load(body, "shop")("show", {}).action).toBe("deny");
});

test("what must not be true may be left out, with or without other arguments", () => {
  const constraints = [{ argument: "force", must: { is: false } }];
  const { body } = envoy.emit({ alias: "shop", tools: [allowed("push", { constraints })] });
  const call = engine.load(body, "shop");
  for (const given of [{}, { a: 1 }, { force: false }])
    expect([given, call("push", given).action]).toEqual([given, "allow"]);
  for (const given of [{ force: true }, { force: "false" }, { force: [false] }])
    expect([given, call("push", given).action]).toEqual([given, "deny"]);
});

test("a condition that is too long blocks its tool", () => {
  const constraints = [{ argument: "page", must: { oneOf: ["x".repeat(3000)] } }];
  const { coverage } = envoy.emit({ alias: "shop", tools: [allowed("show", { constraints })] });
  expect(coverage[0]?.got).toBe("deny");
});

test.each([
  { rules: Array.from({ length: 33 }, () => ({ cel: "true" })) },
  { rules: [{ target: { tools: [] } }] },
  {
    rules: [{ target: { tools: Array.from({ length: 17 }, () => ({ backend: "a", tool: "b" })) } }],
  },
  { rules: [{ cel: `true || ${"x".repeat(4096)}` }] },
  { rules: [{ cel: "(" }] },
  { rules: [{ action: "Ask" }] },
  { default: "Deny" },
])("a route that is refused, %#", (authorization) => {
  expect(() => engine.load(route(authorization), "shop")).toThrow();
  expect(() => read(route(authorization), "shop")).toThrow();
});

test("lint says what keeps a tool out of the list, and what blocks nothing", () => {
  const cel = 'request.mcp.tool == "show" && request.mcp.params.arguments.page == "1"';
  const reading = read(route({ rules: [{ cel }, { action: "Deny", cel }] }), "shop");
  expect(reading.problems).toEqual([
    `\`${cel}\` is also asked where tools are listed, without params, so its tool is not offered; begin it with \`request.mcp.params == null ||\`.`,
    `\`${cel}\` under \`Deny\` blocks nothing where it fails.`,
  ]);
  expect(decide(reading, "show").action).toBe("allow");
  expect(decide(reading, "show", { page: "2" }).action).toBe("deny");
  expect(decide(reading, "other").action).toBe("deny");
});

test("lint knows the tools that a backend leaves out", () => {
  const backendRefs = [
    { name: "shop", toolSelector: { includeRegex: ["show_.*"], exclude: ["show_all"] } },
  ];
  const reading = read(route({ defaultAction: "Allow" }, { backendRefs }), "shop");
  const outcomes = ["show_one", "show_all", "hide", "re_show_one"].map(
    (tool) => decide(reading, tool).action,
  );
  expect(outcomes).toEqual(["allow", "deny", "deny", "deny"]);
});
