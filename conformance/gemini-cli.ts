import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { z } from "zod";
import type { Action } from "../model.ts";
import { compareGemini } from "./compare-gemini.ts";
import type { Enforcer } from "./enforcer.ts";

/** What is used of @google/gemini-cli-core 0.61.0, which is not there in the ordinary checks. */
interface Core {
  loadPoliciesFromToml(
    paths: string[],
    tierOf: () => number,
  ): Promise<{ rules: object[]; errors: { severity?: string }[] }>;
  PolicyEngine: new (config: object) => {
    check(call: object, server: string, annotations: unknown): Promise<{ decision: string }>;
  };
  MessageBus: new (engine: object) => object;
  DiscoveredMCPTool: new (
    callable: object,
    server: string,
    tool: string,
    description: string,
    schema: object,
    bus: object,
  ) => {
    name: string;
    build(given: object): { shouldConfirmExecute(signal: AbortSignal): Promise<unknown> };
  };
  debugLogger: Record<"debug" | "warn", () => void>;
}

/** Asks about one call, as Gemini CLI does before it runs a tool and, where that says to ask, once more before it shows a question. */
export type Ask = (tool: string, given: object) => Promise<Action>;

const Package = z.object({ main: z.string(), version: z.string() });

/** Gemini CLI's own loader, policy engine and confirmation, in this process; its commands are not driven. */
const enforcer: Enforcer = {
  id: "gemini-cli",
  program: "@google/gemini-cli-core",
  version: (program) => packageAt(program).version,
  byItself: () => "ask",
  async play(program, { alias, tools, body }) {
    const ask = await loadGemini(program, body, "default", alias);
    const decided = new Map<string, Action>();
    for (const tool of tools) decided.set(tool, await ask(tool, {}));
    return (tool) => decided.get(tool)!;
  },
  compare: compareGemini,
};
export default enforcer;

/** Loads a file of the user's folder and the rules that Gemini CLI ships. Throws when a rule is refused; it may warn of names that it finds strange. */
export async function loadGemini(
  program: string,
  text: string,
  mode: string,
  alias: string,
): Promise<Ask> {
  const main = path.join(program, packageAt(program).main);
  const core: Core = await import(pathToFileURL(main).href);
  core.debugLogger.debug = core.debugLogger.warn = () => undefined;
  const folder = mkdtempSync(path.join(tmpdir(), "conformance-"));
  const file = path.join(folder, "almanac.toml");
  writeFileSync(file, text);
  const own = await core.loadPoliciesFromToml([file], () => 4);
  rmSync(folder, { recursive: true });
  const refused = own.errors.filter(({ severity }) => severity !== "warning");
  if (refused.length > 0) throw new Error(`refused: ${JSON.stringify(refused)}`);
  const shipped = path.join(path.dirname(main), "src/policy/policies");
  const builtIn = await core.loadPoliciesFromToml([shipped], () => 1);
  if (builtIn.rules.length === 0) throw new Error(`there are no rules in ${shipped}`);
  const engine = new core.PolicyEngine({
    rules: [...own.rules, ...builtIn.rules],
    approvalMode: mode,
    defaultDecision: "ask_user",
  });
  return async (name, given) => {
    const bus = new core.MessageBus(engine);
    const tool = new core.DiscoveredMCPTool({}, alias, name, "", { type: "object" }, bus);
    const { decision } = await engine.check({ name: tool.name, args: given }, alias, undefined);
    if (decision !== "ask_user") return decision === "allow" ? "allow" : "deny";
    try {
      const asks = await tool.build(given).shouldConfirmExecute(new AbortController().signal);
      return asks === false ? "allow" : "ask";
    } catch (error) {
      if (error instanceof Error && error.message.includes("denied by policy")) return "deny";
      throw error;
    }
  };
}

function packageAt(program: string): z.infer<typeof Package> {
  return Package.parse(JSON.parse(readFileSync(path.join(program, "package.json"), "utf8")));
}
