import { describe, expect, test } from "vitest";
import { lint } from "./linted.ts";

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

  test("but one for a server of another name asks for that name, where none speaks of this one", () => {
    const named = (alias: string) =>
      `[[rule]]\nmcpName = "${alias}"\ntoolName = "delete_page"\ndecision = "deny"\npriority = 1\n`;
    const [, wiki] = lint("gemini-cli", named("docs"), { wiki: ["delete_page"] });
    expect(wiki?.problems).toEqual([
      expect.stringMatching(
        /^No rule speaks of a server called "wiki", but `docs\/delete_page \(rule 1, line 1\)` ends like/,
      ),
    ]);
    const [, both] = lint("gemini-cli", named("docs") + named("wiki"), { wiki: ["delete_page"] });
    expect(both?.problems).toEqual([]);
    const given = { wiki: ["delete_page"], docs: ["delete_page"] };
    expect(lint("gemini-cli", named("docs"), given)[1]?.problems).toEqual([]);
  });

  test("but not one for another server's tool of the same name", () => {
    const rule = '[[rule]]\nmcpName = "other"\ntoolName = "list"\ndecision = "deny"\npriority = 1';
    const own = rule.replace("other", "shop");
    expect(lint("gemini-cli", `${rule}\n${own}`)[0]?.problems).toEqual([]);
    const { problems } = lint(
      "claude-code",
      '{"permissions": {"deny": ["mcp__myshop__list"], "ask": ["mcp__shop"]}}',
    )[0]!;
    expect(problems).toEqual([]);
  });
});
