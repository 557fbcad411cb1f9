import type { PolicyFormat } from "./format.ts";
import cline from "./formats/cline.ts";
import goose from "./formats/goose.ts";
import kiro from "./formats/kiro.ts";
import vscode from "./formats/vscode.ts";
import zed from "./formats/zed.ts";
import cursorCli from "./formats/cursor-cli.ts";
import cursor from "./formats/cursor.ts";
import copilotCli from "./formats/copilot-cli.ts";
import agentcore from "./formats/agentcore.ts";
import agentgateway from "./formats/agentgateway.ts";
import anthropicManagedAgents from "./formats/anthropic-managed-agents.ts";
import anthropicMessages from "./formats/anthropic-messages.ts";
import claudeCode from "./formats/claude-code.ts";
import codex from "./formats/codex.ts";
import docker from "./formats/docker.ts";
import envoyAiGateway from "./formats/envoy-ai-gateway.ts";
import geminiCli from "./formats/gemini-cli.ts";
import intercept from "./formats/intercept.ts";
import litellm from "./formats/litellm.ts";
import openaiAgents from "./formats/openai-agents.ts";
import openaiResponses from "./formats/openai-responses.ts";
import opencode from "./formats/opencode.ts";
import policylayer from "./formats/policylayer.ts";
import toolhive from "./formats/toolhive.ts";

/** In display order; the first is shown where there is no choice. */
export const formats: PolicyFormat[] = [
  claudeCode,
  codex,
  geminiCli,
  opencode,
  vscode,
  copilotCli,
  cursor,
  cursorCli,
  zed,
  cline,
  kiro,
  goose,
  policylayer,
  intercept,
  toolhive,
  docker,
  agentcore,
  agentgateway,
  envoyAiGateway,
  litellm,
  openaiResponses,
  openaiAgents,
  anthropicMessages,
  anthropicManagedAgents,
];
