import { claudeCode } from "./claude-code.ts";
import type { Engine } from "./engine.ts";
import { policylayer } from "./policylayer.ts";

/** By the id of the format. */
export const engines: ReadonlyMap<string, Engine> = new Map<string, Engine>([
  ["claude-code", claudeCode],
  ["policylayer", policylayer],
]);
