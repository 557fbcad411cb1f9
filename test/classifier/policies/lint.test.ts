import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import type { PolicyRequest } from "../../../classifier/policies/format.ts";
import { formats } from "../../../classifier/policies/index.ts";
import { lintPolicies } from "../../../classifier/policies/lint.ts";
import { readers } from "../../../classifier/policies/readers/index.ts";
import { lint } from "./linted.ts";

const folder = path.resolve(import.meta.dirname, "../../fixtures/policies/requests");
const requests = readdirSync(folder).map((file): PolicyRequest => {
  const { only: _, ...whole } = JSON.parse(readFileSync(path.join(folder, file), "utf8"));
  return whole;
});

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
