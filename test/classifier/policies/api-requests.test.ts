import { describe, expect, test } from "vitest";
import type { PolicyRequest } from "../../../classifier/policies/format.ts";
import { formats } from "../../../classifier/policies/index.ts";
import { readers } from "../../../classifier/policies/readers/index.ts";
import { decide } from "../../../classifier/policies/reading.ts";
import type { Action } from "../../../model.ts";
import { engines } from "./engines/index.ts";

const shop = requestOf({ cancel: "deny", list: "allow", pay: "ask" });

describe("OpenAI", () => {
  test.each(["openai-responses", "openai-agents"])(
    "%s says of every tool of a server whether it asks (T16)",
    (id) => {
      for (const request of [shop, requestOf({ list: "allow" }), requestOf({ cancel: "deny" })]) {
        const body = JSON.parse(emit(id, request).body);
        expect(body.require_approval ?? body.requireApproval).toBeDefined();
        expect(body.allowed_tools ?? body.allowedTools).toBeDefined();
      }
    },
  );

  test("options without `requireApproval` ask for nothing, also where it is misspelt (T16)", () => {
    for (const more of [{}, { require_approval: "always" }]) {
      const reading = read("openai-agents", { serverLabel: "shop", ...more });
      expect(decide(reading, "pay").action).toBe("allow");
      expect(reading.problems.join("\n")).toMatch(/nothing asks/);
      expect(reading.problems.join("\n").includes("ignores it")).toBe("require_approval" in more);
    }
    const text = JSON.stringify({ serverLabel: "shop" });
    expect(engines.get("openai-agents")!.load(text, "shop")("pay").action).toBe("allow");
  });

  test.each(["openai-responses", "openai-agents"])(
    "%s has no key that blocks one tool, and says what to do",
    (id) => {
      const { coverage, notes, body } = emit(id, { ...shop, only: "cancel" });
      expect(coverage[0]).toMatchObject({ want: "deny", got: "unchanged" });
      expect(notes[0]).toMatch(/leave it out of `allowed/);
      expect(Object.keys(JSON.parse(body))).not.toContain("require_approval");
    },
  );

  test("a label that OpenAI refuses is said first", () => {
    const { notes } = emit("openai-responses", { ...shop, alias: "my shop.v2" });
    expect(notes[0]).toMatch(/`server_label`, and refuses this one/);
    expect(emit("openai-responses", shop).notes.join()).not.toMatch(/refuses this one/);
  });

  test("the entry of one server is found in a whole request", () => {
    const tool = { type: "mcp", server_label: "shop", allowed_tools: ["list"] };
    const request = { model: "m", tools: [{ ...tool, server_label: "other" }, tool] };
    const reading = read("openai-responses", request);
    expect(decide(reading, "list").action).toBe("ask");
    expect(decide(reading, "pay").action).toBe("deny");
    expect(() => readers.get("openai-responses")!(JSON.stringify(request), "x")).toThrow(
      /expected one `mcp` tool with the `server_label` "x", got 0/,
    );
  });

  test("lists that leave the choice to the server are named", () => {
    const tool = { type: "mcp", server_label: "shop" };
    const never = { require_approval: { never: { read_only: true } } };
    const reading = read("openai-responses", { ...tool, ...never });
    expect(decide(reading, "cancel").action).toBe("allow");
    expect(reading.problems.join("\n")).toMatch(/every tool of the server is there/);
    expect(reading.problems.join("\n")).toMatch(/takes the server's word/);
  });
});

describe("Anthropic", () => {
  test("each API's own form of `configs` is refused by the other", () => {
    const messages = emit("anthropic-messages", shop).body;
    const agents = emit("anthropic-managed-agents", shop).body;
    expect(() => readers.get("anthropic-managed-agents")!(messages, "shop")).toThrow();
    expect(() => readers.get("anthropic-messages")!(agents, "shop")).toThrow();
    expect(() => engines.get("anthropic-messages")!.load(agents, "shop")).toThrow();
    expect(() => engines.get("anthropic-managed-agents")!.load(messages, "shop")).toThrow();
  });

  test("the Messages API cannot ask, so what should is blocked, and a rule that asks is named", () => {
    const { coverage, notes } = emit("anthropic-messages", shop);
    expect(coverage.map(({ got }) => got)).toEqual(["deny", "allow", "deny"]);
    expect(notes.join("\n")).toMatch(/set its `enabled` to true/);
    const ask = { pay: { permission_policy: { type: "always_ask" } } };
    const reading = read("anthropic-messages", toolset({ configs: ask }));
    expect(decide(reading, "pay").action).toBe("allow");
    expect(reading.problems.join("\n")).toMatch(/cannot ask/);
    expect(reading.problems.join("\n")).toMatch(/every one that the server adds/);
  });

  test("managed agents ask by default, and `auto` counts as letting calls run", () => {
    const id = "anthropic-managed-agents";
    expect(decide(read(id, toolset({})), "pay").action).toBe("ask");
    const auto = read(id, toolset({ default_config: { permission_policy: { type: "auto" } } }));
    expect(decide(auto, "pay").action).toBe("allow");
    expect(auto.problems.join("\n")).toMatch(/Under `auto`/);
    const twice = read(id, toolset({ configs: [{ name: "a" }, { name: "a", enabled: false }] }));
    expect(twice.problems.join("\n")).toMatch(/listed twice/);
  });

  test("a tool of the toolset that the API cannot name stays blocked", () => {
    const { coverage } = emit(
      "anthropic-managed-agents",
      requestOf({ ["l".repeat(129)]: "allow" }),
    );
    expect(coverage[0]).toMatchObject({ got: "deny", note: expect.stringMatching(/no way/) });
  });
});

function emit(id: string, request: PolicyRequest) {
  return formats.find((format) => format.id === id)!.emit(request);
}

function read(id: string, value: object) {
  return readers.get(id)!(JSON.stringify(value), "shop");
}

function toolset(more: object): object {
  return { type: "mcp_toolset", mcp_server_name: "shop", ...more };
}

function requestOf(tools: Record<string, Action>): PolicyRequest {
  return {
    alias: "shop",
    tools: Object.entries(tools).map(([name, action]) => ({
      name,
      recommendation: { action, reason: "A reason." },
    })),
  };
}
