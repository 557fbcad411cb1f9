import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { requestOf } from "./engines/openai.ts";
import { typeErrors, type Group } from "./type-errors.ts";

const root = path.resolve(import.meta.dirname, "../../..");
const fixtures = path.join(root, "test/fixtures/policies");

const responses = 'import type OpenAI from "openai";\ntype Tool = OpenAI.Responses.Tool.Mcp;';
const anthropic = 'import type Anthropic from "@anthropic-ai/sdk";';
const messages = `${anthropic}\ntype Tool = Anthropic.Beta.BetaMCPToolset;`;
const agents = `${anthropic}\ntype Tool = Anthropic.Beta.Agents.BetaManagedAgentsMCPToolsetParams;`;

const toolset = { type: "mcp_toolset", mcp_server_name: "a" };

/** The snippets of the fixtures; those of the Agents SDK as the request that it builds. */
const good: Group[] = [
  { name: "openai-responses", head: responses, bodies: snippetsOf("openai-responses") },
  {
    name: "openai-agents",
    head: responses,
    bodies: snippetsOf("openai-agents").map((text) => JSON.stringify(requestOf(JSON.parse(text)))),
  },
  { name: "anthropic-messages", head: messages, bodies: snippetsOf("anthropic-messages") },
  {
    name: "anthropic-managed-agents",
    head: agents,
    bodies: snippetsOf("anthropic-managed-agents"),
  },
];

/** What people write who mistake one form for another. */
const bad: Group[] = [
  [responses, { type: "mcp", server_label: "a", requireApproval: "always" }],
  [responses, { type: "mcp", server_label: "a", require_approval: "ask" }],
  [responses, { type: "mcp", server_label: "a", require_approval: { never: ["b"] } }],
  [responses, { type: "mcp", server_url: "https://example.com" }],
  [messages, { ...toolset, configs: [] }],
  [messages, { ...toolset, default_config: { permission_policy: { type: "always_ask" } } }],
  [agents, { ...toolset, configs: { b: { enabled: true } } }],
  [agents, { ...toolset, configs: [{ name: "b", permission_policy: { type: "never" } }] }],
].map(([head, body], index) => ({
  name: `bad-${index}`,
  head: String(head),
  bodies: [JSON.stringify(body)],
}));

const errorsOf = typeErrors([...good, ...bad], root);

test.each(good)("the types of the package take every snippet: $name", ({ name, bodies }) => {
  expect(bodies.length).toBeGreaterThan(10);
  expect(errorsOf(name)).toEqual([]);
});

test.each(bad)("the types of the package refuse another form: $bodies", ({ name }) => {
  expect(errorsOf(name)).toHaveLength(1);
});

function snippetsOf(format: string): string[] {
  const folder = path.join(fixtures, format);
  return readdirSync(folder).map((file) => readFileSync(path.join(folder, file), "utf8"));
}
