import { claudeCode } from "./claude-code.ts";
import type { Engine } from "./engine.ts";
import { geminiCli } from "./gemini-cli.ts";
import { intercept } from "./intercept.ts";
import { policylayer } from "./policylayer.ts";

/** By the id of the format. */
export const engines: ReadonlyMap<string, Engine> = new Map<string, Engine>([
  ["claude-code", claudeCode],
  ["gemini-cli", geminiCli],
  ["policylayer", policylayer],
  ["intercept", intercept],
]);
