import type { PolicyFormat } from "./format.ts";
import { formats } from "./index.ts";

/** What only a policy of the format has, by its id: all of it must be there. Formats that look like another one have none. */
const marks = new Map<string, RegExp[]>([
  ["claude-code", [/"permissions"\s*:/, /"mcp__/]],
  ["codex", [/^\s*\[\s*mcp_servers\s*[.\]]/m]],
  ["gemini-cli", [/^\s*\[\[\s*rule\s*\]\]/m]],
  ["opencode", [/"permission"\s*:/, /^(?![^]*"mcp__)/]],
  ["vscode", [/"chat\.tools\.|^---\r?\n[^]*?^tools\s*:/m]],
  ["copilot-cli", [/(?:^|\s)--(?:allow|deny)-tool\b/]],
  ["cursor", [/"mcpAllowlist"\s*:/]],
  ["cursor-cli", [/"Mcp\(/]],
  ["zed", [/"tool_permissions"\s*:/]],
  ["kiro", [/"mcpServers"\s*:/, /"disabledTools"\s*:/]],
  ["goose", [/\b(?:always_allow|never_allow)"?\s*:/, /\bask_before"?\s*:/]],
  ["policylayer", [/^\s*\{/, /"version"\s*:\s*"1"/, /"default"\s*:/, /"(?:tools|hide)"\s*:/]],
  ["intercept", [/^version\s*:/m, /^(?:default|tools|hide)\s*:/m]],
  ["toolhive", [/\bcedarv1\b/]],
  ["docker", [/\bMCP::(?:Action|Server|Tool)::/]],
  ["agentcore", [/\bAgentCore::Action::/]],
  ["agentgateway", [/\bmcpAuthorization"?\s*:/]],
  ["envoy-ai-gateway", [/\bspec"?\s*:/, /\bsecurityPolicy"?\s*:/, /\bauthorization"?\s*:/]],
  ["litellm", [/^mcp_servers\s*:/m]],
  ["openai-responses", [/"server_label"\s*:/]],
  ["openai-agents", [/\bserverLabel"?\s*:/]],
  ["anthropic-messages", [/"mcp_toolset"/, /"configs"\s*:\s*\{/]],
  ["anthropic-managed-agents", [/"mcp_toolset"/, /"configs"\s*:\s*\[/]],
]);

/** The format that a text is unmistakably of; undefined where it has the marks of none or of several. */
export function guessFormat(text: string): PolicyFormat | undefined {
  const found = formats.filter(({ id }) => {
    const own = marks.get(id);
    return own !== undefined && own.every((mark) => mark.test(text));
  });
  return found.length === 1 ? found[0] : undefined;
}
