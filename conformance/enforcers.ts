import claudeCode from "./claude-code.ts";
import codex from "./codex.ts";
import copilotCli from "./copilot-cli.ts";
import type { Enforcer } from "./enforcer.ts";
import geminiCli from "./gemini-cli.ts";
import openaiAgents from "./openai-agents.ts";
import opencode from "./opencode.ts";

/** In the order in which they play. */
export const enforcers: Enforcer[] = [
  codex,
  opencode,
  geminiCli,
  openaiAgents,
  claudeCode,
  copilotCli,
];
