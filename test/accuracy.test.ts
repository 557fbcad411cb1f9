import { beforeAll, expect, test } from "vitest";
import { type Comparison, compareAll, namesEqual } from "./accuracy.ts";

let comparisons: Comparison[];

beforeAll(async () => {
  comparisons = await compareAll();
}, 600_000);

/** Read out of their packages exactly as they list themselves. */
const exact = [
  "@modelcontextprotocol/server-everything",
  "@modelcontextprotocol/server-filesystem",
  "@modelcontextprotocol/server-memory",
  "@modelcontextprotocol/server-sequential-thinking",
  "airtable-mcp-server",
  "hostinger-api-mcp",
  "tavily-mcp",
];

test.each(exact)(
  "%s: names, descriptions, parameters and annotations equal what it lists when started",
  (name) => {
    const one = comparisons.find((comparison) => comparison.package === name);
    expect(one?.missing).toEqual([]);
    expect(one?.listed).toBeGreaterThan(0);
    expect(one?.equal).toEqual({
      description: one?.listed,
      parameters: one?.listed,
      required: one?.listed,
      annotations: one?.listed,
    });
  },
);

test("no tool is invented: what isn't listed has a condition that switches it on", () => {
  expect(
    comparisons.flatMap((one) => one.invented.map((name) => `${one.package}: ${name}`)),
  ).toEqual([]);
});

test("a server that lists what was not read has a registration reported as unresolved", () => {
  const silent = comparisons.filter((one) => one.missing.length > 0 && one.unresolved === 0);
  expect(silent.map((one) => one.package)).toEqual([]);
});

test("the names of at least nineteen in twenty servers are exactly those that they list", () => {
  expect(comparisons.length).toBeGreaterThanOrEqual(20);
  expect(comparisons.filter(namesEqual).length / comparisons.length).toBeGreaterThanOrEqual(0.95);
});

test("at least nineteen in twenty tools of all servers are read", () => {
  const sum = (pick: (one: Comparison) => number) =>
    comparisons.reduce((total, one) => total + pick(one), 0);
  expect(sum((one) => one.found) / sum((one) => one.listed)).toBeGreaterThanOrEqual(0.95);
});

test("labels made without the annotations agree with nineteen in twenty readOnlyHints", () => {
  const hinted = comparisons.reduce((total, one) => total + one.hinted.tools, 0);
  const agreeing = comparisons.reduce((total, one) => total + one.hinted.agree.length, 0);
  expect(hinted).toBeGreaterThan(100);
  expect(agreeing / hinted).toBeGreaterThanOrEqual(0.95);
});
