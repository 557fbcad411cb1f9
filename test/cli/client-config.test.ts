import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { isClientConfig, readClientConfig } from "../../cli/client-config.ts";

const folder = mkdtempSync(join(tmpdir(), "config-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function read(name: string, text: string) {
  const file = join(folder, name);
  writeFileSync(file, text);
  return readClientConfig(file).map((one) => [
    one.name,
    "reason" in one.source ? one.source.reason : `${one.source.scheme}:${one.source.name}`,
  ]);
}

const tavily = [["search", "npm:tavily-mcp"]];
const remote = expect.stringMatching(/remote server/);

test.each([
  ["mcp.json", '{"mcpServers": {"search": {"command": "npx", "args": ["-y", "tavily-mcp"]}}}'],
  [
    "mcp.jsonc",
    '// VS Code\n{"servers": {"search": {"type": "stdio", "command": "npx", "args": ["-y", "tavily-mcp"],},},}',
  ],
  [
    "settings.json",
    '{"editor.fontSize": 12, /* old */ "mcp": {"servers": {"search": {"command": "npx", "args": ["tavily-mcp"]}}}}',
  ],
  [
    "config.toml",
    'model = "x"\n[mcp_servers.search]\ncommand = "npx"\nargs = ["-y", "tavily-mcp"]\nenabled_tools = []\n',
  ],
  [
    "opencode.json",
    '{"mcp": {"search": {"type": "local", "command": ["npx", "-y", "tavily-mcp"], "enabled": true}}}',
  ],
  [
    "zed.json",
    '// Zed\n{"context_servers": {"search": {"source": "custom", "command": "npx", "args": ["tavily-mcp"], "env": {}}}}',
  ],
  [
    "old-zed.json",
    '{"context_servers": {"search": {"command": {"path": "npx", "args": ["tavily-mcp"], "env": null}}}}',
  ],
  [
    "config.yaml",
    "extensions:\n  search:\n    type: stdio\n    cmd: npx\n    args: [-y, tavily-mcp]\n    enabled: true\n",
  ],
])("%s", (name, text) => {
  expect(read(name, text)).toEqual(tavily);
});

test.each([
  ["opencode.json", '{"mcp": {"far": {"type": "remote", "url": "https://example.com/mcp"}}}'],
  ["config.toml", '[mcp_servers.far]\nurl = "https://example.com/mcp"\n'],
  ["config.yml", "extensions:\n  far: {type: streamable_http, uri: https://example.com/mcp}\n"],
  ["gemini.json", '{"mcpServers": {"far": {"httpUrl": "https://example.com/mcp"}}}'],
])("a remote server of %s is named", (name, text) => {
  expect(read(name, text)).toEqual([["far", remote]]);
});

test("an entry that is none leaves the others readable", () => {
  const text =
    "extensions:\n  developer: {type: builtin}\n  odd: 3\n  search: {cmd: npx, args: [tavily-mcp]}\n";
  expect(read("config.yaml", text)).toEqual([
    ["developer", "its entry has neither a command nor an address"],
    ["odd", "its entry has neither a command nor an address"],
    ...tavily,
  ]);
});

test.each([
  ["a.toml", "[x\n", /a\.toml is no TOML: .* at line 1, column/],
  ["a.yaml", "a: [\n", /a\.yaml is no YAML: .*line/],
  [
    "a.json",
    '{"a": 1}',
    /it has none of mcpServers \(most clients\), servers \(VS Code's mcp.json\)/,
  ],
  ["b.json", "[]", /it has none of/],
])("%s: %j", (name, text, message) => {
  const error = (() => {
    try {
      return read(name, text);
    } catch (caught) {
      return String(caught);
    }
  })();
  expect(error).toMatch(message);
  expect(error).not.toContain("\n");
});

test.each([
  ["mcp.json", true],
  ["~/.codex/config.toml", true],
  ["C:\\x\\mcp.json", true],
  ["path:./x.json", false],
  ["github:a/b.json", false],
  ["npmjs.com/tavily-mcp", false],
])("%s is a configuration file: %s", (name, is) => {
  expect(isClientConfig(name)).toBe(is);
});
