import fc from "fast-check";
import { mergePolicies } from "../classifier/policies/documents.ts";
import type { PolicyRequest, PolicyTool } from "../classifier/policies/format.ts";
import format from "../classifier/policies/formats/gemini-cli.ts";
import { anyRequest } from "../test/classifier/policies/any-request.ts";
import { inside, outside } from "../test/classifier/policies/arguments.ts";
import { geminiCli, loadFor, type Mode } from "../test/classifier/policies/engines/gemini-cli.ts";
import type { Comparison } from "./enforcer.ts";
import { loadGemini } from "./gemini-cli.ts";

const modes: readonly Mode[] = ["default", "autoEdit", "yolo", "plan"];
const later: PolicyTool = {
  name: "a tool that came later",
  recommendation: { action: "ask", reason: "" },
};

/** Names about as long as those that Gemini CLI still leaves whole. */
const cut: PolicyRequest = {
  alias: "a",
  tools: [55, 56, 57, 58, 59].map((length) => ({
    name: "l".repeat(length),
    recommendation: { action: "allow", reason: "" },
  })),
};

/** In each mode, with arguments inside and outside of rules, for these servers and for odd ones; snippets for one tool also in files that somebody may have. */
export async function compareGemini(
  program: string,
  requests: PolicyRequest[],
): Promise<Comparison> {
  const odd = fc.sample(anyRequest, { numRuns: 20, seed: 20261121 });
  const all: Comparison = { decisions: 0, wrong: [] };
  for (const request of [...requests.map(withArguments), cut, ...odd]) {
    const names = request.tools.map(({ name }) => name);
    const [only] = names;
    const bases = only === undefined ? [] : ["", ...geminiCli.naming(request.alias, names)];
    const files: [PolicyRequest, string][] = [[request, ""]];
    for (const base of bases)
      files.push([{ ...request, ...(only !== undefined && { only }) }, base]);
    for (const [one, base] of files) {
      const { decisions, wrong } = await compareFile(program, one, base);
      all.decisions += decisions;
      all.wrong.push(...wrong);
    }
  }
  return all;
}

async function compareFile(
  program: string,
  request: PolicyRequest,
  base: string,
): Promise<Comparison> {
  const { alias, tools, only = "" } = request;
  const { body } = format.emit(request);
  const text = mergePolicies(format.language, base, body);
  const [wrong, calls] = [[] as string[], [...tools, later].flatMap(callsOf)];
  for (const mode of modes) {
    const [theirs, ours] = [
      await loadGemini(program, text, mode, alias),
      loadFor(mode, text, alias),
    ];
    for (const [tool, given] of calls) {
      const [decided, expected] = [await theirs(tool, given), ours(tool, given).action];
      if (decided === expected) continue;
      wrong.push(JSON.stringify({ alias, only, mode, tool, given, decided, expected }));
    }
  }
  return { decisions: modes.length * calls.length, wrong };
}

const callsOf = (tool: PolicyTool): [string, Record<string, unknown>][] =>
  [inside(tool), ...outside(tool)].map((given) => [tool.name, given]);

/** Every fifth tool gets a rule about an argument. */
function withArguments({ tools, ...request }: PolicyRequest): PolicyRequest {
  return {
    ...request,
    tools: tools.map((tool, index) =>
      index % 5 === 0
        ? { ...tool, constraints: [{ argument: "branch", must: { oneOf: ["main"] } }] }
        : tool,
    ),
  };
}
