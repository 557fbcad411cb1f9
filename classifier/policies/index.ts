import claudeCode from "./claude-code.ts";
import type { PolicyFormat } from "./format.ts";
import policylayer from "./policylayer.ts";

/** In display order; the first is shown where there is no choice. */
export const formats: PolicyFormat[] = [claudeCode, policylayer];
