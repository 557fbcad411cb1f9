import { parse } from "yaml";
import { expect, test } from "vitest";
import type { Action } from "../../../model.ts";
import litellm from "../../../classifier/policies/formats/litellm.ts";
import read from "../../../classifier/policies/readers/litellm.ts";
import { decide } from "../../../classifier/policies/reading.ts";
import { litellm as engine } from "./engines/litellm.ts";

const tools = (actions: Record<string, Action>) =>
  Object.entries(actions).map(([name, action]) => ({
    name,
    recommendation: { action, reason: "" },
  }));
const config = (shop: object) => JSON.stringify({ mcp_servers: { shop } });
const both = config({ allowed_tools: ["drop", "list"], disallowed_tools: ["drop"] });

test("an empty list allows everything, so where no tool may run there is a name of none", () => {
  const request = { alias: "shop", tools: tools({ drop: "deny", no_tool_is_allowed: "deny" }) };
  const { body, notes } = litellm.emit(request);
  expect(engine.load(config({ allowed_tools: [] }), "shop")("drop").action).toBe("allow");
  expect(parse(body).mcp_servers.shop.allowed_tools).toEqual(["no_tool_is_allowed_"]);
  for (const { name } of request.tools) expect(engine.load(body, "shop")(name).action).toBe("deny");
  expect(notes.join("\n")).toContain("`no_tool_is_allowed_` stands for no tool");
});

test("a tool on both lists can be called: the text says so, and lint does", () => {
  const { notes } = litellm.emit({ alias: "shop", tools: tools({ drop: "deny" }), only: "drop" });
  expect(notes).toContain(
    "If the server's `allowed_tools` names the tool, take it out there: that list wins.",
  );
  expect(engine.load(both, "shop")("drop").action).toBe("allow");
  const reading = read(both, "shop");
  expect(decide(reading, "drop").action).toBe("allow");
  expect(reading.problems).toEqual([
    '"drop" is on both lists and can be called: `allowed_tools` wins.',
  ]);
});

test("names that some versions take for one another get the stricter rule", () => {
  const request = {
    alias: "shop",
    tools: tools({
      Drop: "allow",
      "shop-list": "allow",
      drop: "deny",
      list: "deny",
      show: "allow",
    }),
  };
  const { body, coverage } = litellm.emit(request);
  expect(parse(body).mcp_servers.shop.allowed_tools).toEqual(["show"]);
  expect(coverage.map(({ got }) => got)).toEqual(["deny", "deny", "deny", "deny", "allow"]);
});

test("lint says what an empty list, arguments and a missing server come to", () => {
  expect(read(config({ allowed_tools: [] }), "shop").problems[0]).toMatch(/counts as none/);
  expect(read(config({ allowed_params: { a: ["b"] } }), "shop").problems[0]).toMatch(
    /not what they must be/,
  );
  const missing = read(config({}), "store");
  expect([missing.unlisted, missing.problems.length]).toEqual(["deny", 1]);
  expect(decide(read(config({ disallowed_tools: ["drop"] }), "shop"), "drop").action).toBe("deny");
  expect(decide(read(config({ disallowed_tools: ["drop"] }), "shop"), "list").action).toBe("allow");
});

test.each(["my-shop", "my shop", "é"])(
  "a name that it refuses or warns of is named: %s",
  (alias) => {
    expect(litellm.emit({ alias, tools: [] }).notes[0]).toMatch(
      /refuses names of servers with a `-`/,
    );
  },
);
