import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { z } from "zod";
import { mergePolicies } from "../classifier/policies/documents.ts";
import { requestOf } from "../test/classifier/policies/engines/openai.ts";
import { typeErrors } from "../test/classifier/policies/type-errors.ts";
import type { Comparison, Enforcer } from "./enforcer.ts";

const Sdk = z.object({
  hostedMcpTool: z.custom<(options: unknown) => { providerData: object }>(
    (value) => typeof value === "function",
  ),
});
const Filter = z.strictObject({ tool_names: z.array(z.string()) });
/** What the SDK sends. */
const Request = z.strictObject({
  type: z.literal("mcp"),
  server_label: z.string(),
  server_url: z.string().optional(),
  allowed_tools: Filter.optional(),
  require_approval: z.union([
    z.enum(["always", "never"]),
    z.strictObject({ never: Filter.optional(), always: Filter.optional() }),
  ]),
});
type Request = z.infer<typeof Request>;
const Package = z.object({ version: z.string(), main: z.string() });

/** The request that OpenAI's Agents SDK builds; OpenAI decides by it. What asks for everything stands before a snippet. */
const enforcer: Enforcer = {
  id: "openai-agents",
  program: "@openai/agents",
  version: (program) => packageAt(program).version,
  byItself: () => "ask",
  async play(program, { body }) {
    const base = { serverLabel: "a", serverUrl: "https://example.com", requireApproval: "always" };
    const text = mergePolicies("json", JSON.stringify(base), body);
    const { allowed_tools: allowed, require_approval: approval } = (await builder(program))(
      JSON.parse(text),
    );
    return (tool) => {
      if (allowed !== undefined && !allowed.tool_names.includes(tool)) return "deny";
      if (typeof approval === "string") return approval === "never" ? "allow" : "ask";
      return approval.never?.tool_names.includes(tool) ? "allow" : "ask";
    };
  },
  compare,
};
export default enforcer;

/** The snippets of the fixtures become what we write for the Responses API, the SDK's types take them, and it refuses what we say it does. */
async function compare(program: string): Promise<Comparison> {
  const build = await builder(program);
  const wrong: string[] = [];
  const fixtures = path.join(import.meta.dirname, "../test/fixtures/policies");
  const snippets = readdirSync(path.join(fixtures, "openai-agents")).map((file) =>
    readFileSync(path.join(fixtures, "openai-agents", file), "utf8"),
  );
  for (const text of snippets) {
    const options: unknown = JSON.parse(text);
    const [theirs, ours] = [flat(build(options)), sorted(requestOf(options))];
    if (theirs !== ours) wrong.push(`${theirs} is not ${ours}`);
  }
  const both = { never: { toolNames: ["a"] }, always: { toolNames: ["a"] } };
  for (const requireApproval of [both, { never: { toolNames: [""] } }, {}, "ask"]) {
    const options = { serverLabel: "a", serverUrl: "https://example.com", requireApproval };
    for (const take of [build, requestOf])
      if (!isRefused(() => take(options))) wrong.push(`${JSON.stringify(options)} is taken`);
  }
  if (build({ serverLabel: "a", require_approval: "always" }).require_approval !== "never")
    wrong.push("a misspelt key is not ignored");
  return { decisions: snippets.length, wrong: [...wrong, ...typeProblems(program, snippets)] };
}

function typeProblems(program: string, bodies: string[]): string[] {
  const head =
    'import { hostedMcpTool } from "@openai/agents";\ntype Tool = Parameters<typeof hostedMcpTool>[0];';
  const bad = ['{ "serverLabel": "a", "requireApproval": { "never": ["b"] } }'];
  const groups = [
    { name: "good", head, bodies },
    { name: "bad", head, bodies: bad },
  ];
  const errorsOf = typeErrors(groups, path.resolve(program, "../../.."));
  const isBlind = errorsOf("bad").length === 0;
  return [...errorsOf("good"), ...(isBlind ? ["the SDK's types take a list as it is"] : [])];
}

async function builder(program: string): Promise<(options: unknown) => Request> {
  const main = path.join(program, packageAt(program).main);
  const { hostedMcpTool } = Sdk.parse(await import(pathToFileURL(main).href));
  return (options) =>
    Request.parse(JSON.parse(JSON.stringify(hostedMcpTool(options).providerData)));
}

function packageAt(program: string): z.infer<typeof Package> {
  return Package.parse(JSON.parse(readFileSync(path.join(program, "package.json"), "utf8")));
}

/** Names in a filter and names in a list say the same. */
const flat = ({ allowed_tools: allowed, ...rest }: Request): string =>
  sorted({ ...rest, ...(allowed && { allowed_tools: allowed.tool_names }) });

function sorted(value: unknown): string {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    return JSON.stringify(value);
  const pairs = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${pairs.map(([key, each]) => `${JSON.stringify(key)}:${sorted(each)}`).join(",")}}`;
}

function isRefused(take: () => unknown): boolean {
  try {
    take();
    return false;
  } catch {
    return true;
  }
}
