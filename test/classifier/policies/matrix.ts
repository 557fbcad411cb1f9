import type { Constraint, PolicyFormat, PolicyTool } from "../../../classifier/policies/format.ts";
import { formats } from "../../../classifier/policies/index.ts";
import type { Action } from "../../../model.ts";
import { inside, outside } from "./arguments.ts";
import { engines } from "./engines/index.ts";
import { pasted } from "./pasted.ts";

const alias = "server";
const later = "a_tool_that_came_later";
const wishes: [title: string, tool: PolicyTool][] = [
  ["allow", tool("allowed", "allow")],
  ["limit", tool("limited", "limit")],
  ["ask", tool("asked", "ask")],
  ["block", tool("denied", "deny")],
];
const kinds: [title: string, must: Constraint["must"]][] = [
  ["one of", { oneOf: ["main"] }],
  ["at most", { atMost: 10 }],
  ["switch", { is: false }],
];

/** What each format makes of each recommendation, as its engine decides it in the tests: a head, then a row each. */
export function matrixRows(): string[][] {
  const head = [
    "Enforcer",
    ...wishes.map(([title]) => title),
    "arguments",
    "later tools",
    "decided by",
  ];
  return [head, ...formats.map(rowOf)];
}

function rowOf(format: PolicyFormat): string[] {
  const decide = decider(
    format,
    wishes.map(([, one]) => one),
  );
  const cells = wishes.map(([, { name, recommendation }]) => {
    const got = decide(name);
    return got === recommendation.action ? "yes" : words[got];
  });
  const held = kinds.flatMap(([title, must]) => (holds(format, must) ? [title] : []));
  return [
    format.title,
    ...cells,
    held.length === 0 ? "–" : held.join(", "),
    words[decide(later)],
    `${format.checked.level}: ${format.checked.by}`,
  ];
}

const words: Record<Action, string> = {
  allow: "allowed",
  limit: "limited",
  ask: "asks",
  deny: "blocked",
};

/** Whether the right value runs and every wrong one does not. */
function holds(format: PolicyFormat, must: Constraint["must"]): boolean {
  const one = { ...tool("constrained", "allow"), constraints: [{ argument: "value", must }] };
  const decide = decider(format, [one]);
  return (
    decide(one.name, inside(one)) === "allow" &&
    outside(one).every((given) => decide(one.name, given) === "deny")
  );
}

function decider(format: PolicyFormat, tools: PolicyTool[]) {
  const engine = engines.get(format.id)!;
  const [base = ""] = engine.neutralFor?.(alias) ?? engine.neutral;
  const { file, also } = pasted(format, engine, format.emit({ alias, tools }), base);
  const call = engine.load(file, alias, tools, also);
  return (name: string, given?: Record<string, unknown>): Action => call(name, given).action;
}

function tool(name: string, action: Action): PolicyTool {
  const limit = { max: 30, window: "minute" } as const;
  return {
    name,
    recommendation: { action, ...(action === "limit" && { limit }), reason: "It does." },
  };
}
