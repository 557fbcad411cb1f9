import { expect, test } from "vitest";
import { merge, type Run } from "../../crawler/merge.ts";
import type { Extraction, Registered } from "../../crawler/extractors/extractor.ts";
import type { Tool } from "../../model.ts";

const entry = "src/index.ts";
const exact: Run = {
  entry,
  isListed: true,
  isExact: true,
  dropped: [],
  lists: [],
  failures: [],
};

function tool(name: string, more: Partial<Registered<Tool>> = {}): Registered<Tool> {
  return {
    name,
    at: { path: "src/tools.ts", line: 3 },
    method: "read",
    registeredIn: entry,
    ...more,
  };
}

function evaluated(name: string, more: Partial<Registered<Tool>> = {}): Registered<Tool> {
  return tool(name, { at: { path: entry, line: 1 }, method: "evaluated", ...more });
}

function mergeAll(
  read: Registered<Tool>[],
  other: Registered<Tool>[],
  run: Run = exact,
  unresolved: Extraction["unresolved"] = [],
): Extraction {
  return merge(
    { tools: read, unresolved, skipped: [] },
    { tools: other, unresolved: [], skipped: [], runs: [run], packages: { [entry]: "" } },
  );
}

test("agreement takes the evaluated definition, and place and condition as read", () => {
  const inputSchema = { type: "object", properties: { to: { type: "string" } }, required: ["to"] };
  const served = { ...inputSchema, additionalProperties: false, $schema: "some" };
  const { tools } = mergeAll(
    [tool("a", { description: "A", inputSchema, when: "flag" })],
    [evaluated("a", { description: "A", inputSchema: served })],
  );
  expect(tools).toEqual([
    {
      ...tool("a", { description: "A", inputSchema: served, when: "flag" }),
      method: "evaluated",
      confirmedBy: "read",
    },
  ]);
});

test("an exact list is right where they differ, and what was read is kept", () => {
  const { tools } = mergeAll(
    [tool("a", { description: "old", annotations: { readOnlyHint: true } })],
    [evaluated("a", { description: "new" })],
  );
  expect(tools).toEqual([
    {
      ...tool("a", { description: "new" }),
      method: "evaluated",
      differences: [
        { by: "read", field: "annotations", saw: '{"readOnlyHint":true}' },
        { by: "read", field: "description", saw: '"old"' },
      ],
    },
  ]);
});

test("a list that is not exact overrides nothing, fills in what could not be read and adds nothing", () => {
  const { tools } = mergeAll(
    [tool("a", { description: "old" })],
    [evaluated("a", { description: "new", title: "A" }), evaluated("b")],
    { ...exact, isExact: false },
  );
  expect(tools).toEqual([
    {
      ...tool("a", { description: "old", title: "A" }),
      differences: [{ by: "evaluated", field: "description", saw: '"new"' }],
    },
  ]);
});

test("a tool that an exact list lacks has a condition; one that only a list has is kept and says so", () => {
  const { tools } = mergeAll(
    [tool("a"), tool("b", { when: "flag" }), tool("c")],
    [evaluated("c"), evaluated("d")],
  );
  expect(
    tools.map(({ name, when, differences, confirmedBy }) => [name, when, differences, confirmedBy]),
  ).toEqual([
    [
      "a",
      "started with other than the default settings",
      [{ by: "evaluated", field: "presence" }],
      undefined,
    ],
    ["b", "flag", undefined, undefined],
    ["c", undefined, undefined, "read"],
    ["d", undefined, [{ by: "read", field: "presence" }], undefined],
  ]);
});

test("a tool that was left out of a list is not missed in it", () => {
  const { tools } = mergeAll([tool("a"), tool("b")], [evaluated("b")], {
    ...exact,
    dropped: ["a"],
  });
  expect(tools[0]).toEqual(tool("a"));
});

test("what a run shows settles what could not be read at the same place", () => {
  const open = (line: number, path = entry) => ({
    at: { path, line },
    reason: "Unclear.",
    registeredIn: entry,
  });
  const all = [open(1), open(9), open(3, "src/tools.ts")];
  expect(mergeAll([], [evaluated("a")], exact, all).unresolved).toEqual([open(9), all[2]]);
  // Where it was read is a place of the same tool.
  expect(mergeAll([tool("a")], [evaluated("a")], exact, all).unresolved).toEqual([open(9)]);
  const other = { ...exact, isExact: false };
  expect(mergeAll([tool("a")], [evaluated("a")], other, all).unresolved).toEqual(all);
});

test("what answers an exact list is settled, and nothing beside it", () => {
  const open = (line: number) => ({
    at: { path: "src/list.ts", line, endLine: line + 1 },
    reason: "Unclear.",
    registeredIn: entry,
  });
  const run = { ...exact, lists: [{ path: "src/list.ts", line: 5, endLine: 7 }] };
  const all = [open(3), open(4), open(6), open(7), open(8)];
  expect(mergeAll([], [evaluated("a")], run, all).unresolved).toEqual([open(3), open(8)]);
});

test("names of an object's own members are names", () => {
  const { tools } = mergeAll(
    [tool("__proto__"), tool("constructor", { when: "flag" })],
    [evaluated("__proto__")],
  );
  expect(tools.map(({ name, confirmedBy }) => [name, confirmedBy])).toEqual([
    ["__proto__", "read"],
    ["constructor", undefined],
  ]);
});
