import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import type { PolicyRequest } from "../../../classifier/policies/format.ts";
import { formats } from "../../../classifier/policies/index.ts";
import { type Lint, lintPolicies } from "../../../classifier/policies/lint.ts";
import { readers } from "../../../classifier/policies/readers/index.ts";
import type { Action } from "../../../model.ts";

const folder = path.resolve(import.meta.dirname, "../../fixtures/policies/requests");
const requests = readdirSync(folder).map((file): PolicyRequest => {
  const { only: _, ...whole } = JSON.parse(readFileSync(path.join(folder, file), "utf8"));
  return whole;
});

const shop: Record<string, Action> = { drop: "deny", list: "allow", pay: "ask" };

function lint(id: string, text: string, servers: Record<string, string[]> = {}): Lint[] {
  const given = Object.entries({ shop: Object.keys(shop), ...servers });
  const format = formats.find((one) => one.id === id)!;
  return lintPolicies(
    format,
    given.map(([alias, names]) => ({
      reading: readers.get(id)!(text, alias),
      request: {
        alias,
        tools: names.map((name) => ({
          name,
          recommendation: { action: shop[name] ?? "ask", reason: "" },
        })),
      },
    })),
  );
}

describe.each(formats)("$id", (format) => {
  test.each(requests)("nothing is idle, overridden or misspelt in what we write", (request) => {
    const { body, also } = format.emit(request);
    const reading = readers.get(format.id)!(body, request.alias, also?.body);
    const [found] = lintPolicies(format, [{ reading, request }]);
    expect({ idle: found?.idle, overridden: found?.overridden }).toEqual({
      idle: [],
      overridden: [],
    });
    expect(found?.problems.join("\n")).not.toMatch(/is no key of|matches no tool/);
  });
});

const cedar = (text: string) =>
  JSON.stringify({ version: "1.0", type: "cedarv1", cedar: { policies: [text] } });

const stale: [id: string, policy: unknown, idle: string | RegExp][] = [
  ["claude-code", { permissions: { deny: ["mcp__shop__gone"] } }, "mcp__shop__gone"],
  [
    "codex",
    '[mcp_servers.shop]\ncommand = "x"\nenabled_tools = ["list", "gone"]',
    '"gone" in enabled_tools',
  ],
  ["codex", '[mcp_servers.shop]\ncommand = "x"\ndisabled_tools = ["gone"]', "disabled_tools: gone"],
  [
    "gemini-cli",
    '\n[[rule]]\nmcpName = "shop"\ntoolName = ["list", "gone"]\ndecision = "deny"\npriority = 1',
    "shop/gone (rule 1, line 2)",
  ],
  ["opencode", { permission: { shop_gone: "deny" } }, "shop_gone"],
  ["vscode", "tools: [shop/gone]", "shop/gone"],
  ["copilot-cli", "--deny-tool 'shop(gone)'", "shop(gone)"],
  ["cline", { mcpServers: { shop: { autoApprove: ["gone"] } } }, "autoApprove: gone"],
  ["cursor", { mcpAllowlist: ["shop:gone"] }, "shop:gone"],
  ["cursor-cli", { permissions: { deny: ["Mcp(shop:gone)"] } }, "Mcp(shop:gone)"],
  [
    "zed",
    { agent: { tool_permissions: { tools: { "mcp:shop:gone": { default: "deny" } } } } },
    "mcp:shop:gone",
  ],
  ["kiro", { mcpServers: { shop: { disabledTools: ["gone"] } } }, "disabledTools: gone"],
  [
    "goose",
    { user: { always_allow: [], ask_before: [], never_allow: ["shop__gone"] } },
    "never_allow: shop__gone",
  ],
  ["policylayer", { version: "1", default: "deny", hide: ["gone"] }, "hide: gone"],
  ["intercept", { version: "1", default: "deny", tools: { gone: null } }, "tools: gone"],
  [
    "toolhive",
    cedar(
      'permit(principal, action, resource) when { [Tool::"list", Tool::"gone"].contains(resource) };',
    ),
    /^"gone" in permit/,
  ],
  [
    "docker",
    'permit(principal, action, resource in MCP::Server::"shop") when { ["list", "gone"].contains(resource.name) };',
    /^"gone" in permit/,
  ],
  [
    "agentcore",
    'permit(principal, action in [AgentCore::Action::"shop___list", AgentCore::Action::"shop___gone"], resource == AgentCore::Gateway::"x");',
    /^"gone" in permit/,
  ],
  [
    "agentgateway",
    { mcp: { policies: { mcpAuthorization: { rules: ['mcp.tool.name in ["list", "gone"]'] } } } },
    /^"gone" in allow/,
  ],
  [
    "envoy-ai-gateway",
    { spec: { backendRefs: [{ name: "shop", toolSelector: { include: ["list", "gone"] } }] } },
    '"gone" in toolSelector of shop',
  ],
  [
    "litellm",
    { mcp_servers: { shop: { allowed_tools: ["list"], disallowed_tools: ["gone"] } } },
    '"gone" in disallowed_tools',
  ],
  [
    "openai-responses",
    { type: "mcp", server_label: "shop", allowed_tools: ["list", "gone"] },
    "gone",
  ],
  [
    "openai-agents",
    {
      serverLabel: "shop",
      allowedTools: ["list"],
      requireApproval: { never: { toolNames: ["gone"] } },
    },
    '"gone" in never',
  ],
  [
    "anthropic-messages",
    { type: "mcp_toolset", mcp_server_name: "shop", configs: { gone: {} } },
    "gone",
  ],
  [
    "anthropic-managed-agents",
    { type: "mcp_toolset", mcp_server_name: "shop", configs: [{ name: "gone" }] },
    "gone",
  ],
];

describe("a tool that the server has not, or not any more, is named:", () => {
  test.each(stale)("%s", (id, policy, name) => {
    const text = typeof policy === "string" ? policy : JSON.stringify(policy);
    expect(lint(id, text)[0]?.idle).toEqual([
      typeof name === "string" ? name : expect.stringMatching(name),
    ]);
    // Another server may have what this one has not, but not in a part of the file that is this one's.
    const isOwn = readers.get(id)!(text, "shop").isOwn === true;
    if (!/shop/.test(text))
      expect(lint(id, text, { other: ["gone"] })[0]?.idle).toEqual(isOwn ? [name] : []);
  });

  test("in each format", () => {
    const ids = new Set(stale.map(([id]) => id));
    expect(formats.filter(({ id }) => !ids.has(id))).toEqual([]);
  });
});

test("what may run is not too much where our own policy has to ask; what may not is", () => {
  const settings = { "chat.tools.global.autoApprove": true };
  const verdicts = lint("vscode", JSON.stringify(settings))[0]?.tools;
  expect(verdicts?.map(({ tool, got, verdict }) => [tool, got, verdict])).toEqual([
    ["drop", "allow", "weaker"],
    ["list", "allow", "as recommended"],
    ["pay", "allow", "weaker"],
  ]);
});

describe("a rule that another one always overrides is named with it:", () => {
  test.each([
    [
      "gemini-cli",
      '[[rule]]\nmcpName = "shop"\ntoolName = "drop"\ndecision = "deny"\npriority = 100\n[[rule]]\nmcpName = "shop"\ntoolName = "*"\ndecision = "allow"\npriority = 200',
      { rule: "shop/drop (rule 1, line 1) (deny)", by: "shop/* (rule 2, line 6) (allow)" },
    ],
    [
      "claude-code",
      { permissions: { allow: ["mcp__shop__list"], ask: ["mcp__shop"] } },
      { rule: "mcp__shop__list (allow)", by: "mcp__shop (ask)" },
    ],
    [
      "opencode",
      { permission: { shop_list: "allow", "shop_*": "deny" } },
      { rule: "shop_list (allow)", by: "shop_* (deny)" },
    ],
    [
      "codex",
      '[mcp_servers.shop]\ncommand = "x"\ndisabled_tools = ["drop"]\ntools.drop.approval_mode = "approve"',
      { rule: "tools: drop (allow)", by: "disabled_tools: drop (deny)" },
    ],
    [
      "goose",
      { user: { always_allow: ["shop__list"], ask_before: ["shop__list"], never_allow: [] } },
      { rule: "ask_before: shop__list (ask)", by: "always_allow: shop__list (allow)" },
    ],
    [
      "kiro",
      { mcpServers: { shop: { autoApprove: ["list"], disabledTools: ["list"] } } },
      { rule: "autoApprove: list (allow)", by: "disabledTools: list (deny)" },
    ],
    [
      "cline",
      { mcpServers: { shop: { autoApprove: ["list"], disabled: true } } },
      { rule: "autoApprove: list (allow)", by: "disabled (deny)" },
    ],
  ])("%s", (id, policy, told) => {
    const text = typeof policy === "string" ? policy : JSON.stringify(policy);
    expect(lint(id, text)[0]?.overridden).toEqual([told]);
  });

  test("but not one that decides for what comes later, under other arguments or for another server", () => {
    const rule = (keys: string) => `[[rule]]\n${keys}\n`;
    const all = rule('mcpName = "shop"\ntoolName = "*"\ndecision = "deny"\npriority = 1');
    const each = ["drop", "list", "pay"].map((name) =>
      rule(`mcpName = "shop"\ntoolName = "${name}"\ndecision = "allow"\npriority = 2`),
    );
    expect(lint("gemini-cli", all + each.join(""))[0]?.overridden).toEqual([]);
    const held = rule(
      'mcpName = "shop"\ntoolName = "list"\nargsPattern = \'\\x00"a":1\\x00\'\ndecision = "deny"\npriority = 2',
    );
    expect(lint("gemini-cli", all.replace("deny", "allow") + held)[0]?.overridden).toEqual([]);
    const both = { permissions: { allow: ["mcp__*__list"], deny: ["mcp__*__list", "mcp__shop"] } };
    expect(lint("claude-code", JSON.stringify(both), { other: ["list"] })[1]?.overridden).toEqual(
      [],
    );
  });
});

describe("a rule that was meant for a tool and is written in another way is named:", () => {
  test.each([
    ["claude-code", { permissions: { deny: ["mcp__my shop__list.all"] } }],
    ["gemini-cli", '[[rule]]\ntoolName = "list.all"\ndecision = "deny"\npriority = 1'],
    ["gemini-cli", '[[rule]]\ntoolName = "my shop__list.all"\ndecision = "deny"\npriority = 1'],
    [
      "gemini-cli",
      '[[rule]]\nmcpName = "My shop"\ntoolName = "list.all"\ndecision = "deny"\npriority = 1',
    ],
    ["goose", { user: { always_allow: [], ask_before: [], never_allow: ["list.all"] } }],
    ["opencode", { permission: { "my shop_list.all": "deny" } }],
    ["vscode", { "chat.tools.eligibleForAutoApproval": { "my-shop/list_all": false } }],
    ["vscode", { "chat.tools.eligibleForAutoApproval": { "list.all": false } }],
    ["vscode", "tools: [My Shop/list_all]"],
    ["vscode", "tools: [my-shop/list.all]"],
    [
      "zed",
      { agent: { tool_permissions: { tools: { "my shop:list.all": { default: "deny" } } } } },
    ],
  ])("%s %j", (id, policy) => {
    const text = typeof policy === "string" ? policy : JSON.stringify(policy);
    const [, found] = lint(id, text, { "my shop": ["list.all"] });
    expect(found?.problems.join("\n")).toMatch(
      /matches no tool, though it seems to be meant for "list.all"/,
    );
  });

  test("but not one for another server's tool of the same name", () => {
    const rule = '[[rule]]\nmcpName = "other"\ntoolName = "list"\ndecision = "deny"\npriority = 1';
    expect(lint("gemini-cli", rule)[0]?.problems).toEqual([]);
    const { problems } = lint(
      "claude-code",
      '{"permissions": {"deny": ["mcp__myshop__list"]}}',
    )[0]!;
    expect(problems).toEqual([]);
  });
});
