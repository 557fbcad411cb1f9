import type { Reader } from "../reading.ts";
import claudeCode from "./claude-code.ts";
import geminiCli from "./gemini-cli.ts";
import intercept from "./intercept.ts";
import policylayer from "./policylayer.ts";

/** By the id of the format. */
export const readers: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ["claude-code", claudeCode],
  ["gemini-cli", geminiCli],
  ["policylayer", policylayer],
  ["intercept", intercept],
]);
