import type { Reader } from "../reading.ts";
import cline from "./cline.ts";
import goose from "./goose.ts";
import kiro from "./kiro.ts";
import vscode from "./vscode.ts";
import zed from "./zed.ts";
import cursorCli from "./cursor-cli.ts";
import cursor from "./cursor.ts";
import copilotCli from "./copilot-cli.ts";
import agentgateway from "./agentgateway.ts";
import agentcore from "./agentcore.ts";
import anthropicManagedAgents from "./anthropic-managed-agents.ts";
import anthropicMessages from "./anthropic-messages.ts";
import claudeCode from "./claude-code.ts";
import codex from "./codex.ts";
import litellm from "./litellm.ts";
import opencode from "./opencode.ts";
import envoyAiGateway from "./envoy-ai-gateway.ts";
import geminiCli from "./gemini-cli.ts";
import intercept from "./intercept.ts";
import docker from "./docker.ts";
import openaiAgents from "./openai-agents.ts";
import openaiResponses from "./openai-responses.ts";
import policylayer from "./policylayer.ts";
import toolhive from "./toolhive.ts";

/** By the id of the format. */
export const readers: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ["claude-code", claudeCode],
  ["codex", codex],
  ["opencode", opencode],
  ["gemini-cli", geminiCli],
  ["openai-responses", openaiResponses],
  ["openai-agents", openaiAgents],
  ["anthropic-messages", anthropicMessages],
  ["anthropic-managed-agents", anthropicManagedAgents],
  ["policylayer", policylayer],
  ["intercept", intercept],
  ["agentgateway", agentgateway],
  ["toolhive", toolhive],
  ["docker", docker],
  ["agentcore", agentcore],
  ["envoy-ai-gateway", envoyAiGateway],
  ["litellm", litellm],
  ["vscode", vscode],
  ["copilot-cli", copilotCli],
  ["cursor", cursor],
  ["cursor-cli", cursorCli],
  ["zed", zed],
  ["cline", cline],
  ["kiro", kiro],
  ["goose", goose],
]);
